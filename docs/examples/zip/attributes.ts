import { type Filestat, Filetype } from 'hostcall/ports';
import type { ArchivedDirectory, ArchivedFile } from './archive.js';

/** What all entries of an archive have in common. */
export interface Common {
  /** Programs take two files for one if device and inode are the same, so no two archives share this number. */
  readonly device: bigint;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
}

/** Fills a record: every field of it, since the caller reuses it. */
export function fillFilestat(
  entry: ArchivedFile | ArchivedDirectory,
  { device, time }: Common,
  into: Filestat,
): number {
  into.device = device;
  into.inode = entry.inode;
  into.filetype = entry.kind === 'file' ? Filetype.REGULAR_FILE : Filetype.DIRECTORY;
  into.links = 1n;
  into.size = entry.kind === 'file' ? BigInt(entry.bytes.length) : 0n;
  into.accessed = time;
  into.modified = time;
  into.changed = time;
  return 0;
}
