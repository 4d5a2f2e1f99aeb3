import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import type { HostCalls } from '../../adapters/node/index.js';
import { errnoName } from '../../domain/index.js';

const { O_RDONLY } = constants;

/** Where it is written down. */
const SOURCES = {
  libuv: 'libuv, src/win/fs.c',
  errors: 'libuv, src/win/error.c',
  CreateFile: 'Microsoft, CreateFileW',
  CreateHardLink: 'Microsoft, CreateHardLinkW',
  CreateSymbolicLink: 'Microsoft, CreateSymbolicLinkW',
  DeleteFile: 'Microsoft, DeleteFileW',
  FlushFileBuffers: 'Microsoft, FlushFileBuffers',
  MoveFileEx: 'Microsoft, MoveFileExW',
  RemoveDirectory: 'Microsoft, RemoveDirectoryW',
  SetFileTime: 'Microsoft, SetFileTime',
  naming: 'Microsoft, Naming Files, Paths, and Namespaces',
  fsa: 'Microsoft, MS-FSA, File System Algorithms',
  fscc: 'Microsoft, MS-FSCC, File System Control Codes',
} as const;

/** What can be looked at: a directory that is empty at first, and the primitives. */
export interface Ground {
  readonly host: HostCalls;
  /** The path of a name in the directory. */
  at(name: string): string;
  /** Makes a file. */
  file(name: string, content?: string): string;
  /** Makes a directory. */
  directory(name: string): string;
  /** Makes a file read-only. */
  protect(name: string): void;
  /** Opens a file, to be closed afterwards. */
  opened(name: string, flags?: number): number;
}

/** One thing that was observed or is written down: what Windows answers to a call. */
export interface Observation {
  readonly call: string;
  /** With which arguments, and in which circumstances. */
  readonly what: string;
  /** Brings the circumstances about, and calls. */
  readonly ask: (ground: Ground) => unknown;
  /** Windows' answer: an errno's name for a failure, else the result; `ok` is 0. */
  readonly answer: unknown;
  /** What Wine 8 answers, where that is something else. */
  readonly wine?: unknown;
  readonly source: keyof typeof SOURCES;
}

/** Where an observation is written down. */
export function sourceOf({ source }: Observation): string {
  return SOURCES[source];
}

/** An answer as it is written in the list. */
export function spelt(result: unknown): unknown {
  if (typeof result !== 'number') return result;
  if (result === 0) return 'ok';
  return result < 0 ? errnoName(-result) : result;
}

/** Attributes, which have to be there. */
export function statsOf(stats: BigIntStats | number): BigIntStats {
  if (typeof stats === 'number') throw new Error(`no attributes: ${errnoName(-stats)}`);
  return stats;
}

/** The file at a name now. */
export function contentOf({ host, at }: Ground, name: string): unknown {
  const fd = host.open(at(name), O_RDONLY, 0);
  if (fd < 0) return spelt(fd);
  const array = new Uint8Array(100);
  const length = host.read(fd, array, 0, 100, 0);
  host.close(fd);
  return length < 0 ? spelt(length) : new TextDecoder().decode(array.subarray(0, length));
}
