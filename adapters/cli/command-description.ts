/**
 * What a command takes, as data. `--help`, the tables in the documentation, shell completions and a manual page are made from it.
 */

import type { Supervisor } from './signals/supervisor.js';

/** What a set of words can be made of, for a shell to complete: hostcalls and classes; these, and behind colons what is done to the calls. */
export type SetContents = 'hostcalls' | 'inject' | 'fault';

/** What an argument can begin with, where each beginning has a meaning of its own: `trace=SET`. */
export interface FormDescription {
  readonly argument: string;
  readonly text: string;
  /** What can stand in the set. */
  readonly completes?: SetContents | readonly string[];
}

/** An option of a command. */
export interface OptionDescription {
  /** A letter. */
  readonly short?: string;
  /** The long name, without `--`. An option that begins with `no-` sets what follows to false. */
  readonly long?: string;
  /** More long names that are understood, and not offered: those of strace. */
  readonly aliases?: readonly string[];
  /** What may stand behind it after a `=`; {@link valuedName} has it. */
  readonly optionalArgument?: string;
  /** What stands behind it, such as `FILE` or `HOST[::GUEST]`; a switch has nothing. */
  readonly argument?: string;
  /** One or two sentences without a full stop at the end, for `--help`. */
  readonly text: string;
  /** More than that, as Markdown, for the documentation. */
  readonly details?: string;
  /** What counts without it. */
  readonly default?: string;
  /** All that the argument can be. */
  readonly values?: readonly string[];
  /** The kind of the argument, for a shell to complete, or some of its possible words. */
  readonly completes?: 'file' | 'directory' | 'variable' | readonly string[];
  /** It may be given several times: each adds to a list; or to that of all directories or all sockets, which keeps their order. */
  readonly repeatable?: 'list' | 'directories' | 'sockets';
  /** A switch with a letter that may be repeated up to this number: `-t`, `-tt`, `-ttt`. */
  readonly counted?: number;
  /** All forms of the argument. Of the first one, what stands before the `=` may be left out; each is also a long option: `--trace=SET`. */
  readonly forms?: readonly FormDescription[];
  /** It is understood, in order to be refused with a word about it, and not offered. */
  readonly hidden?: true;
  /** One of those that a reader of the README is shown. */
  readonly essential?: true;
}

/** Options under a heading. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionDescription[];
}

/** An argument that a command takes in its place. */
export interface ArgumentDescription {
  readonly name: string;
  readonly text: string;
  /** `?`: it may be left out. `*`: any number of them. */
  readonly number?: '?' | '*';
  /** What it names, for a shell to complete, or words that it can be among others; a `name` is one that `explain` knows. */
  readonly completes?: 'file' | 'directory' | 'program' | 'recording' | 'name' | readonly string[];
  /** All that it can be. */
  readonly values?: readonly string[];
}

/** A command. */
export interface CommandDescription {
  readonly name: string;
  /** For the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly ArgumentDescription[];
  /** Its options end at the first argument: what follows belongs to the guest. */
  readonly passThrough?: true;
  readonly groups: readonly OptionGroup[];
  /** Command lines, and what they are for. */
  readonly examples: readonly (readonly [line: string, text?: string])[];
  /** Paragraphs below the examples, laid out. */
  readonly notes?: string;
  readonly exitStatus: string;
  /**
   * What to say of an option that it does not have.
   * @param problem names it: `unknown option '-p'`
   * @returns undefined for nothing in particular
   */
  unknownOption?(problem: string): string | undefined;
  /**
   * Runs it.
   * @param words the arguments, in order; one that was left out is undefined
   * @param options by their long names in camel case, or by their letters
   * @param supervisor what runs the command
   * @returns the exit status
   */
  run(
    words: readonly (string | readonly string[] | undefined)[],
    // biome-ignore lint/suspicious/noExplicitAny: each command has options of its own type.
    options: any,
    supervisor: Supervisor,
  ): Promise<number>;
}

/** `--debug`, which every command has, and which may stand before the command. */
export const debugOption: OptionDescription = {
  long: 'debug',
  text: 'show the stack of an error',
  details: 'with an error of hostcall: where it comes from',
};

/** `-h`, which every command has, and hostcall without a command. */
export const helpOption: OptionDescription = { short: 'h', long: 'help', text: 'print help' };

/** `--version`, which stands in place of a command. */
export const versionOption: OptionDescription = {
  long: 'version',
  text: 'print the version, and how files of the host are reached',
};

/** Each spelling of an option, as it is written on a command line. */
export function spellings({ short, long, argument, optionalArgument, counted = 1 }: OptionDescription): string[] {
  const behind = argument === undefined ? '' : ` ${argument}`;
  const optional = optionalArgument === undefined ? '' : `[=${optionalArgument}]`;
  const letters = short === undefined ? [] : Array.from({ length: counted }, (_, n) => `-${short.repeat(n + 1)}`);
  return [...letters, ...(long === undefined ? [] : [`--${long}${optional}`])].map(name => name + behind);
}

/** The long name under which an argument that may be left out is, by itself. */
export function valuedName({ long }: OptionDescription): string {
  return `${long}-value`;
}

/** An option whose argument has forms, once for each; any other by itself. */
export function formsOf(option: OptionDescription): readonly OptionDescription[] {
  return option.forms?.map(({ argument, text }) => ({ ...option, argument, details: text })) ?? [option];
}

/** What `--help` says of an option. */
export function helpText({ text, default: otherwise, values, repeatable }: OptionDescription): string {
  const remarks = [
    values === undefined || values.every(value => text.includes(value)) ? undefined : values.join(', '),
    otherwise === undefined ? undefined : `default: ${otherwise}`,
    repeatable === undefined ? undefined : 'repeatable',
  ].filter(remark => remark !== undefined);
  return remarks.length === 0 ? text : `${text} (${remarks.join('; ')})`;
}
