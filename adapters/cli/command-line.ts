import { type CommandLine, commandLineOf } from './command-line-of.js';
import { commands } from './commands.js';

/** The command line with all of its commands. What one of them does is loaded when it runs. */
export const commandLine: CommandLine = commandLineOf(commands);
