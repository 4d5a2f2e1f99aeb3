import {
  type ArgumentDescription,
  type CommandDescription,
  debugOption,
  formsOf,
  type OptionDescription,
  type OptionGroup,
  spellings,
} from '../../adapters/cli/command-description.js';
import { commands } from '../../adapters/cli/commands.js';
import { hostcallDescription } from '../../adapters/cli/hostcall-description.js';
import { wrap } from '../../adapters/cli/terminal/layout.js';
import { remarked } from './option-tables.js';

/** The page that options link to when they link to their own. */
const PAGE = 'cli.md';
/** Of the lines of the source. */
const WIDTH = 80;

/**
 * Renders the manual page, in the macros of man(7).
 * @param version of the package
 * @see https://man7.org/linux/man-pages/man7/groff_man.7.html
 */
export function renderManPage(version: string): string {
  const { name, summary, description, options, environment, examples, exitStatus } = hostcallDescription;
  const seen = new Map<OptionGroup, CommandDescription>();
  return `${[
    '.\\" Generated from the descriptions of the commands by tools/codegen; `npm run codegen` writes it anew. Do not edit.',
    `.TH ${name.toUpperCase()} 1 "" "${name} ${version}" "User Commands"`,
    '.SH NAME',
    roff(`${name} - ${summary}`).replace(' - ', ' \\- '),
    '.SH SYNOPSIS',
    ...commands.flatMap((command, index) => [...(index === 0 ? [] : ['.br']), usage(command)]),
    '.SH DESCRIPTION',
    roff(description),
    '.PP',
    'Options stand before the program.',
    'Everything behind it belongs to the program, even what looks like an option.',
    '.SH OPTIONS',
    ...options.flatMap(optionItem),
    '.SH COMMANDS',
    ...commands.flatMap(command => commandSection(command, seen)),
    '.SH EXIT STATUS',
    roff(exitStatus),
    '.SH ENVIRONMENT',
    ...environment.flatMap(([variable, text]) => ['.TP', `.B ${variable}`, roff(text)]),
    '.SH EXAMPLES',
    ...literal(examples.map(([line]) => line)).slice(1),
    '.SH SEE ALSO',
    '.BR strace (1)',
    '.PP',
    'The folder',
    '.I docs',
    'of the package has the documentation.',
  ].join('\n')}\n`;
}

function usage({ name, arguments: all, groups }: CommandDescription): string {
  const words = [...(groups.every(isGeneral) ? [] : ['[\\fIoptions\\fR]']), ...all.map(argumentTerm)];
  return `\\fBhostcall ${roff(name)}\\fR ${words.join(' ')}`;
}

function argumentTerm({ name, number }: ArgumentDescription): string {
  const term = `\\fI${code(name)}\\fR`;
  return number === '*' ? `[${term}...]` : number === '?' ? `[${term}]` : term;
}

/** It has nothing but what every command has. */
function isGeneral({ options }: OptionGroup): boolean {
  return options.every(option => option === debugOption);
}

/** @param seen the groups that stand in the page already, and of which command they are */
function commandSection(command: CommandDescription, seen: Map<OptionGroup, CommandDescription>): string[] {
  const groups = command.groups.filter(group => !isGeneral(group));
  const known = groups.filter(group => seen.has(group));
  const fresh = groups.filter(group => !seen.has(group));
  const owners = new Set(known.map(group => seen.get(group) as CommandDescription));
  for (const group of fresh) seen.set(group, command);
  return [
    `.SS hostcall ${roff(command.name)}`,
    roff(command.description),
    ...command.arguments.flatMap(argument => ['.TP', argumentTerm(argument), roff(valued(argument))]),
    ...fresh.flatMap(({ title, options }) => ['.PP', `\\fB${roff(title)}\\fR`, ...options.flatMap(optionItem)]),
    ...[...owners].flatMap(owner => {
      const titles = known.filter(group => seen.get(group) === owner).map(({ title }) => title);
      return [
        '.PP',
        roff(`It has the options of \`hostcall ${owner.name}\` under ${new Intl.ListFormat('en-GB').format(titles)}.`),
      ];
    }),
    ...(command.notes?.split('\n\n') ?? []).flatMap(noteBlock),
    '.PP',
    'Examples:',
    ...literal(command.examples.flatMap(([line, text]) => [...(text === undefined ? [] : [`# ${text}`]), line])),
    '.PP',
    roff(`Exit status: ${command.exitStatus}`),
  ];
}

function valued({ text, values }: ArgumentDescription): string {
  return values === undefined || values.every(value => text.includes(value)) ? text : `${text}: ${values.join(', ')}`;
}

function optionItem(option: OptionDescription): string[] {
  return formsOf(option).flatMap(item => [
    '.TP',
    spellings(item)
      .map(spelling => {
        const [name = '', ...argument] = spelling.split(' ');
        return [`\\fB${code(name)}\\fR`, ...argument.map(word => `\\fI${code(word)}\\fR`)].join(' ');
      })
      .join(', '),
    roff(remarked(item.details ?? item.text, item)),
  ]);
}

/** A paragraph of the notes; one that is laid out in columns stays as it is. */
function noteBlock(text: string): string[] {
  return /^ /m.test(text) ? literal(text.split('\n')) : ['.PP', roff(text)];
}

/** Lines that stay as they are. */
function literal(lines: readonly string[]): string[] {
  return ['.PP', '.RS 4', '.nf', ...lines.map(line => (line === '' ? '.sp' : guarded(code(line)))), '.fi', '.RE'];
}

/** A text in Markdown: code is bold, and a link has its page behind it. */
function roff(markdown: string): string {
  const pieces = markdown
    .replaceAll('\n', ' ')
    .replace(/ +/g, ' ')
    .replace(/\[([^\]]*)\]\(([^)#]*)[^)]*\)/g, (_, shown: string, page: string) => `${shown} (docs/${page || PAGE})`)
    .split('`');
  const text = pieces.map((piece, index) => (index % 2 === 0 ? escaped(piece) : `\\fB${code(piece)}\\fR`)).join('');
  return wrap(text, WIDTH).map(guarded).join('\n');
}

/** What is typed: with hyphens that are minus signs, as options have. */
function code(text: string): string {
  return escaped(text).replaceAll('-', '\\-');
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replace(
      /[^\x20-\x7e]/gu,
      character => `\\[u${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replaceAll("'", '\\(aq')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti');
}

/** A line that begins with a dot or a quote would be a request. */
function guarded(line: string): string {
  return /^[.']/.test(line) ? `\\&${line}` : line;
}
