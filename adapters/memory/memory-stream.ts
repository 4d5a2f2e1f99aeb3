import { Errno, type Filestat, Filetype, type Iovecs, type Stream } from '../../domain/index.js';

/** What streams that lead nowhere outside have in common: they can neither be read nor written, and need nothing when closed. */
export abstract class MemoryStream implements Stream {
  readonly kind = 'stream';
  readonly filetype: number = Filetype.UNKNOWN;
  readonly terminal: boolean = false;

  read(_into: Iovecs, _nonblocking: boolean): number {
    return -Errno.EBADF;
  }

  write(_from: Iovecs, _nonblocking: boolean): number {
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
