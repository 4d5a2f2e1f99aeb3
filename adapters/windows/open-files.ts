import type { BigIntStats } from 'node:fs';

/** What tells one file from all others. On NTFS the inode number has a part that counts how often it was given. */
export interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** A file or directory that was opened through these primitives. */
export interface OpenFile extends Identity {
  /** Where it is now, as far as these primitives have moved it. */
  path: string;
  /** As it was opened, the host's flags. */
  readonly flags: number;
  readonly directory: boolean;
  /** Its last name has been removed. */
  nameless: boolean;
}

/** Whether both are the same file. */
export function isSame(one: Identity, other: Identity): boolean {
  return one.ino === other.ino && one.dev === other.dev;
}

/** The descriptors that were opened through these primitives, by number. */
export class OpenFiles {
  readonly #byDescriptor = new Map<number, OpenFile>();

  add(fd: number, path: string, flags: number, stats: BigIntStats): void {
    const { dev, ino } = stats;
    this.#byDescriptor.set(fd, { path, flags, dev, ino, directory: stats.isDirectory(), nameless: false });
  }

  get(fd: number): OpenFile | undefined {
    return this.#byDescriptor.get(fd);
  }

  remove(fd: number): void {
    this.#byDescriptor.delete(fd);
  }

  /** Those that are open on one file. */
  on(identity: Identity): OpenFile[] {
    const found: OpenFile[] = [];
    for (const file of this.#byDescriptor.values()) if (isSame(file, identity)) found.push(file);
    return found;
  }

  /** A file or a directory has been moved, with all that is below it. */
  moved(path: string, newPath: string): void {
    for (const file of this.#byDescriptor.values()) {
      if (file.path === path) file.path = newPath;
      else if (file.path.startsWith(`${path}/`)) file.path = newPath + file.path.slice(path.length);
    }
  }
}
