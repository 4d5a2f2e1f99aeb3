import type { BigIntStats } from 'node:fs';
import { Errno } from '../../domain/index.js';
import type { HostCalls } from './host-calls.js';

/** How many files' times are remembered before the oldest is forgotten. */
const CAPACITY = 16_384;
/** A host keeps times at least this exactly (FAT: two seconds); what differs more was cut to its range. */
const COARSEST = 2_000_000_000n;
/** What a host may cost a time that is to be left: Deno takes milliseconds, and Node before libuv 1.51 microseconds. */
const LEAST = 1_000_000n;
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
  set(accessed: bigint | undefined, modified: bigint | undefined): number;
}

/**
 * Times to the nanosecond. Node sets times in seconds as a double, which is not so exact. So what was set is remembered here, and reported for as
 * long as the host still has what it made of it.
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
    const known = this.#byInode.get(stats.ino);
    return known !== undefined && known.accessedOnHost === host && known.device === stats.dev ? known.accessed : host;
  }

  modified(stats: BigIntStats): bigint {
    const host = stats.mtimeNs;
    const known = this.#byInode.get(stats.ino);
    return known !== undefined && known.modifiedOnHost === host && known.device === stats.dev ? known.modified : host;
  }

  /** Sets times of a name, a link not followed. Nanoseconds since 1970; see {@link set}. */
  setOfName(path: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.#set(
      {
        stat: () => this.#host.lstat(path),
        set: (first, second) => this.#host.lutimes(path, first, second),
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
        set: (first, second) => this.#host.futimes(fd, first, second),
      },
      accessed,
      modified,
    );
  }

  /**
   * Sets times. A time to be left is left; where the host can only set both, it is set to what it is, which may cost it what the host
   * does not take as exactly as it keeps it.
   * @returns 0; `-EOVERFLOW` if the host, or its file system, cannot take such a time, and then nothing has changed
   */
  #set(target: TimesTarget, accessed: bigint | undefined, modified: bigint | undefined): number {
    if (accessed === undefined && modified === undefined) return 0;
    const before = target.stat();
    if (typeof before === 'number') return before;
    let errno = target.set(accessed, modified);
    if (errno === -Errno.ENOTSUP) errno = target.set(accessed ?? before.atimeNs, modified ?? before.mtimeNs);
    if (errno < 0) return errno;
    const after = target.stat();
    if (typeof after === 'number') return after;
    if (isCut(accessed, before.atimeNs, after.atimeNs) || isCut(modified, before.mtimeNs, after.mtimeNs)) {
      target.set(before.atimeNs, before.mtimeNs);
      return -Errno.EOVERFLOW;
    }
    this.#remember(after, accessed ?? this.accessed(before), modified ?? this.modified(before));
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

/**
 * Whether the host has kept another time than the one it was given, or was to leave. A time that every host can express is not looked at: a reader
 * may change it at any moment, and Wine 8 sets an access time to the present one when it is to set it to what it is.
 */
function isCut(asked: bigint | undefined, left: bigint, kept: bigint): boolean {
  if (asked === undefined) return (left < 0n || left >= FAR) && (kept > left + LEAST || kept < left - LEAST);
  if (asked < FAR) return false;
  return kept > asked + COARSEST || kept < asked - COARSEST;
}
