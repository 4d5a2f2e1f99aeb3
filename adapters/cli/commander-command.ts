import { Argument, type Command, Option } from 'commander';
import {
  type ArgumentDescription,
  type CommandDescription,
  helpOption,
  helpText,
  type OptionDescription,
  valuedName,
} from './command-description.js';
import { CommandLineError } from './command-line-error.js';
import { withMaxStack } from './guest/stack-option.js';
import type { Supervisor } from './signals/supervisor.js';

/**
 * Adds a command to the command line.
 * @param program hostcall's own command
 * @param supervisor what runs the command
 */
export function addCommand(program: Command, description: CommandDescription, supervisor: Supervisor): void {
  const { name, summary, groups, exitStatus, notes } = description;
  const command = program
    .command(name)
    .summary(summary)
    .description(description.description)
    .passThroughOptions(description.passThrough === true)
    .addHelpText('after', textBelow(description.examples, exitStatus, notes));
  for (const argument of description.arguments) command.addArgument(commanderArgument(argument));
  const ordered = { directories: [], sockets: [] };
  for (const { title, options } of groups) {
    command.optionsGroup(`${title}:`);
    for (const option of options) addOption(command, option, ordered);
  }
  command.helpOption(flags(helpOption), helpOption.text).action(async (...given: unknown[]) => {
    // Behind the arguments stand the options, and the command itself.
    const words = given.slice(0, -2) as (string | string[] | undefined)[];
    const options = given.at(-2) as { readonly maxStack?: string };
    process.exitCode = await withMaxStack(options, supervisor, () => description.run(words, options, supervisor));
  });
}

/** Adds an option, and what else it is understood by. */
export function addOption(command: Command, description: OptionDescription, ordered?: OrderedOptions): void {
  const option = commanderOption(description, ordered);
  command.addOption(option);
  const { aliases = [], forms = [], argument, optionalArgument } = description;
  const behind = argument === undefined ? '' : ` <${argument}>`;
  for (const alias of aliases) {
    const other = hiddenOption(`--${alias}${behind}`, option);
    command.addOption(option.parseArg === undefined ? other : other.argParser(option.parseArg));
  }
  for (const form of forms) {
    const [name] = form.argument.split('=');
    const long = hiddenOption(`--${name} <set>`, option);
    command.addOption(long.argParser((text: string, before?: string[]) => [...(before ?? []), `${name}=${text}`]));
  }
  if (optionalArgument !== undefined)
    command.addOption(new Option(`--${valuedName(description)} <${optionalArgument}>`).hideHelp());
}

/** Another name of an option. */
function hiddenOption(flags: string, of: Option): Option {
  const option = new Option(flags).hideHelp();
  option.attributeName = () => of.attributeName();
  return option;
}

/** What options of several names add to, in the order in which they were given. */
interface OrderedOptions {
  readonly directories: GivenOption[];
  readonly sockets: GivenOption[];
}

interface GivenOption {
  readonly option: string | undefined;
  readonly text: string;
}

/** An option as commander has it. */
export function commanderOption(
  description: OptionDescription,
  ordered: OrderedOptions = { directories: [], sockets: [] },
): Option {
  const { short, long, argument, values, repeatable, counted } = description;
  const option = new Option(
    `${flags(description)}${argument === undefined ? '' : ` <${argument}>`}`,
    helpText(description),
  );
  if (description.hidden) option.hideHelp();
  if (counted !== undefined) option.argParser((_: string, before: number | undefined) => (before ?? 0) + 1);
  else if (repeatable === 'list')
    option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
  else if (repeatable !== undefined)
    option.argParser((text: string) => {
      ordered[repeatable].push({ option: long, text });
      return ordered[repeatable];
    });
  else if (values !== undefined) option.argParser(oneOf(long === undefined ? `-${short}` : `--${long}`, values));
  return option;
}

/** The names of an option, as commander wants them. */
export function flags({ short, long }: OptionDescription): string {
  return [...(short === undefined ? [] : [`-${short}`]), ...(long === undefined ? [] : [`--${long}`])].join(', ');
}

function commanderArgument({ name, text, number, values }: ArgumentDescription): Argument {
  const argument = new Argument(number === '*' ? `[${name}...]` : number === '?' ? `[${name}]` : `<${name}>`, text);
  return values === undefined ? argument : argument.argParser(oneOf(name, values));
}

/** Reads a text that has to be one of a few. */
function oneOf(name: string, values: readonly string[]): (text: string) => string {
  return text => {
    if (values.includes(text)) return text;
    throw new CommandLineError(`invalid ${name} '${text}'`, `write one of ${values.join(', ')}`);
  };
}

/** An option as `--help` shows it: the argument as its text calls it. */
export function optionTerm({ flags }: Option): string {
  return flags.replace(/<(.*)>$/, '$1');
}

/** What `--help` says below the options. */
export function textBelow(examples: CommandDescription['examples'], exitStatus: string, notes?: string): string {
  return `\n${examplesText(examples)}${notes === undefined ? '' : `\n\n${notes}`}\n\nExit status: ${exitStatus}`;
}

function examplesText(examples: CommandDescription['examples']): string {
  const width = Math.max(...examples.map(([line, text]) => (text === undefined || line.length > 52 ? 0 : line.length)));
  const lines = examples.map(([line, text]) =>
    text === undefined ? `  ${line}` : `  ${line.padEnd(width)}   ${text}`,
  );
  return [`Example${examples.length === 1 ? '' : 's'}:`, ...lines].join('\n');
}
