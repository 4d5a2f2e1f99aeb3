import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { type Filestat, Filetype, since1970 } from '../../domain/index.js';
import type { ExactTimes } from './exact-times.js';

const { S_IFBLK, S_IFCHR, S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK } = constants;

/** The filetype for a host's mode. A pipe is `UNKNOWN`: preview1 has no word for it. */
export function filetypeOf(mode: number): number {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return Filetype.REGULAR_FILE;
    case S_IFDIR:
      return Filetype.DIRECTORY;
    case S_IFLNK:
      return Filetype.SYMBOLIC_LINK;
    case S_IFCHR:
      return Filetype.CHARACTER_DEVICE;
    case S_IFBLK:
      return Filetype.BLOCK_DEVICE;
    case S_IFSOCK:
      return Filetype.SOCKET_STREAM;
    default:
      return Filetype.UNKNOWN;
  }
}

/** Node reads the host's unsigned 64 bits as signed. */
export function unsigned(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

/** Fills in a host's attributes, the times as they were set. */
export function fillFilestat(stats: BigIntStats, times: ExactTimes, into: Filestat): void {
  into.device = unsigned(stats.dev);
  into.inode = unsigned(stats.ino);
  into.filetype = filetypeOf(Number(stats.mode));
  into.links = stats.nlink;
  into.size = stats.size;
  into.accessed = since1970(times.accessed(stats));
  into.modified = since1970(times.modified(stats));
  into.changed = since1970(stats.ctimeNs);
}
