import { constants } from 'node:fs';
import { Open } from '../../domain/index.js';

const onLinux = process.platform === 'linux';
const onWindows = process.platform === 'win32';

/**
 * Flags that not every platform has are 0 there. On Windows the first two are bits that nothing there uses: they reach only the primitives
 * of `adapters/windows`, which do what they ask for. The other two are libuv's own
 * ([`UV_FS_O_DSYNC`, `UV_FS_O_SYNC`](https://github.com/libuv/libuv/blob/v1.x/include/uv/win.h)), which Node passes on but does not list.
 */
const {
  O_APPEND = 0,
  O_CREAT,
  O_DIRECTORY = onWindows ? 0x10_0000 : 0,
  O_DSYNC = onWindows ? 0x400_0000 : 0,
  O_EXCL,
  O_NOCTTY = 0,
  O_NOFOLLOW = onWindows ? 0x20_0000 : 0,
  O_NONBLOCK = 0,
  O_RDONLY,
  O_RDWR,
  O_SYNC = onWindows ? 0x800_0000 : 0,
  O_TRUNC,
  O_WRONLY,
} = constants as Partial<typeof constants> &
  Pick<typeof constants, 'O_CREAT' | 'O_EXCL' | 'O_RDONLY' | 'O_RDWR' | 'O_TRUNC' | 'O_WRONLY'>;

/**
 * [Linux](https://man7.org/linux/man-pages/man2/open.2.html), not in Node's constants: a descriptor that only names a place. It needs no permission
 * to read.
 */
const O_PATH = 0x200000;

/** Opens a directory to reach names through it. */
export const HANDLE = O_PATH | O_DIRECTORY | O_NOFOLLOW;
/** The same for a directory that the embedder named: links are followed. */
export const PREOPEN_HANDLE = O_PATH | O_DIRECTORY;
/** Opens a directory on a host without {@link HANDLE}. */
export const DIRECTORY = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
/** The part of {@link accessFlags} and {@link statusFlags} that only reading directories has to do with. */
export const ONLY_DIRECTORY = O_DIRECTORY;
export const NOFOLLOW = O_NOFOLLOW;
export const NONBLOCKING = O_NONBLOCK | O_NOCTTY;
export const READING = O_RDONLY;
export const WRITING = O_WRONLY;
export const READING_AND_WRITING = O_RDWR;
/** The bits that say whether a file is read or written. */
export const ACCESS = O_RDONLY | O_WRONLY | O_RDWR;
export const CREATE = O_CREAT;
export const EXCLUSIVE = O_EXCL;
export const TRUNCATE = O_TRUNC;
export const APPEND = O_APPEND;
export const DSYNC = O_DSYNC;
export const SYNC = O_SYNC;

/** The host's flags for reading and writing. */
export function accessFlags(how: number): number {
  if ((how & Open.WRITE) === 0) return O_RDONLY;
  return (how & Open.READ) === 0 ? O_WRONLY : O_RDWR;
}

/** The host's flags for appending and synchronising. */
export function statusFlags(how: number): number {
  let flags = 0;
  if ((how & Open.APPEND) !== 0) flags |= O_APPEND;
  if ((how & Open.SYNC) !== 0) flags |= O_SYNC;
  if ((how & Open.DSYNC) !== 0) flags |= O_DSYNC;
  return flags;
}

/**
 * The host's flags to open a name. Always without following a link, and without waiting: a pipe without a writer must not hang the
 * host. It changes nothing for regular files.
 */
export function openFlags(how: number): number {
  let flags = accessFlags(how) | statusFlags(how) | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  if ((how & Open.CREATE) !== 0) {
    flags |= O_CREAT;
    if ((how & Open.EXCLUSIVE) !== 0) flags |= O_EXCL;
  }
  if ((how & Open.TRUNCATE) !== 0) {
    flags |= O_TRUNC;
    // Only Linux lets those who read truncate.
    if (!onLinux && (how & Open.WRITE) === 0) flags = (flags & ~O_WRONLY) | O_RDWR;
  }
  return flags;
}
