import type { BigIntStats } from 'node:fs';
import { Errno } from '../../domain/index.js';
import type { HostCalls } from './host-calls.js';

/** How many files' times are remembered before the oldest is forgotten. */
const CAPACITY = 16_384;
/** A host keeps times at least this exactly (FAT: two seconds); what differs more was cut to its range. */
const COARSEST = 2_000_000_000n;
/** From here on (the year 2038) there are hosts that cannot keep the time. */
const FAR = 2n ** 31n * 1_000_000_000n;

/** The times set on one file, and what the host made of them. */
interface Remembered {
  readonly device: bigint;
  accessed: bigint;
  accessedOnHost: bigint;
  modified: bigint;
  modifiedOnHost: bigint;
}

/** Something whose times can be set: a name or a descriptor. */
export interface TimesTarget {
  stat(): BigIntStats | number;
  set(accessed: number, modified: number): number;
}

/**
 * Times to the nanosecond. Node sets times in seconds as a double, of which the host gets microseconds. So what was set is
 * remembered here, and reported for as long as the host still has what it made of it.
 */
export class ExactTimes {
  readonly #host: HostCalls;
  /** By inode. Two files with one inode number, on two devices, share a place: the later one has it. */
  readonly #byInode = new Map<bigint, Remembered>();

  constructor(host: HostCalls) {
    this.#host = host;
  }

  accessed(stats: BigIntStats): bigint {
    const host = stats.atimeNs;
    if (this.#byInode.size === 0) return host;
    const known = this.#byInode.get(stats.ino);
    return known !== undefined && known.accessedOnHost === host && known.device === stats.dev ? known.accessed : host;
  }

  modified(stats: BigIntStats): bigint {
    const host = stats.mtimeNs;
    if (this.#byInode.size === 0) return host;
    const known = this.#byInode.get(stats.ino);
    return known !== undefined && known.modifiedOnHost === host && known.device === stats.dev ? known.modified : host;
  }

  /** Sets times of a name, a link not followed. Nanoseconds since 1970; see {@link set}. */
  setOfName(path: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.#set(
      {
        stat: () => this.#host.lstat(path),
        set: (accessedSeconds, modifiedSeconds) => this.#host.lutimes(path, accessedSeconds, modifiedSeconds),
      },
      accessed,
      modified,
    );
  }

  /** Sets times of an open file. Nanoseconds since 1970; see {@link set}. */
  setOfOpen(fd: number, accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.#set(
      {
        stat: () => this.#host.fstat(fd),
        set: (accessedSeconds, modifiedSeconds) => this.#host.futimes(fd, accessedSeconds, modifiedSeconds),
      },
      accessed,
      modified,
    );
  }

  /**
   * Sets times. A time to be left is set to what it is, since Node can only set both.
   * @returns 0; `-EOVERFLOW` if the host's file system cannot keep such a time, and then nothing has changed
   */
  #set(target: TimesTarget, accessed: bigint | undefined, modified: bigint | undefined): number {
    if (accessed === undefined && modified === undefined) return 0;
    const before = target.stat();
    if (typeof before === 'number') return before;
    const newAccessed = accessed ?? this.accessed(before);
    const newModified = modified ?? this.modified(before);
    const errno = target.set(secondsOf(newAccessed), secondsOf(newModified));
    if (errno < 0) return errno;
    const after = target.stat();
    if (typeof after === 'number') return after;
    if (isCut(accessed, after.atimeNs) || isCut(modified, after.mtimeNs)) {
      target.set(secondsOf(before.atimeNs), secondsOf(before.mtimeNs));
      return -Errno.EOVERFLOW;
    }
    this.#remember(after, newAccessed, newModified);
    return 0;
  }

  #remember(after: BigIntStats, accessed: bigint, modified: bigint): void {
    this.#byInode.delete(after.ino);
    if (accessed === after.atimeNs && modified === after.mtimeNs) return;
    if (this.#byInode.size >= CAPACITY) this.#byInode.delete(this.#byInode.keys().next().value as bigint);
    this.#byInode.set(after.ino, {
      device: after.dev,
      accessed,
      accessedOnHost: after.atimeNs,
      modified,
      modifiedOnHost: after.mtimeNs,
    });
  }
}

/** Whether the host has kept another time than the one it was given. */
function isCut(asked: bigint | undefined, kept: bigint): boolean {
  if (asked === undefined || asked < FAR) return false;
  return kept > asked + COARSEST || kept < asked - COARSEST;
}

/** Nanoseconds as Node takes times: seconds. A quarter of a microsecond is added so that cutting to microseconds hits the right one. */
function secondsOf(nanoseconds: bigint): number {
  const whole = Number(nanoseconds / 1_000_000_000n);
  const micros = Number((nanoseconds % 1_000_000_000n) / 1000n);
  return micros === 0 ? whole : whole + (micros + 0.25) / 1e6;
}
