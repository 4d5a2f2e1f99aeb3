import {
  type CommandDescription,
  formsOf,
  type OptionDescription,
  type OptionGroup,
  spellings,
} from '../../adapters/cli/command-description.js';
import { commands } from '../../adapters/cli/commands.js';
import { type Block, type Text, table } from '../../application/reference/index.js';
import { markdownBlock } from './markdown.js';

const BEGIN = /<!-- options of ([^:>]+?)(?:: ([^>]+?))? -->\n/g;
const END = '<!-- end of options -->';

/** The pages that have tables of options, from the root of the repository. */
export const pagesWithOptions = ['README.md', 'docs/cli.md', 'docs/comparing.md'] as const;

/**
 * Writes the tables of options in a page anew. A table stands between `<!-- options of run: Directories, Limits -->` and `<!-- end of options -->`: the
 * groups are those of a command; without any, it has the essential options of one or more commands.
 * @param page Markdown
 * @throws Error for a command or a group that there is not, and for a table without an end
 */
export function withOptionTables(page: string): string {
  let text = '';
  let at = 0;
  for (const match of page.matchAll(BEGIN)) {
    const start = match.index + match[0].length;
    const end = page.indexOf(END, start);
    if (end < 0) throw new Error(`'${match[0].trim()}' has no end`);
    const named = (match[1] ?? '').split(', ').map(commandNamed);
    const groups = match[2]?.split(', ');
    const block = groups === undefined ? essentialOptions(named) : optionTable(named, groups);
    text += `${page.slice(at, start)}\n${markdownBlock(block)}\n\n`;
    at = end;
  }
  return text + page.slice(at);
}

function commandNamed(name: string): CommandDescription {
  const found = commands.find(command => command.name === name);
  if (found === undefined) throw new Error(`there is no command '${name}'`);
  return found;
}

/** The options of some groups, with all that is to be said about them. */
function optionTable(named: readonly CommandDescription[], groups: readonly string[]): Block {
  const options = groups.flatMap(title => named.flatMap(command => groupOf(command, title).options));
  return table(['Option', 'Meaning'], options.filter(({ hidden }) => !hidden).flatMap(optionRows));
}

function groupOf(command: CommandDescription, title: string): OptionGroup {
  const found = command.groups.find(group => group.title === title);
  if (found === undefined) throw new Error(`'${command.name}' has no group of options '${title}'`);
  return found;
}

function optionRows(option: OptionDescription): Text[][] {
  return formsOf(option).map(form => [code(spellings(form)), remarked(form.details ?? form.text, form)]);
}

/** What is said of an option, and behind that what counts without it. */
export function remarked(text: string, { default: otherwise, repeatable }: OptionDescription): string {
  return [
    text,
    ...(otherwise === undefined ? [] : [`default: ${otherwise}`]),
    ...(repeatable === undefined ? [] : ['repeatable']),
  ].join('; ');
}

/** The options that a reader meets first, each with the commands that have it. */
function essentialOptions(named: readonly CommandDescription[]): Block {
  const rows: Text[][] = [];
  const seen = new Set<OptionDescription>();
  for (const { groups } of named)
    for (const option of groups.flatMap(({ options }) => options)) {
      if (!option.essential || seen.has(option)) continue;
      seen.add(option);
      const having = named.filter(command => command.groups.some(group => group.options.includes(option)));
      const only = having.length < named.length ? ` (${having.map(({ name }) => `\`${name}\``).join(', ')})` : '';
      const [form] = option.forms ?? [];
      const names = form === undefined ? spellings(option) : spellings({ ...option, argument: form.argument });
      rows.push([`${code(names)}${only}`, form?.text ?? option.text]);
    }
  const names = named.map(({ name }) => `\`${name}\``).join(' and ');
  return table([`Option of ${names}`, 'Meaning'], rows);
}

function code(names: readonly string[]): string {
  return names.map(name => `\`${name}\``).join(', ');
}
