import type { BigIntStats } from 'node:fs';
import { type FileIdentity, isSameFile } from '../node/file-identity.js';
import { keyOf } from './path-key.js';

const NO_NUMBER = 2n ** 64n - 1n;

/** A file or directory that was opened through these primitives. On NTFS a part of the inode number counts how often it has been reused. */
export interface OpenFile extends FileIdentity {
  /** Its current path, including moves by these primitives. */
  path: string;
  /** As it was opened, the host's flags. */
  readonly flags: number;
  readonly directory: boolean;
  /** Its last name has been removed. */
  nameless: boolean;
}

/**
 * Whether both can be the same file. Where a volume has no numbers for files, as some on the net, each has 0, and a file for which none can be
 * told has one of which all bits are set: such numbers say nothing
 * ([MS-FSCC, 64-bit file ID](https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-fscc/2d3333fe-fc98-4a6f-98a2-4bb805aff407)).
 */
export function canBeSame(one: FileIdentity, other: FileIdentity): boolean {
  return isSameFile(one, other);
}

/** Whether both are the same file, for certain. */
export function isSame(one: FileIdentity, other: FileIdentity): boolean {
  return canBeSame(one, other) && one.ino !== 0n && BigInt.asUintN(64, one.ino) !== NO_NUMBER;
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

  /** Those that are open on one file, or can be. */
  on(identity: FileIdentity): OpenFile[] {
    const found: OpenFile[] = [];
    for (const file of this.#byDescriptor.values()) if (canBeSame(file, identity)) found.push(file);
    return found;
  }

  /** A file or a directory has been moved, with all that is below it. */
  moved(path: string, newPath: string): void {
    const key = keyOf(path);
    for (const file of this.#byDescriptor.values()) {
      const fileKey = keyOf(file.path);
      if (fileKey === key) file.path = newPath;
      else if (fileKey.startsWith(`${key}/`)) file.path = newPath + file.path.slice(key.length - fileKey.length);
    }
  }
}
