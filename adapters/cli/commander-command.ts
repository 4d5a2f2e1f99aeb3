import { type Command, Option } from 'commander';
import { type CommandDescription, helpText, type OptionDescription } from './command-description.js';
import { CommandLineError } from './command-line-error.js';
import type { GivenDirectory } from './guest/dir-option.js';

/**
 * Adds a command to the command line.
 * @param program hostcall's own command
 */
export function addCommand(program: Command, description: CommandDescription): void {
  const { name, summary, groups, exitStatus, notes } = description;
  const command = program
    .command(name)
    .summary(summary)
    .description(description.description)
    .passThroughOptions(description.passThrough === true)
    .addHelpText(
      'after',
      `\n${examplesText(description.examples)}${notes === undefined ? '' : `\n\n${notes}`}\n\nExit status: ${exitStatus}`,
    );
  for (const { name, text, number } of description.arguments)
    command.argument(number === '*' ? `[${name}...]` : number === '?' ? `[${name}]` : `<${name}>`, text);
  const directories: GivenDirectory[] = [];
  for (const { title, options } of groups) {
    command.optionsGroup(`${title}:`);
    for (const option of options) command.addOption(commanderOption(option, directories));
  }
  command.helpOption('-h, --help', 'print help').action(async (...given: unknown[]) => {
    // Behind the arguments stand the options, and the command itself.
    const words = given.slice(0, -2) as (string | string[] | undefined)[];
    process.exitCode = await description.run(words, given.at(-2));
  });
}

/** An option as commander has it. */
export function commanderOption(description: OptionDescription, directories: GivenDirectory[] = []): Option {
  const { short, long, argument, values, repeatable, counted } = description;
  const names = [...(short === undefined ? [] : [`-${short}`]), ...(long === undefined ? [] : [`--${long}`])];
  const option = new Option(
    `${names.join(', ')}${argument === undefined ? '' : ` <${argument}>`}`,
    helpText(description),
  );
  if (counted !== undefined) option.argParser((_: string, before: number | undefined) => (before ?? 0) + 1);
  else if (repeatable === 'list')
    option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
  else if (repeatable === 'directories')
    option.argParser((text: string) => {
      directories.push({ option: long as GivenDirectory['option'], text });
      return directories;
    });
  else if (values !== undefined)
    option.argParser((text: string) => {
      if (values.includes(text)) return text;
      throw new CommandLineError(`invalid ${names.at(-1)} '${text}'`, `write one of ${values.join(', ')}`);
    });
  return option;
}

/** An option as `--help` shows it: the argument as its text calls it. */
export function optionTerm({ flags }: Option): string {
  return flags.replace(/<(.*)>$/, '$1');
}

function examplesText(examples: CommandDescription['examples']): string {
  const width = Math.max(...examples.map(([line, text]) => (text === undefined || line.length > 52 ? 0 : line.length)));
  const lines = examples.map(([line, text]) =>
    text === undefined ? `  ${line}` : `  ${line.padEnd(width)}   ${text}`,
  );
  return [`Example${examples.length === 1 ? '' : 's'}:`, ...lines].join('\n');
}
