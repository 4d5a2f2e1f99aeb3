import { Errno, type Filestat, Filetype, type Iovecs } from '../preview1/index.js';
import type { Stream } from './file-and-stream.js';

/**
 * A base class for streams: a pipe that is always at its end and always writable, but allows neither reading nor writing (`-EBADF`). A subclass
 * overrides one of them, or both, with the methods that go with it: `readable`, `writable`, `hungUp`.
 */
export abstract class StreamBase implements Stream {
  readonly kind = 'stream';
  readonly filetype: number = Filetype.UNKNOWN;
  readonly terminal: boolean = false;

  read(_into: Iovecs): number {
    return -Errno.EBADF;
  }

  write(_from: Iovecs): number {
    return -Errno.EBADF;
  }

  readable(): number {
    return 0;
  }

  writable(): boolean {
    return true;
  }

  stat(into: Filestat): number {
    into.device = 0n;
    into.inode = 0n;
    into.filetype = this.filetype;
    into.links = 1n;
    into.size = 0n;
    into.accessed = 0n;
    into.modified = 0n;
    into.changed = 0n;
    return 0;
  }

  sync(): number {
    return 0;
  }

  close(): void {}
}
