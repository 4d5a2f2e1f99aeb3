/** The options of `run` and `trace` that say what the guest gets: directories, environment, arguments. Flags as wasmtime has them. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { CommandLineError } from './report.js';

/** The options as they were given. */
export interface GuestOptions {
  /** `HOST[::GUEST]`, in order. */
  readonly dir?: readonly string[];
  /** `NAME=VALUE` or `NAME`, in order. */
  readonly env?: readonly string[];
  readonly argv0?: string;
  /** The exported function to call instead of starting the program. */
  readonly invoke?: string;
}

/** What the guest gets. */
export interface GuestSetting {
  readonly argv0: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Guest path → host path. */
  readonly preopens: Readonly<Record<string, string>>;
}

const collect = (value: string, earlier: readonly string[] = []): string[] => [...earlier, value];

/** Adds `--debug`, which may also stand before the command. */
export function addDebug(command: Command): Command {
  return command.option('--debug', 'show where an error of hostcall comes from');
}

/**
 * Adds the options and arguments that `run` and `trace` share. Options end at the program: what follows it is the guest's.
 * @param command the command to add them to
 */
export function addGuestOptions(command: Command): Command {
  return command
    .passThroughOptions()
    .argument('<prog.wasm>', 'the program, a core WebAssembly module')
    .argument('[args...]', 'its arguments; whatever stands here goes to the program, also what looks like an option')
    .option(
      '--dir <host[::guest]>',
      'let the program use a directory of the host, under the name GUEST or else the same name; repeatable',
      collect,
    )
    .option(
      '--env <name[=value]>',
      'set an environment variable; without a value, pass on the host’s; repeatable',
      collect,
    )
    .option('--argv0 <name>', 'what the program sees as its own name (default: the file’s name)')
    .option('--invoke <function>', 'call an exported function with the arguments, and print what it returns');
}

/**
 * Turns the options into what the guest gets.
 * @param program path of the program on the host
 * @param args what followed it
 * @param options as given
 * @param hostEnv the host's environment, for `--env NAME`
 * @throws CommandLineError for an option that makes no sense
 */
export function guestSetting(
  program: string,
  args: readonly string[],
  options: GuestOptions,
  hostEnv: Readonly<Record<string, string | undefined>>,
): GuestSetting {
  return {
    argv0: options.argv0 ?? basename(program),
    args,
    env: environment(options.env ?? [], hostEnv),
    preopens: preopens(options.dir ?? []),
  };
}

/** A variable that the host does not have stays unset in the guest as well. The last one of a name wins. */
function environment(
  settings: readonly string[],
  hostEnv: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const entries: [string, string][] = [];
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    const name = equals < 0 ? setting : setting.slice(0, equals);
    if (name === '') throw new CommandLineError(`--env '${setting}' has no name`, 'write --env NAME=VALUE');
    const value = equals < 0 ? hostEnv[name] : setting.slice(equals + 1);
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

function preopens(settings: readonly string[]): Record<string, string> {
  const byGuest = new Map<string, string>();
  for (const setting of settings) {
    const separator = setting.indexOf('::');
    const host = separator < 0 ? setting : setting.slice(0, separator);
    const guest = separator < 0 ? setting : setting.slice(separator + 2);
    if (host === '' || guest === '')
      throw new CommandLineError(`--dir '${setting}' lacks a path`, 'write --dir HOST or --dir HOST::GUEST');
    if (byGuest.has(guest))
      throw new CommandLineError(
        `--dir gives the guest two directories named '${guest}'`,
        'give one of them another name: --dir HOST::GUEST',
      );
    byGuest.set(guest, host);
  }
  return Object.fromEntries(byGuest);
}
