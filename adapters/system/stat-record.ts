import type { Filestat } from '../../domain/index.js';
import { filetypeOf, since1970 } from '../node/file-stats.js';
import type { Block } from './block.js';
import type { Architecture } from './libc.js';

/**
 * Where the members of `struct stat` are that the processors differ in, in bytes:
 * [x64](https://github.com/torvalds/linux/blob/v6.12/arch/x86/include/uapi/asm/stat.h),
 * [arm64](https://github.com/torvalds/linux/blob/v6.12/include/uapi/asm-generic/stat.h).
 */
const LAYOUTS: Readonly<
  Record<Architecture, { readonly mode: number; readonly links: number; readonly owner: number }>
> = {
  x64: { mode: 24, links: 16, owner: 28 },
  arm64: { mode: 16, links: 20, owner: 24 },
};

const DEVICE = 0;
const INODE = 8;
const SIZE = 48;
const ACCESSED = 72;
const MODIFIED = 88;
const CHANGED = 104;

/** Bytes that a `struct stat` takes on any processor. */
export const STAT_SIZE = 144;

/** What distinguishes a file from all others while it exists. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
}

/** A `struct stat` in a block, which system calls fill. */
export class StatRecord {
  readonly address: number;
  readonly #view: DataView;
  readonly #mode: number;
  readonly #links: number;
  readonly #owner: number;

  /** @param offset where it is in the block */
  constructor(block: Block, offset: number, architecture: Architecture) {
    const { mode, links, owner } = LAYOUTS[architecture];
    this.address = block.address + offset;
    this.#view = new DataView(block.bytes.buffer, offset, STAT_SIZE);
    this.#mode = mode;
    this.#links = links;
    this.#owner = owner;
  }

  get device(): bigint {
    return this.#view.getBigUint64(DEVICE, true);
  }

  get inode(): bigint {
    return this.#view.getBigUint64(INODE, true);
  }

  get mode(): number {
    return this.#view.getUint32(this.#mode, true);
  }

  /** A file has fewer than 2^32. */
  get links(): number {
    return this.#view.getUint32(this.#links, true);
  }

  get owner(): number {
    return this.#view.getUint32(this.#owner, true);
  }

  get group(): number {
    return this.#view.getUint32(this.#owner + 4, true);
  }

  get size(): bigint {
    return this.#view.getBigInt64(SIZE, true);
  }

  /** One of `Filetype`. */
  get filetype(): number {
    return filetypeOf(this.mode);
  }

  get accessed(): bigint {
    return this.#time(ACCESSED);
  }

  get modified(): bigint {
    return this.#time(MODIFIED);
  }

  get changed(): bigint {
    return this.#time(CHANGED);
  }

  /** Whether these are the attributes of that file. */
  isOf({ device, inode }: FileIdentity): boolean {
    return this.inode === inode && this.device === device;
  }

  fill(into: Filestat): void {
    into.device = this.device;
    into.inode = this.inode;
    into.filetype = this.filetype;
    into.links = BigInt(this.links);
    into.size = this.size;
    into.accessed = since1970(this.accessed);
    into.modified = since1970(this.modified);
    into.changed = since1970(this.changed);
  }

  /** Nanoseconds since 1970, before that negative. */
  #time(offset: number): bigint {
    return this.#view.getBigInt64(offset, true) * 1_000_000_000n + this.#view.getBigInt64(offset + 8, true);
  }
}
