import { Clockid, type Clocks, Errno, type Filestat, type Timestamp } from '../../domain/index.js';
import { type Budget, limitedBudget } from './budget.js';
import { type Entries, FoldedEntries } from './entries.js';
import { type AnyInode, DirectoryInode, FileInode, LinkInode } from './inodes.js';
import type { Moment } from './moment.js';
import type { Behaviour } from './rules.js';

/** How much a file system may hold. A quantity that is not given is not limited. */
export interface Quotas {
  /** The sum of the sizes of all files, holes included; beyond it, writing is `-EDQUOT`. */
  readonly bytes?: number | undefined;
  /**
   * How many files, directories and links there may be, the root included; beyond it, making one is `-ENOSPC`. As on Linux's tmpfs, each further name
   * of a file counts as one more.
   */
  readonly inodes?: number | undefined;
  /** How many files and directories may be open at once; beyond it, opening is `-EMFILE`. */
  readonly openFiles?: number | undefined;
  /**
   * How many bytes of memory it may take: pages that were written, targets of symbolic links, and a kibibyte for each inode. Beyond it, anything that
   * needs more is `-ENOSPC`. Default: 1 GiB more than the initial contents take, or `bytes` if that is more
   */
  readonly memory?: number | undefined;
}

/** Bytes of memory that programs may take where nothing else is said. */
export const DEFAULT_MEMORY = 2 ** 30;
/** Bytes of memory that an inode and its name are counted as: rather more than they take. */
export const INODE_MEMORY = 1024;

/**
 * File systems are that far apart in their numbers for files, by their device numbers: a directory entry tells an inode without a device, and
 * where one file system is laid over another, two files must not have the same.
 */
const FILES_BITS = 32n;

/** What all directories and files of one file system share: its clock, its quotas, its numbers. */
export class Volume {
  readonly device: bigint;
  readonly root: DirectoryInode;
  /** The differences from Linux. */
  readonly behaviour: Behaviour | undefined;
  /** Whether symbolic links may be made now. */
  makesSymlinks: boolean;
  /** Memory that may still be taken. */
  readonly budget: Budget;
  readonly #clocks: Clocks;
  readonly #time: Timestamp = { seconds: 0, nanoseconds: 0 };
  readonly #maxBytes: number;
  readonly #maxInodes: number;
  readonly #maxOpen: number;
  #bytes = 0;
  #inodes = 0;
  #open = 0;
  #lastNumber: bigint;

