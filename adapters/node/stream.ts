import { Errno, type Filestat, Filetype, type Iovecs, NOT_READY, type Stream } from '../../domain/index.js';
import type { ExactTimes } from './exact-times.js';
import { filetypeOf, fillFilestat } from './file-stats.js';
import type { HostCalls } from './host-calls.js';
import { NonblockingDoor } from './nonblocking-door.js';
import type { Patience } from './patience.js';
import { scatter, type Transfer } from './transfer.js';

/** How much is taken from the source to tell whether there is anything. */
const LOOK_AHEAD_BYTES = 4096;

/** Which ways a stream goes. */
export type Direction = 'read' | 'write' | 'both';

/** What a stream needs of the host. */
export interface StreamParts {
  readonly host: HostCalls;
  readonly times: ExactTimes;
  readonly transfer: Transfer;
  readonly patience: Patience;
}

/** A stream on a descriptor of the host's, which stays the host's: it is never closed here. */
export class NodeStream implements Stream {
  readonly kind = 'stream';
  readonly filetype: number;
  readonly terminal: boolean;
  readonly #parts: StreamParts;
  readonly #fd: number;
  readonly #direction: Direction;
  readonly #door: NonblockingDoor;
  /** Bytes taken to answer `readable`: the first `#ahead` of these from `#taken` on. */
  #lookAhead: Uint8Array | undefined;
  #taken = 0;
  #ahead = 0;
  /** `readable` has met the end, which the next read is to see: a terminal tells it only once. */
  #ended = false;

  constructor(parts: StreamParts, fd: number, direction: Direction) {
    this.#parts = parts;
    this.#fd = fd;
    this.#direction = direction;
    const stats = parts.host.roughStat(fd);
    const filetype = typeof stats === 'number' ? Filetype.UNKNOWN : filetypeOf(stats.mode);
    // A parent process may have made a socket for what a shell makes a pipe for. It is no socket to the guest.
    this.filetype = filetype === Filetype.SOCKET_STREAM ? Filetype.UNKNOWN : filetype;
    // Loaded only where there may be a terminal: the module brings all of Node's sockets with it.
    this.terminal = filetype === Filetype.CHARACTER_DEVICE && process.getBuiltinModule('node:tty').isatty(fd);
    this.#door = new NonblockingDoor(parts.host, fd, filetype);
  }

  read(into: Iovecs, nonblocking: boolean): number {
    if (this.#direction === 'write') return -Errno.EBADF;
    if (into.total === 0) return 0;
    if (this.#ahead > 0) return this.#drain(into);
    if (this.#ended) {
      this.#ended = false;
      return 0;
    }
    const { transfer, patience } = this.#parts;
    const fd = nonblocking ? this.#door.toRead() : this.#fd;
    for (let attempt = 0; ; attempt++) {
      const got = transfer.read(fd, into, null);
      if (got !== -Errno.EAGAIN || nonblocking) return got;
      patience.rest(attempt);
    }
  }

  write(from: Iovecs, nonblocking: boolean): number {
    if (this.#direction === 'read') return -Errno.EBADF;
    const { transfer, host } = this.#parts;
    if (nonblocking) return transfer.write(this.#door.toWrite(), from, null);
    const { array, count, offsets, lengths, total } = from;
    let written = this.#insist(() => transfer.write(this.#fd, from, null));
    if (written < 0 || written === total) return written;
    // The host has taken a part. The rest goes buffer by buffer.
    let skip = written;
    for (let i = 0; i < count; i++) {
      const length = lengths[i] as number;
      let done = Math.min(skip, length);
      skip -= done;
      while (done < length) {
        const offset = (offsets[i] as number) + done;
        const more = this.#insist(() => host.write(this.#fd, array, offset, length - done, null));
        if (more < 0) return written;
        done += more;
        written += more;
      }
    }
    return written;
  }

  readable(): number {
    if (this.#direction === 'write') return NOT_READY;
    if (this.#ahead > 0) return this.#ahead;
    if (this.#ended) return 0;
    this.#lookAhead ??= new Uint8Array(LOOK_AHEAD_BYTES);
    const fd = this.#door.toRead();
    // No way to look without waiting: reading is what will tell.
    if (fd === this.#fd && this.#door.waits) return 1;
    const got = this.#parts.host.read(fd, this.#lookAhead, 0, LOOK_AHEAD_BYTES, null);
    if (got === -Errno.EAGAIN) return NOT_READY;
    if (got <= 0) {
      // After an error it is for the read to meet it again.
      this.#ended = got === 0;
      return 0;
    }
    this.#taken = 0;
    this.#ahead = got;
    return got;
  }

  /** Node cannot tell whether a pipe is full; a write waits if it is. */
  writable(): boolean {
    return this.#direction !== 'read';
  }

  stat(into: Filestat): number {
    const stats = this.#parts.host.fstat(this.#fd);
    if (typeof stats === 'number') return stats;
    fillFilestat(stats, this.#parts.times, into);
    into.filetype = this.filetype;
    return 0;
  }

  sync(): number {
    return this.filetype === Filetype.REGULAR_FILE ? this.#parts.host.sync(this.#fd) : 0;
  }

  close(): void {
    this.#door.close();
  }

  #drain(into: Iovecs): number {
    const got = Math.min(this.#ahead, into.total);
    const bytes = this.#lookAhead as Uint8Array;
    scatter(bytes.subarray(this.#taken, this.#taken + got), got, into);
    this.#taken += got;
    this.#ahead -= got;
    return got;
  }

  /** Writes something, waiting while a descriptor that somebody has made non-blocking takes nothing. */
  #insist(write: () => number): number {
    for (let attempt = 0; ; attempt++) {
      const written = write();
      if (written !== -Errno.EAGAIN) return written;
      this.#parts.patience.rest(attempt);
    }
  }
}
