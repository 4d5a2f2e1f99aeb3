/** What can be completed on a command line, from the descriptions of the commands. Each shell has a renderer. */
import { tamperingWords } from '../../../application/interception/index.js';
import { catalogue } from '../../../application/reference/index.js';
import { errnos, everyHostcall, hostcallClasses } from '../../../domain/index.js';
import {
  type ArgumentDescription,
  type CommandDescription,
  type FormDescription,
  helpOption,
  type OptionDescription,
} from '../command-description.js';

/** Words that are so many that a script has them once. */
export const wordLists = {
  /** The members of a set of hostcalls. */
  hostcalls: [...everyHostcall, ...hostcallClasses.map(name => `%${name}`), 'all', 'none'],
  /** All but success. */
  errnos: errnos.slice(1).map(({ name }) => name),
  /** What `explain` explains. A number is typed as fast as it is chosen. */
  names: [...new Set(catalogue.flatMap(({ names }) => names))].filter(name => !/^\d+$/.test(name)),
};

/** Some words, or the name of a list. */
export type Words = readonly string[] | keyof typeof wordLists;

/** What can stand in a place of a command line. */
export type Content =
  | { readonly kind: 'words'; readonly words: Words }
  /** A file, perhaps with something its name ends in. */
  | { readonly kind: 'file'; readonly suffix?: string }
  | { readonly kind: 'directory' }
  /** The name of an environment variable. */
  | { readonly kind: 'variable' }
  | { readonly kind: 'forms'; readonly forms: readonly CompletableForm[] }
  | { readonly kind: 'anything' };

/** A beginning such as `trace=`, with a set of words behind it, and perhaps more words behind colons. */
export interface CompletableForm {
  readonly head: string;
  readonly text: string;
  /** Words, with commas between; before the first one `!` is possible. */
  readonly set: Words;
  /** What can stand behind a colon. One that ends in `=` takes a value. */
  readonly parts: readonly { readonly word: string; readonly values: Words }[];
}

/** An option. */
export interface CompletableOption {
  /** As they are written: `-o`, `--output`; `-t`, `-tt`. */
  readonly names: readonly string[];
  readonly text: string;
  readonly repeatable: boolean;
  /** What its argument is called, and what it can be; undefined for a switch. */
  readonly argument: { readonly name: string; readonly content: Content } | undefined;
}

/** An argument that a command takes in its place. */
export interface CompletableArgument {
  readonly name: string;
  readonly content: Content;
  /** It takes all that follows. */
  readonly rest: boolean;
}

/** A command. */
export interface CompletableCommand {
  readonly name: string;
  readonly text: string;
  readonly options: readonly CompletableOption[];
  readonly arguments: readonly CompletableArgument[];
  /** Its options end at the first argument. */
  readonly passThrough: boolean;
}

/** A whole command line. */
export interface Completable {
  readonly options: readonly CompletableOption[];
  readonly commands: readonly CompletableCommand[];
}

/**
 * Finds out what can be completed.
 * @param options those that stand before a command
 */
export function completableOf(
  options: readonly OptionDescription[],
  commands: readonly CommandDescription[],
): Completable {
  return {
    options: options.map(completableOption),
    commands: [...commands.map(completableCommand), helpCommand(commands)],
  };
}

function completableCommand(command: CommandDescription): CompletableCommand {
  const options = [...command.groups.flatMap(group => group.options).filter(({ hidden }) => !hidden), helpOption];
  return {
    name: command.name,
    text: command.summary,
    options: options.map(completableOption),
    arguments: command.arguments.map(completableArgument),
    passThrough: command.passThrough === true,
  };
}

/** The command of commander's that shows the help of another one. */
function helpCommand(commands: readonly CommandDescription[]): CompletableCommand {
  const content: Content = { kind: 'words', words: commands.map(({ name }) => name) };
  return {
    name: 'help',
    text: 'show the help of a command',
    options: [],
    arguments: [{ name: 'command', content, rest: false }],
    passThrough: false,
  };
}

function completableOption(option: OptionDescription): CompletableOption {
  const { short, long, counted = 1, argument } = option;
  const letters = short === undefined ? [] : Array.from({ length: counted }, (_, n) => `-${short.repeat(n + 1)}`);
  return {
    names: [...letters, ...(long === undefined ? [] : [`--${long}`])],
    text: brief(option.text),
    repeatable: option.repeatable !== undefined || option.counted !== undefined,
    argument: argument === undefined ? undefined : { name: argument, content: optionContent(option) },
  };
}

/** Of a text, perhaps in Markdown, what stands before the first semicolon or full stop, or a hint where to read on: a shell shows one line. */
function brief(text: string): string {
  return text.replace(/(?:[;.] |: see ).*$/s, '').replaceAll('`', '');
}

function optionContent({ values, forms, completes }: OptionDescription): Content {
  if (values !== undefined) return { kind: 'words', words: values };
  if (forms !== undefined) return { kind: 'forms', forms: forms.map(completableForm) };
  if (typeof completes === 'object') return { kind: 'words', words: completes };
  return { kind: completes ?? 'anything' };
}

function completableForm({ argument, text, completes = [] }: FormDescription): CompletableForm {
  const head = argument.slice(0, argument.indexOf('=') + 1);
  const tampers = completes === 'inject' || completes === 'fault';
  return {
    head,
    text: brief(text),
    set: tampers ? 'hostcalls' : completes,
    parts: tampers ? tamperingWords[completes].map(tamperingPart) : [],
  };
}

function tamperingPart(word: string): CompletableForm['parts'][number] {
  if (word === 'force') return { word, values: [] };
  return { word: `${word}=`, values: word === 'error' ? 'errnos' : [] };
}

function completableArgument({ name, number, values, completes }: ArgumentDescription): CompletableArgument {
  return {
    name,
    content: values === undefined ? namedContent(completes) : { kind: 'words', words: values },
    rest: number === '*',
  };
}

function namedContent(completes: ArgumentDescription['completes']): Content {
  switch (completes) {
    case 'file':
    case 'directory':
      return { kind: completes };
    case 'program':
      return { kind: 'file', suffix: '.wasm' };
    case 'recording':
      return { kind: 'file', suffix: '.hcr' };
    case 'name':
      return { kind: 'words', words: 'names' };
    case undefined:
      return { kind: 'anything' };
    default:
      return { kind: 'words', words: completes };
  }
}
