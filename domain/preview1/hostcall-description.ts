/** A row of the table of hostcalls. */
import type { ErrnoName } from './errno.js';
import type { Param, Result } from './kinds.js';

/** The families: each has one file in `application/hostcalls` and one page of the reference. */
export const families = [
  'args',
  'environ',
  'clock',
  'fd-io',
  'fd-stat',
  'directory',
  'path',
  'poll',
  'proc',
  'random',
  'sched',
  'sock',
  'network',
  'threads',
] as const;

/** The name of a family. */
export type Family = (typeof families)[number];

/** Groups of hostcalls that a trace can be filtered by. */
export type HostcallClass = 'file' | 'desc' | 'clock' | 'process' | 'net' | 'random' | 'poll' | 'stat' | 'pure';

/** What a hostcall does to the table of descriptors: it opens one, closes one, moves one to another number, or takes rights away from one. */
export type DescriptorEffect = 'opens' | 'closes' | 'moves' | 'narrows';

/** One row of the table. Its description in words is in `domain/texts`. */
export interface HostcallDescription {
  readonly family: Family;
  readonly params: readonly Param[];
  readonly results: readonly Result[];
  /** The errnos it can return, beyond those of every call with such parameters (see `errnosOf`). */
  readonly errnos: readonly ErrnoName[];
  readonly classes: readonly HostcallClass[];
  /** What it does to the table of descriptors when it succeeds. */
  readonly descriptors?: DescriptorEffect;
  /** It is about preopens: any other descriptor is EBADF. A program tries one number after the other until it `asks` in vain. */
  readonly preopen?: 'asks' | 'names';
  /**
   * It can wait for the outside world; `briefly` if only for disks and readers, `stream` if only where the descriptor is a stream.
   */
  readonly waits?: true | 'briefly' | 'stream';
  /** It never returns to the guest. */
  readonly noreturn?: true;
  /** It ends the program instead of returning, for some arguments. */
  readonly mayExit?: true;
  /** It returns its result in place of the errno, which is then negative; there is no out-pointer. */
  readonly returnsResult?: true;
  /** It came after `wasi_unstable`, which does not have it; `wasmedge` or `threads` if preview1 does not have it either, but WasmEdge or wasi-threads. */
  readonly since?: 'preview1' | 'wasmedge' | 'threads';
}
