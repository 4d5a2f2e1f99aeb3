import { Errno, type Filestat, Filetype, type Iovecs } from '../preview1/index.js';
import type { File } from './file-and-stream.js';
import { Open } from './file-system.js';

/**
 * A base class for open files. A subclass implements what its host has. Reading and writing are `-EBADF` until it overrides them; every other
 * operation that it does not override returns `-ENOTSUP`, the port's errno for a missing capability.
 */
export abstract class FileBase implements File {
  readonly kind = 'file';
  readonly filetype: number = Filetype.REGULAR_FILE;

  abstract size(): number;
  abstract stat(into: Filestat): number;

  read(_into: Iovecs, _offset: number): number {
    return -Errno.EBADF;
  }

  write(_from: Iovecs, _offset: number): number {
    return -Errno.EBADF;
  }

  /** A file that never waits, and whose writes are never pending, has the other flags anyway; only appending may be missing. */
  setFlags(how: number): number {
    return (how & Open.APPEND) === 0 ? 0 : -Errno.ENOTSUP;
  }

  setTimes(_accessed: bigint | undefined, _modified: bigint | undefined): number {
    return -Errno.ENOTSUP;
  }

  setSize(_size: number): number {
    return -Errno.ENOTSUP;
  }

  allocate(_offset: number, _length: number): number {
    return -Errno.ENOTSUP;
  }

  /** A hint may do nothing. */
  advise(_offset: number, _length: number, _advice: number): number {
    return 0;
  }

  /** There is nothing to wait for. */
  sync(): number {
    return 0;
  }

  /** There is nothing to wait for. */
  datasync(): number {
    return 0;
  }

  close(): number {
    return 0;
  }
}
