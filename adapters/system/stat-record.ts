import { type Filestat, since1970 } from '../../domain/index.js';
import { filetypeOf } from '../node/file-stats.js';
import type { Block } from './block.js';
import type { Architecture } from './libc.js';

/**
 * Where the members of `struct stat` are that the processors differ in, in words of 32 bits:
 * [x64](https://github.com/torvalds/linux/blob/v6.12/arch/x86/include/uapi/asm/stat.h),
 * [arm64](https://github.com/torvalds/linux/blob/v6.12/include/uapi/asm-generic/stat.h).
 */
const LAYOUTS: Readonly<
  Record<Architecture, { readonly mode: number; readonly links: number; readonly owner: number }>
> = {
  x64: { mode: 6, links: 4, owner: 7 },
  arm64: { mode: 4, links: 5, owner: 6 },
};

/** Where the others are. Each has 64 bits, a time twice that: seconds and nanoseconds. */
const DEVICE = 0;
const INODE = 2;
const SIZE = 12;
const ACCESSED = 18;
const MODIFIED = 22;
const CHANGED = 26;

/** Bytes that a `struct stat` takes on any processor. */
export const STAT_SIZE = 144;

const TWO_32 = 0x1_0000_0000;
/** 64 bits of nanoseconds end in this second, in the year 2554. */
const LAST_SECOND = 18_446_744_073;

/** What distinguishes a file from all others while it exists. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
}

/** A `struct stat` in a block, which system calls fill. */
export class StatRecord {
  readonly address: number;
  readonly #words: Uint32Array;
  readonly #wide: BigUint64Array;
  readonly #mode: number;
  readonly #links: number;
  readonly #owner: number;
  /** A time as it is put together: the lower half, and the upper. */
  readonly #halves = new Uint32Array(2);
  readonly #time = new BigUint64Array(this.#halves.buffer);
  /** The device that was read last. Most files are on one. */
  #device = 0n;
  #deviceLow = 0;
  #deviceHigh = 0;

  /** @param offset where it is in the block, a multiple of 8 */
  constructor({ address, bytes }: Block, offset: number, architecture: Architecture) {
    const { mode, links, owner } = LAYOUTS[architecture];
    this.address = address + offset;
    this.#words = new Uint32Array(bytes.buffer, offset, STAT_SIZE / 4);
    this.#wide = new BigUint64Array(bytes.buffer, offset, STAT_SIZE / 8);
    this.#mode = mode;
    this.#links = links;
    this.#owner = owner;
  }

  get device(): bigint {
    const low = this.#words[DEVICE] as number;
    const high = this.#words[DEVICE + 1] as number;
    if (low !== this.#deviceLow || high !== this.#deviceHigh) {
      this.#deviceLow = low;
      this.#deviceHigh = high;
      this.#device = this.#wide[DEVICE / 2] as bigint;
    }
    return this.#device;
  }

  get inode(): bigint {
    return this.#wide[INODE / 2] as bigint;
  }

  get mode(): number {
    return this.#words[this.#mode] as number;
  }

  /** A file has fewer than 2^32. */
  get links(): number {
    return this.#words[this.#links] as number;
  }

  get owner(): number {
    return this.#words[this.#owner] as number;
  }

  get group(): number {
    return this.#words[this.#owner + 1] as number;
  }

  get size(): bigint {
    return this.#wide[SIZE / 2] as bigint;
  }

  /** The same; beyond 2^53 it is rounded. */
  get roughSize(): number {
    return (this.#words[SIZE + 1] as number) * TWO_32 + (this.#words[SIZE] as number);
  }

  /** One of `Filetype`. */
  get filetype(): number {
    return filetypeOf(this.mode);
  }

  /** Nanoseconds since 1970, before that negative. */
  get accessed(): bigint {
    return this.#exactTime(ACCESSED);
  }

  /** The same of the time of modification. */
  get modified(): bigint {
    return this.#exactTime(MODIFIED);
  }

  /** Whether these are the attributes of that file. */
  isOf({ device, inode }: FileIdentity): boolean {
    return this.inode === inode && this.device === device;
  }

  fill(into: Filestat): void {
    into.device = this.device;
    into.inode = this.inode;
    into.filetype = this.filetype;
    const { links } = this;
    into.links = links === 1 ? 1n : BigInt(links);
    into.size = this.size;
    into.accessed = this.#timeSince1970(ACCESSED);
    into.modified = this.#timeSince1970(MODIFIED);
    into.changed = this.#timeSince1970(CHANGED);
  }

  #exactTime(at: number): bigint {
    const seconds = BigInt.asIntN(64, this.#wide[at / 2] as bigint);
    return seconds * 1_000_000_000n + (this.#wide[at / 2 + 1] as bigint);
  }

  /**
   * A time as preview1 has it: one before 1970, or beyond 64 bits of nanoseconds, is the nearest one. It is calculated in halves of 64 bits, which is
   * four times as fast as with bigints.
   */
  #timeSince1970(at: number): bigint {
    const seconds = (this.#words[at + 1] as number) * TWO_32 + (this.#words[at] as number);
    if (seconds >= LAST_SECOND) return since1970(this.#exactTime(at));
    // The lower half comes from integer arithmetic. Without it the upper one is a whole number but for a double's rounding, which is far below a half.
    const low = Math.imul(seconds, 1e9) >>> 0;
    const rest = Math.round((seconds * 1e9 - low) / TWO_32);
    const sum = low + (this.#words[at + 2] as number);
    this.#halves[0] = sum;
    this.#halves[1] = sum < TWO_32 ? rest : rest + 1;
    return this.#time[0] as bigint;
  }
}