  constructor(clocks: Clocks, device: bigint, quotas: Quotas, behaviour?: Behaviour) {
    this.#clocks = clocks;
    this.device = device;
    this.#lastNumber = BigInt.asUintN(63, (device - 1n) << FILES_BITS);
    this.behaviour = behaviour;
    this.makesSymlinks = behaviour?.makesSymlinks ?? true;
    this.#maxBytes = quotas.bytes ?? Number.POSITIVE_INFINITY;
    this.#maxInodes = quotas.inodes ?? Number.POSITIVE_INFINITY;
    this.#maxOpen = quotas.openFiles ?? Number.POSITIVE_INFINITY;
    const atLeast = Number.isFinite(this.#maxBytes) ? this.#maxBytes + DEFAULT_MEMORY : DEFAULT_MEMORY;
    this.budget = limitedBudget(quotas.memory, atLeast);
    this.root = this.#made(new DirectoryInode(this.#number(), this.#noEntries()));
  }

  /** Makes a file that has no name yet; `-ENOSPC` beyond the quota. */
  makeFile(): FileInode | number {
    return this.#mayMake(0) ? this.#made(new FileInode(this.#number(), this.budget)) : -Errno.ENOSPC;
  }

  /** Makes a directory; as {@link makeFile}. */
  makeDirectory(parent: DirectoryInode): DirectoryInode | number {
    if (!this.#mayMake(0)) return -Errno.ENOSPC;
    return this.#made(new DirectoryInode(this.#number(), this.#noEntries(), parent));
  }

  /** Makes a symbolic link; as {@link makeFile}. @param size of the target, in bytes */
  makeLink(target: string, size: number): LinkInode | number {
    return this.#mayMake(size) ? this.#made(new LinkInode(this.#number(), target, size)) : -Errno.ENOSPC;
  }

  /** Gives a file or symbolic link one more name; `-ENOSPC` beyond the quota. */
  nameOnceMore(inode: FileInode | LinkInode): number {
    if (!this.#mayMake(0)) return -Errno.ENOSPC;
    this.#inodes++;
    inode.links++;
    this.attributesChanged(inode);
    return 0;
  }

  /** Whether one more file may be opened. */
  mayOpen(): boolean {
    return this.#open < this.#maxOpen;
  }

  /** Something is being opened. */
  opened(inode: AnyInode): void {
    inode.opens++;
    this.#open++;
  }

  /** An opening was closed. A file without a name or an opening is freed, and so are held names. */
  closed(inode: AnyInode): void {
    inode.opens--;
    this.#open--;
    if (this.behaviour !== undefined && inode.opens === 0 && inode instanceof FileInode) this.#letGo(inode);
    this.#release(inode);
  }

  /** An open file's name is being taken away, and is kept until the file is closed. */
  held(inode: FileInode, directory: DirectoryInode, name: string): void {
    inode.held ??= [];
    inode.held.push({ directory, name });
  }

  /** A name has been taken away. */
  unnamed(inode: AnyInode): void {
    if (inode instanceof DirectoryInode) {
      inode.links = 0;
    } else if (--inode.links > 0) {
      this.#inodes--;
      this.budget.give(INODE_MEMORY);
    }
    this.attributesChanged(inode);
    this.#release(inode);
  }

  /**
   * The size that a file may have.
   * @returns `wanted`, or as much of it as the quota allows
   */
  allowedSize(file: FileInode, wanted: number): number {
    return Math.min(wanted, file.size + Math.max(this.#maxBytes - this.#bytes, 0));
  }

  /** How many bytes files may still grow by, all together. */
  get freeBytes(): number {
    return Math.max(Math.min(this.#maxBytes - this.#bytes, this.budget.left), 0);
  }

  /** A file has another size. */
  resized(file: FileInode, before: number): void {
    this.#bytes += file.size - before;
  }

  /** Content has changed: of a file, or the names in a directory. */
  contentChanged(inode: AnyInode): void {
    const time = this.#now();
    inode.modified.set(time);
    inode.changed.set(time);
    inode.readSince = false;
  }

  attributesChanged(inode: AnyInode): void {
    inode.changed.set(this.#now());
    inode.readSince = false;
  }

  /** As Linux does unless told otherwise: only the first time that something is read after a change is kept. */
  contentRead(inode: AnyInode): void {
    if (inode.readSince) return;
    inode.accessed.set(this.#now());
    inode.readSince = true;
  }

  setTimes(inode: AnyInode, accessed: bigint | undefined, modified: bigint | undefined): number {
    if (accessed === undefined && modified === undefined) return 0;
    if (accessed !== undefined) inode.accessed.whole = this.#inUnits(accessed);
    if (modified !== undefined) inode.modified.whole = this.#inUnits(modified);
    this.attributesChanged(inode);
    return 0;
  }

  stat(inode: AnyInode, into: Filestat): number {
    into.device = this.device;
    into.inode = inode.number;
    into.filetype = inode.filetype;
    into.links = this.#linksOf(inode);
    into.size = BigInt(inode.size);
    into.accessed = inode.accessed.whole;
    into.modified = inode.modified.whole;
    into.changed = inode.changed.whole;
    return 0;
  }

  #made<Made extends AnyInode>(inode: Made): Made {
    this.#inodes++;
    const time = this.#now();
    for (const moment of [inode.accessed, inode.modified, inode.changed] as Moment[]) moment.set(time);
    return inode;
  }

  #number(): bigint {
    return ++this.#lastNumber;
  }

  #release(inode: AnyInode): void {
    if (inode.links > 0 || inode.opens > 0) return;
    this.#inodes--;
    this.budget.give(INODE_MEMORY);
    if (inode instanceof LinkInode) this.budget.give(inode.size);
    if (!(inode instanceof FileInode)) return;
    this.#bytes -= inode.size;
    inode.content.resize(0);
  }

  /** Takes the memory for one more inode or name, if there may be one. */
  #mayMake(bytes: number): boolean {
    return this.#inodes < this.#maxInodes && this.budget.take(INODE_MEMORY + bytes);
  }

  #letGo({ held }: FileInode): void {
    for (const { directory, name } of held?.splice(0) ?? []) {
      directory.entries.delete(name);
      this.contentChanged(directory);
    }
  }

  #now(): Timestamp {
    this.#clocks.read(Clockid.REALTIME, this.#time);
    if (this.behaviour !== undefined) this.#time.nanoseconds -= this.#time.nanoseconds % this.behaviour.timeUnit;
    return this.#time;
  }

  #inUnits(nanoseconds: bigint): bigint {
    return this.behaviour === undefined ? nanoseconds : nanoseconds - (nanoseconds % BigInt(this.behaviour.timeUnit));
  }

  #linksOf(inode: AnyInode): bigint {
    if (this.behaviour?.directoriesHaveOneLink && inode instanceof DirectoryInode) return inode.removed ? 0n : 1n;
    return BigInt(inode.links);
  }

  #noEntries(): Entries<AnyInode> {
    return this.behaviour === undefined ? new Map() : new FoldedEntries(this.behaviour.naming);
  }
}
