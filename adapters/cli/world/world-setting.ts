/** The options of `run` and `trace` that say in which world the guest runs: whose files, clocks and randomness, and within what bounds. */
import type { Limits } from '../../../application/limits.js';
import type { Rules } from '../../memory/rules.js';
import type { SystemInterface } from '../../system/index.js';
import { CommandLineError } from '../command-line-error.js';
import { nanosecondsSince1970 } from '../guest/clock-option.js';
import { type DirectoryOption, directoryOption } from '../guest/dir-option.js';
import { type SocketOption, socketOption } from '../guest/socket-option.js';
import { wholeNumber } from '../whole-number.js';
import type { HostName, WorldOptions } from './world-options.js';

/** The meaning of the options. */
export interface WorldSetting {
  readonly host: HostName;
  /** What files of the host are reached through; undefined for the best there is. */
  readonly system: SystemInterface | undefined;
  /** By whose rules directories in memory go; undefined if that is not said. */
  readonly rules: Rules | undefined;
  /** Leave out of directories that are loaded into memory what cannot be loaded. */
  readonly skipUnreadable: boolean;
  /** In the order given, each with another guest path. */
  readonly directories: readonly DirectoryOption[];
  /** In the order given: the descriptors after those of the directories. */
  readonly sockets: readonly SocketOption[];
  /** The hosts that the program may reach through sockets that it opens itself, `all` for every one; empty if it may open none. */
  readonly reachable: readonly string[];
  /** Write what overlays hold back to what they lie over. */
  readonly apply: boolean;
  /** Whether the host's directories must be safe against other processes. */
  readonly raceFree: boolean;
  /** Of the random bytes; undefined for real ones. */
  readonly seed: bigint | undefined;
  /** The initial time of the wall clock, in nanoseconds since 1970; undefined for the real clocks. */
  readonly start: bigint | undefined;
  /** What directories in memory may hold together. */
  readonly quotas: { readonly bytes?: number; readonly inodes?: number };
  readonly limits: Limits;
}

/** Where time begins with `--host deterministic`: late enough for archives, whose dates begin in 1980. */
const FIRST_MOMENT = '2000-01-01T00:00:00Z';

/** Descriptors 0, 1 and 2. */
const STREAMS = 3;

/** What limits are counted in 32 bits can hold. */
const MANY = 2 ** 31 - 1;

/**
 * Turns the options into what they mean.
 * @param onWindows whether host paths are those of Windows
 * @throws CommandLineError for an option that makes no sense, by itself or with the others
 */
export function worldSetting(options: WorldOptions, onWindows = process.platform === 'win32'): WorldSetting {
  const { host = 'node' } = options;
  const directories = distinct(
    (options.dir ?? options.overlay ?? options.mem ?? []).map(each => directoryOption(each, onWindows)),
  );
  const deterministic = host === 'deterministic';
  const seed = options.seed ?? (deterministic ? '0' : undefined);
  const clock = options.clock ?? (deterministic ? FIRST_MOMENT : undefined);
  const given = options.tcpListen ?? options.tcpConnect ?? options.unixListen ?? options.fd ?? [];
  const sockets = given.map(socketOption);
  refuseMisfits(host, directories, options);
  refuseMisfitSockets(host, sockets, options);
  return {
    host,
    system: options.system,
    rules: options.rules,
    skipUnreadable: options.skipUnreadable === true,
    directories,
    sockets,
    reachable: options.allowNet ?? [],
    apply: options.apply === true,
    raceFree: options.requireRaceFree === true,
    seed: seed === undefined ? undefined : wholeNumber('--seed', seed, 0n, 2n ** 64n - 1n, 42),
    start: clock === undefined ? undefined : nanosecondsSince1970(clock),
    quotas: {
      ...bound('bytes', '--max-file-bytes', options.maxFileBytes, 0, 16_777_216, Number.MAX_SAFE_INTEGER),
      ...bound('inodes', '--max-inodes', options.maxInodes, 1, 1000),
    },
    limits: {
      ...bound(
        'descriptors',
        '--max-descriptors',
        options.maxDescriptors,
        STREAMS + directories.length + sockets.length,
        256,
      ),
      ...bound('pathBytes', '--max-path', options.maxPath, 1, 4096),
      ...bound('iovecs', '--max-iovecs', options.maxIovecs, 1, 1024),
      ...bound('subscriptions', '--max-subscriptions', options.maxSubscriptions, 1, 4096),
    },
  };
}

