import { type Filestat, Filetype } from '../../../domain/index.js';
import { identityOf } from '../names.js';

/** How much a directory may hold. A quantity that is not given is not limited. */
export interface QuotaLimits {
  /** The sum of the sizes of all files, holes included; beyond it, growing a file is `-EDQUOT`. A write that fits in part is done in part. */
  readonly bytes?: number | undefined;
  /**
   * The number of files, directories and links, including the directory itself; beyond it, creating one is `-ENOSPC`. Each further name of a file
   * counts as one more, as on the tmpfs of Linux.
   */
  readonly inodes?: number | undefined;
  /** How many files and directories may be open at once; beyond it, opening is `-EMFILE`. */
  readonly openFiles?: number | undefined;
}

/** How often something is open, and whether its last name was removed. */
interface Opening {
  count: number;
  nameless: boolean;
}

/** The usage of a quota, and what is open. */
export class QuotaUsage {
  readonly maxBytes: number;
  readonly maxInodes: number;
  readonly maxOpen: number;
  bytes = 0;
  inodes = 0;
  open = 0;
  /** The open files, by identity. */
  readonly #openings = new Map<string, Opening>();

  constructor({ bytes, inodes, openFiles }: QuotaLimits) {
    this.maxBytes = bytes ?? Number.POSITIVE_INFINITY;
    this.maxInodes = inodes ?? Number.POSITIVE_INFINITY;
    this.maxOpen = openFiles ?? Number.POSITIVE_INFINITY;
  }

  /** Bytes that may still be added. */
  get room(): number {
    return Math.max(this.maxBytes - this.bytes, 0);
  }

  opened(key: string): void {
    this.open++;
    const opening = this.#openings.get(key);
    if (opening === undefined) this.#openings.set(key, { count: 1, nameless: false });
    else opening.count++;
  }

  /** @param size of the file now; 0 for a directory */
  closed(key: string, size: number): void {
    this.open--;
    const opening = this.#openings.get(key) as Opening;
    if (--opening.count > 0) return;
    this.#openings.delete(key);
    if (opening.nameless) this.#release(size);
  }

  /** Notes that a name was removed. A file or directory without a name is freed when its last descriptor is closed. @param was its attributes */
  unnamed(was: Filestat): void {
    if (was.filetype !== Filetype.DIRECTORY && was.links > 1n) {
      this.inodes--;
      return;
    }
    const opening = this.#openings.get(identityOf(was));
    if (opening === undefined) this.#release(was.filetype === Filetype.REGULAR_FILE ? Number(was.size) : 0);
    else opening.nameless = true;
  }

  #release(size: number): void {
    this.inodes--;
    this.bytes -= size;
  }
}
