import type { Naming } from '../../domain/index.js';

/** The entries of a directory, by name. A `Map` is enough where every name stands for itself. */
export interface Entries<Inode> extends Iterable<[string, Inode]> {
  readonly size: number;
  has(name: string): boolean;
  get(name: string): Inode | undefined;
  /** Under a name that is there already, the entry is exchanged, and is spelt in the new way. */
  set(name: string, inode: Inode): unknown;
  delete(name: string): boolean;
}

/** Entries whose names are spelt as they were made, and found in any spelling. They are listed in the order of their keys, as on NTFS. */
export class FoldedEntries<Inode> implements Entries<Inode> {
  readonly #naming: Naming;
  readonly #byKey = new Map<string, [string, Inode]>();

  constructor(naming: Naming) {
    this.#naming = naming;
  }

  get size(): number {
    return this.#byKey.size;
  }

  has(name: string): boolean {
    return this.#byKey.has(this.#naming.key(name));
  }

  get(name: string): Inode | undefined {
    return this.#byKey.get(this.#naming.key(name))?.[1];
  }

  set(name: string, inode: Inode): void {
    this.#byKey.set(this.#naming.key(name), [name, inode]);
  }

  delete(name: string): boolean {
    return this.#byKey.delete(this.#naming.key(name));
  }

  *[Symbol.iterator](): Iterator<[string, Inode]> {
    for (const key of [...this.#byKey.keys()].sort()) yield this.#byKey.get(key) as [string, Inode];
  }
}
