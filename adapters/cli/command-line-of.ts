/** hostcall's command line: parses the command, runs it, and reports errors. */
import { Command, CommanderError } from 'commander';
import { LinuxFileSystem, nodePorts } from '../../api/node.js';
import { printableLines } from '../../application/text/index.js';
import { WindowsWaiting } from '../windows/index.js';
import { type CommandDescription, debugOption, helpOption, versionOption } from './command-description.js';
import { commandName } from './command-name.js';
import { addCommand, commanderOption, flags, optionTerm, textBelow } from './commander-command.js';
import { ExitStatus } from './exit-status.js';
import { refuseOtherEncodings } from './host-strings.js';
import { hostcallDescription } from './hostcall-description.js';
import { refuseNodeArguments } from './node-arguments.js';
import { optionWords } from './option-words.js';
import { type Supervisor, unsupervised } from './signals/supervisor.js';
import { pageWidth } from './terminal/layout.js';
import { complain, report, write } from './terminal/report.js';

/** Set by the bundler from package.json. */
declare const HOSTCALL_VERSION: string;

function hostcall(): Command {
  const { name, description, examples, exitStatus } = hostcallDescription;
  return new Command(name)
    .addOption(commanderOption(debugOption))
    .description(description)
    .option(flags(versionOption), versionOption.text)
    .on('option:version', printVersion)
    .helpOption(flags(helpOption), helpOption.text)
    .enablePositionalOptions()
    .configureHelp({ optionTerm })
    .exitOverride()
    .configureOutput({
      writeOut: text => write(1, printableLines(text)),
      writeErr: text => write(2, printableLines(text)),
      outputError: () => undefined,
      getOutHelpWidth: pageWidth,
      getErrHelpWidth: pageWidth,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', textBelow(examples, exitStatus));
}

/** Prints the version and, on Linux and Windows, what the system is called through, with the reason why it is not something better. */
function printVersion(): never {
  const { fileSystem, waiting } = nodePorts();
  const lines = [HOSTCALL_VERSION];
  if (fileSystem instanceof LinuxFileSystem) {
    const declined = fileSystem.declined.map(({ name, reason }) => `${name} ${reason}`).join('; ');
    lines.push(`files through ${fileSystem.interface}${declined === '' ? '' : ` (${declined})`}`);
  }
  if (waiting instanceof WindowsWaiting) {
    const declined = waiting.declined.join('; ');
    lines.push(`streams and sockets through ${waiting.interface}${declined === '' ? '' : ` (${declined})`}`);
  }
  write(1, `${printableLines(lines.join('\n'))}\n`);
  throw new CommanderError(ExitStatus.ok, 'commander.version', '');
}

/** What commander says, as a line of ours. */
function complaint(
  error: CommanderError,
  program: Command,
  words: readonly string[],
  [described]: readonly CommandDescription[],
): string {
  // `help` for an unknown command: commander has shown the whole help.
  if (error.code === 'commander.help') return `unknown command '${words.at(-1)}'; see the list above`;
  const [problem = '', hint] = error.message
    .replace(/^error: /, '')
    .replace(/^option '(.*?) <(.*)>' argument missing$/, "option '$1 $2' lacks its argument")
    .replace(/\. Expected (\d+) arguments? but got (\d+)\./, ': $2 instead of $1')
    .split('\n');
  const named = commandName(words);
  if (error.code === 'commander.unknownCommand' && named !== undefined && /\.(wasm|wat)$/.test(named))
    return `unknown command '${named}'; to run a program: hostcall run ${named}`;
  const command = program.commands.find(each => each.name() === named);
  const help = `\`hostcall ${command === undefined ? '' : `${command.name()} `}--help\``;
  const difference = error.code === 'commander.unknownOption' ? described?.unknownOption?.(problem) : undefined;
  if (difference !== undefined) return `${problem}; ${difference}`;
  const meant = hint?.replace(/[()?]/g, '').replace(/^Did/, 'did');
  return `${problem}; ${meant === undefined ? 'see' : `${meant}? See`} ${help}`;
}

/** The words as commander reads them. */
function readableWords(words: readonly string[], [command]: readonly CommandDescription[]): readonly string[] {
  if (command === undefined) return words;
  const behind = words.indexOf(command.name) + 1;
  return [...words.slice(0, behind), ...optionWords(words.slice(behind), command.groups, command.passThrough === true)];
}

/** Whether `--debug` was given, before the command or behind it. */
function debugging(program: Command): boolean {
  return [program, ...program.commands].some(command => command.opts<{ debug?: boolean }>().debug === true);
}

/**
 * Makes a command line.
 * @param commands that it knows
 */
export function commandLineOf(commands: readonly CommandDescription[]): CommandLine {
  return async (words, supervisor = unsupervised) => {
    const program = hostcall();
    const named = commandName(words);
    const wanted = commands.filter(({ name }) => name === named);
    try {
      refuseOtherEncodings(words);
      refuseNodeArguments(words);
      for (const command of wanted.length > 0 ? wanted : commands) addCommand(program, command, supervisor);
      if (words.length === 0) {
        write(2, program.helpInformation());
        complain('no command was given; see the list above');
        return ExitStatus.usage;
      }
      await program.parseAsync(readableWords(words, wanted), { from: 'user' });
      return Number(process.exitCode ?? ExitStatus.ok);
    } catch (error) {
      if (!(error instanceof CommanderError)) return report(error, debugging(program));
      if (error.exitCode === 0) return ExitStatus.ok;
      complain(complaint(error, program, words, wanted));
      return ExitStatus.usage;
    }
  };
}

/**
 * Runs a command line.
 * @param words the arguments, without the interpreter and the script
 * @param supervisor what runs the command
 * @returns the exit status
 */
export type CommandLine = (words: readonly string[], supervisor?: Supervisor) => Promise<number>;