/** Whether a world is the host's own, with nothing put before any part of it. */
export function isPlain({ host, directories, seed, start }: WorldSetting): boolean {
  if (host !== 'node' || seed !== undefined || start !== undefined) return false;
  return directories.every(place => place.kind === 'host' && !place.readOnly);
}

function distinct(directories: readonly DirectoryOption[]): readonly DirectoryOption[] {
  const seen = new Set<string>();
  for (const { guest } of directories) {
    if (seen.has(guest))
      throw new CommandLineError(
        `two directories have the guest path '${guest}'`,
        'give one of them another: HOST::GUEST',
      );
    seen.add(guest);
  }
  return directories;
}

function refuseMisfits(host: HostName, directories: readonly DirectoryOption[], options: WorldOptions): void {
  const overlaid = directories.some(({ kind }) => kind === 'overlay');
  if (options.apply && !overlaid) throw new CommandLineError('--apply needs an overlay', 'add --overlay HOST::GUEST');
  if (overlaid && host !== 'node')
    throw new CommandLineError(
      `--overlay needs the files of the host, which --host ${host} does not use`,
      'use --dir, which writes nothing back either, or leave out --host',
    );
  if (options.rules !== undefined && overlaid)
    throw new CommandLineError(
      '--rules applies to directories in memory, and an overlay follows the rules of the directory below it',
      'use --host memory with --dir, or leave out --rules',
    );
  if (options.skipUnreadable && (host === 'node' || !directories.some(({ kind }) => kind === 'host')))
    throw new CommandLineError(
      '--skip-unreadable applies to directories that are loaded into memory, and there are none',
      'use --host memory with --dir, or leave out --skip-unreadable',
    );
  const inMemory = host !== 'node' || directories.some(({ kind }) => kind !== 'host');
  if (options.rules !== undefined && !inMemory)
    throw new CommandLineError(
      '--rules applies to directories in memory, and there are none',
      'add --host memory or --mem GUEST',
    );
  const quota = options.maxFileBytes === undefined ? '--max-inodes' : '--max-file-bytes';
  const limited = options.maxFileBytes ?? options.maxInodes;
  if (limited !== undefined && !inMemory)
    throw new CommandLineError(
      `${quota} applies to directories in memory, and there are none`,
      'add --mem GUEST, --overlay HOST or --host memory',
    );
}

function refuseMisfitSockets(host: HostName, { length }: readonly SocketOption[], options: WorldOptions): void {
  if (options.listenEnv && length === 0)
    throw new CommandLineError('--listen-env tells of sockets, and there are none', 'add --tcp-listen HOST:PORT');
  if ((length > 0 || options.allowNet !== undefined) && host === 'deterministic')
    throw new CommandLineError(
      'what comes from a socket is not the same in every run, as --host deterministic would have it',
      'use --host memory, or `hostcall record` to run the program again as it ran',
    );
}

/** A limit under its name, or nothing if it is not given. */
function bound<Name extends string>(
  name: Name,
  option: string,
  text: string | undefined,
  least: number,
  example: number,
  most = MANY,
): { readonly [Key in Name]?: number } {
  if (text === undefined) return {};
  const value = Number(wholeNumber(option, text, BigInt(least), BigInt(most), example));
  return { [name]: value } as { readonly [Key in Name]?: number };
}
