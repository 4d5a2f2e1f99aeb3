/** The options of `run` and `trace` that say what the guest gets: directories, environment, arguments. Flags as wasmtime has them. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { CommandLineError } from '../command-line-error.js';
import { refuseOtherEncoding } from '../host-strings.js';
import type { WorldOptions } from '../world/world-setting.js';
import type { DirectoryOptionName, GivenDirectory } from './dir-option.js';

/** The options as they were given. */
export interface GuestOptions extends WorldOptions {
  /** `NAME=VALUE` or `NAME`, in order. */
  readonly env?: readonly string[];
  readonly argv0?: string;
  /** The exported function to call instead of starting the program. */
  readonly invoke?: string;
}

/** The strings that the guest gets. */
export interface GuestStrings {
  readonly argv0: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
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
  const places: GivenDirectory[] = [];
  const gather = (option: DirectoryOptionName) => (text: string) => {
    places.push({ option, text });
    return places;
  };
  return command
    .passThroughOptions()
    .argument('<prog.wasm>', 'the program, a core WebAssembly module')
    .argument('[args...]', 'its arguments; whatever stands here goes to the program, also what looks like an option')
    .optionsGroup('Directories (each may be given any number of times):')
    .option(
      '--dir <host[::guest][:ro]>',
      'let the program use a directory of the host, under the name GUEST or else the same name; with :ro it can change nothing',
      gather('dir'),
    )
    .option(
      '--overlay <host[::guest]>',
      'the same, but what the program changes is kept apart, and listed on stderr at the end',
      gather('overlay'),
    )
    .option('--apply', 'at the end, write what the overlays hold back to the host')
    .option('--mem <guest>', 'an empty directory in memory', gather('mem'))
    .option(
      '--require-race-free',
      'refuse to run where another process could lead the program out of a --dir or --overlay by exchanging directories at the right moment',
    )
    .optionsGroup('Arguments and environment:')
    .option(
      '--env <name[=value]>',
      'set an environment variable; without a value, pass on the host’s; repeatable',
      collect,
    )
    .option('--argv0 <name>', 'what the program sees as its own name (default: the file’s name)')
    .option('--invoke <function>', 'call an exported function with the arguments, and print what it returns')
    .optionsGroup('The world:')
    .option(
      '--host <name>',
      'node: the host’s own files, clocks and randomness (default). memory: each --dir is loaded into memory, and nothing is written back. deterministic: that, and --clock and --seed, so that every run is the same',
    )
    .option(
      '--rules <name>',
      'posix: directories in memory go by the rules of Linux (default). windows: by those of Windows, to see how the program would fare there. windows-unprivileged: the same without the privilege to make symbolic links',
    )
    .option(
      '--skip-unreadable',
      'with --host memory or deterministic: leave out what cannot be loaded (no permission, no memory for it, a pipe, socket or device), and name it on stderr',
    )
    .option('--seed <n>', 'random bytes that follow from a number, the same in each run (not for secrets)')
    .option(
      '--clock <start>',
      'clocks that begin at a date or at seconds since 1970, and go on only while the program waits or looks at them',
    )
    .optionsGroup('Limits:')
    .option('--max-descriptors <n>', 'descriptors open at once (4096)')
    .option('--max-path <n>', 'bytes of a path (4096)')
    .option('--max-iovecs <n>', 'buffers of one read or write (1024)')
    .option('--max-subscriptions <n>', 'subscriptions of one poll_oneoff (4096)')
    .option('--max-memory-bytes <n>', 'bytes that directories in memory may hold together (as many as there is memory)')
    .option('--max-inodes <n>', 'files, directories and links that they may hold together (any number)')
    .optionsGroup('Other:')
    .helpOption('-h, --help', 'print help');
}

/**
 * Turns the options into the strings that the guest gets.
 * @param program path of the program on the host
 * @param args what followed it
 * @param options as given
 * @param hostEnv the host's environment, for `--env NAME`
 * @throws CommandLineError for an option that makes no sense
 */
export function guestStrings(
  program: string,
  args: readonly string[],
  options: GuestOptions,
  hostEnv: Readonly<Record<string, string | undefined>>,
): GuestStrings {
  return {
    argv0: options.argv0 ?? basename(program),
    args,
    env: environment(options.env ?? [], hostEnv),
  };
}

/** What an object has itself: every object answers to `constructor`. */
function own<Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
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
    const value = equals < 0 ? own(hostEnv, name) : setting.slice(equals + 1);
    if (equals < 0 && value !== undefined) refuseOtherEncoding(name, value);
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}
