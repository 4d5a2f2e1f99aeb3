/** What a row of the table of hostcalls says. */
import type { ErrnoName } from './errno.js';
import type { Param, Result } from './kinds.js';

/** The families: each is one file in `application/hostcalls` and one page of the reference. */
export const families = {
  args: 'The program’s arguments.',
  environ: 'The program’s environment.',
  clock: 'Clocks: what time it is, and how finely that is known.',
  'fd-io': 'Reading, writing and seeking through a descriptor.',
  'fd-stat': 'What a descriptor is, what it may do, and the file behind it.',
  directory: 'Preopened directories and listings.',
  path: 'Files and directories by name, below a directory descriptor.',
  poll: 'Waiting for clocks and descriptors.',
  proc: 'Ending the program, and signals.',
  random: 'Random bytes.',
  sched: 'Giving up the processor.',
  sock: 'Sockets that the host has opened.',
} as const;

/** The name of a family. */
export type Family = keyof typeof families;

/** Groups of hostcalls that a trace can be filtered by. */
export type HostcallClass = 'file' | 'desc' | 'clock' | 'process' | 'net' | 'random' | 'poll' | 'stat' | 'pure';

/** What a hostcall does to the table of descriptors: it opens one, closes one, moves one to another number, or takes rights away from one. */
export type DescriptorEffect = 'opens' | 'closes' | 'moves' | 'narrows';

/** One row of the table. */
export interface HostcallDescription {
  readonly family: Family;
  /** What it does, in one sentence. */
  readonly text: string;
  readonly params: readonly Param[];
  readonly results: readonly Result[];
  /** The errnos it can give, beyond those of every call with such parameters (see `errnosOf`). */
  readonly errnos: readonly ErrnoName[];
  /** When it gives an errno, where that is particular to this call. */
  readonly when?: Partial<Record<ErrnoName, string>>;
  /** The POSIX call a C programmer would think of. */
  readonly posix: string;
  readonly classes: readonly HostcallClass[];
  /** What it does to the table of descriptors when it succeeds. */
  readonly descriptors?: DescriptorEffect;
  /** It is about preopens: any other descriptor is EBADF. A program asks one number after the other until it `asks` in vain. */
  readonly preopen?: 'asks' | 'names';
  /**
   * It can wait for the outside world; `briefly` if only for disks and readers, `stream` if only where the descriptor is a stream.
   */
  readonly waits?: true | 'briefly' | 'stream';
  /** It never returns to the guest. */
  readonly noreturn?: true;
  /** It ends the program instead of returning, for some arguments. */
  readonly mayExit?: true;
  /** It came after `wasi_unstable`, which does not have it. */
  readonly since?: 'preview1';
  /** What else one should know: rights that depend on arguments, differences from POSIX. */
  readonly notes?: string;
}
