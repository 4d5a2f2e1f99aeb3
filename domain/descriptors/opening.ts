import { Open } from '../ports/index.js';
import {
  DIRECTORY_RIGHTS,
  Errno,
  Fdflag,
  FILE_RIGHTS,
  INHERITABLE_RIGHTS,
  inheritedRightsFor,
  Oflag,
  Right,
  rightsFor,
} from '../preview1/index.js';

const WRITE_ACCESS = Right.FD_WRITE | Right.FD_ALLOCATE | Right.FD_FILESTAT_SET_SIZE;

/** The rights that path_open needs of its directory, by its flags: computed from the table on their first use. */
const toOpen: number[] = [];
const toInherit: number[] = [];

/** Rights the directory itself must hold for path_open with these flags. */
export function rightsToOpen(oflags: number): number {
  let rights = toOpen[oflags];
  if (rights === undefined) {
    [rights] = rightsFor('path_open', 'fd', name => (name === 'oflags' ? oflags : 0));
    toOpen[oflags] = rights;
  }
  return rights;
}

/**
 * Rights the directory must hand down for path_open with these arguments: those that were asked for (sockets are never opened by name, so
 * their rights are passed over) and those that the flags stand for.
 */
export function rightsToInherit(base: number, inheriting: number, fdflags: number): number {
  let rights = toInherit[fdflags];
  if (rights === undefined) {
    rights = inheritedRightsFor('path_open', 'fd', name => (name === 'fdflags' ? fdflags : 0));
    toInherit[fdflags] = rights;
  }
  return ((base | inheriting) & INHERITABLE_RIGHTS) | rights;
}

/**
 * How a file is to be opened, as flags of {@link Open}. The rights asked for choose between reading and writing; without any, the file is
 * opened for reading, which the descriptor's rights then refuse. A directory is opened to be listed only if that is asked for.
 */
export function openingFlags(oflags: number, base: number, fdflags: number): number {
  const writing = (base & WRITE_ACCESS) !== 0;
  let how = writing ? Open.WRITE : 0;
  if (!writing || (base & Right.FD_READ) !== 0) how |= Open.READ;
  if ((base & Right.FD_READDIR) !== 0) how |= Open.LIST;
  if ((oflags & Oflag.CREAT) !== 0) how |= Open.CREATE;
  if ((oflags & Oflag.EXCL) !== 0) how |= Open.EXCLUSIVE;
  if ((oflags & Oflag.TRUNC) !== 0) how |= Open.TRUNCATE;
  if ((oflags & Oflag.DIRECTORY) !== 0) how |= Open.DIRECTORY;
  return how | statusFlags(fdflags);
}

/**
 * The rights to try again with when a file could not be opened. Go asks for all rights but FD_WRITE where it only reads, among them such as need
 * a file that can be written; on one that cannot, it gets the others.
 * @param errno why it could not, negative
 * @returns undefined if there is nothing left to try
 */
export function rightsToReadOnly(base: number, errno: number): number | undefined {
  if (errno !== -Errno.EACCES && errno !== -Errno.EPERM && errno !== -Errno.EROFS) return undefined;
  if ((base & Right.FD_READ) === 0 || (base & Right.FD_WRITE) !== 0 || (base & WRITE_ACCESS) === 0) return undefined;
  return base & ~WRITE_ACCESS;
}

/** The `Fdflag`s as flags of {@link Open}. */
export function statusFlags(fdflags: number): number {
  let how = 0;
  if ((fdflags & Fdflag.APPEND) !== 0) how |= Open.APPEND;
  if ((fdflags & (Fdflag.SYNC | Fdflag.RSYNC)) !== 0) how |= Open.SYNC;
  if ((fdflags & Fdflag.DSYNC) !== 0) how |= Open.DSYNC;
  if ((fdflags & Fdflag.NONBLOCK) !== 0) how |= Open.NONBLOCK;
  return how;
}

/**
 * The rights a new descriptor holds: those asked for that mean something on it.
 * @param directory it is a directory
 * @param seekable it has an offset
 */
export function grantedRights(base: number, directory: boolean, seekable: boolean): number {
  if (directory) return base & DIRECTORY_RIGHTS;
  return base & (seekable ? FILE_RIGHTS : FILE_RIGHTS & ~(Right.FD_SEEK | Right.FD_TELL));
}
