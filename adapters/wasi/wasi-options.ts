import { fstatSync } from 'node:fs';
import type { Interceptors } from '../../application/interception/index.js';
import type { PreopenOptions, ProgramOptions } from '../../application/runtime/index.js';
import { type Directory, type FileSystem, PREVIEW1, type Stream, UNSTABLE } from '../../domain/index.js';
import { type Direction, errnoOf } from '../node/index.js';
import {
  cannotBegin,
  requireArray,
  requireBoolean,
  requireDescriptor,
  requireKnown,
  requireObject,
  requireString,
  unsupportedVersion,
} from './node-errors.js';

/** What `new WASI()` takes: node:wasi's options, and two extras. */
export interface WASIOptions {
  /** Which WASI the module imports: `wasi_snapshot_preview1` or `wasi_unstable`. */
  readonly version: 'preview1' | 'unstable';
  /** argv, the program's own name first. Default: none. */
  readonly args?: readonly string[] | undefined;
  /** Environment variables by name; those that are undefined are left out. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Host paths by guest path. Extra: a directory of any adapter in place of a host path. */
  readonly preopens?: Readonly<Record<string, string | Directory | PreopenOptions>> | undefined;
  /** Whether proc_exit ends only the guest, and `start` returns the code (the default); otherwise it ends this process. */
  readonly returnOnExit?: boolean | undefined;
  /** Descriptors of this process. Default: 0, 1 and 2. */
  readonly stdin?: number | undefined;
  readonly stdout?: number | undefined;
  readonly stderr?: number | undefined;
  /** Extra: what stands between the guest and its hostcalls; the last one sees a call first. */
  readonly interceptors?: readonly Interceptors[] | undefined;
}

/** An option that is added and not here does not compile. */
const known: { readonly [Name in keyof WASIOptions]-?: true } = {
  version: true,
  args: true,
  env: true,
  preopens: true,
  returnOnExit: true,
  stdin: true,
  stdout: true,
  stderr: true,
  interceptors: true,
};

/** Options that have been checked. */
export interface CheckedOptions {
  /** The module the guest imports from. */
  readonly module: typeof PREVIEW1 | typeof UNSTABLE;
  readonly returnOnExit: boolean;
  readonly program: ProgramOptions;
}

/** Opens a descriptor of this process as a stream of the guest. */
export type OpenStream = (fd: number, direction: Direction) => Stream;

/**
 * Checks options in Node's order, and opens what they name.
 * @throws what node:wasi throws; nothing stays open then
 */
export function checkOptions(options: WASIOptions, fileSystem: FileSystem, streamOn: OpenStream): CheckedOptions {
  requireObject(options, 'options');
  requireKnown(options, 'options', Object.keys(known));
  requireString(options.version, 'options.version');
  const module = moduleOf(options.version);
  if (options.args !== undefined) requireArray(options.args, 'options.args');
  const [argv0 = null, ...args] = (options.args ?? []).map(String);
  if (options.env !== undefined) requireObject(options.env, 'options.env');
  const env: [string, string][] = [];
  for (const [name, value] of Object.entries(options.env ?? {})) {
    if (value !== undefined) env.push([name, String(value)]);
  }
  if (options.preopens !== undefined) requireObject(options.preopens, 'options.preopens');
  const { stdin = 0, stdout = 1, stderr = 2, returnOnExit = true } = options;
  requireDescriptor(stdin, 'options.stdin');
  requireDescriptor(stdout, 'options.stdout');
  requireDescriptor(stderr, 'options.stderr');
  requireBoolean(returnOnExit, 'options.returnOnExit');
  const program = {
    argv0,
    args,
    env: Object.fromEntries(env),
    stdin: openStream(stdin, 'read', 'options.stdin', streamOn),
    stdout: openStream(stdout, 'write', 'options.stdout', streamOn),
    stderr: openStream(stderr, 'write', 'options.stderr', streamOn),
    preopens: openPreopens(options.preopens ?? {}, fileSystem),
  };
  return { module, returnOnExit, program };
}

function moduleOf(version: string): CheckedOptions['module'] {
  if (version === 'preview1') return PREVIEW1;
  if (version === 'unstable') return UNSTABLE;
  throw unsupportedVersion(version);
}

function openStream(fd: number, direction: Direction, option: string, streamOn: OpenStream): Stream {
  try {
    fstatSync(fd);
  } catch (error) {
    throw cannotBegin(-errnoOf(error), `${option}: descriptor ${fd} is not open`);
  }
  return streamOn(fd, direction);
}

type Preopens = NonNullable<ProgramOptions['preopens']>;

function openPreopens(given: Preopens, fileSystem: FileSystem): Preopens {
  const preopens: [string, Preopens[string]][] = [];
  const opened: Directory[] = [];
  for (const [guestPath, value] of Object.entries(given)) {
    if (typeof value === 'object' && value !== null) {
      preopens.push([guestPath, value]);
      continue;
    }
    const directory = fileSystem.openPreopen(String(value));
    if (typeof directory === 'number') {
      for (const other of opened) other.close();
      throw cannotBegin(-directory, `options.preopens: cannot open ${JSON.stringify(value)}`);
    }
    opened.push(directory);
    preopens.push([guestPath, directory]);
  }
  return Object.fromEntries(preopens);
}
