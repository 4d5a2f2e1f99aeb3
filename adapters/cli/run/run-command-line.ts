import { type CommandLine, commandLineOf } from '../command-line-of.js';
import { runCommand } from './run-command.js';

/** The command line with `run` alone: programs are to start fast, and are not to wait for the options of other commands. */
export const commandLine: CommandLine = commandLineOf([runCommand]);
