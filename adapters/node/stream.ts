import {
  Errno,
  type File,
  type Filestat,
  Filetype,
  type Iovecs,
  NOT_READY,
  type Stream,
  scatter,
  Whence,
} from '../../domain/index.js';

import { type DescriptorCalls, Readiness } from './descriptor-calls.js';
import { filetypeOf, fillFilestat } from './file-stats.js';
import type { HostParts } from './host-parts.js';
import { NonblockingDescriptor } from './nonblocking-descriptor.js';
import { RedirectedFile } from './redirected-file.js';
import { isTerminal } from './terminal.js';
import { inWorker } from './worker.js';

/** How much is taken from the source to tell how much there is: all that a pipe of Linux holds. */
const LOOK_AHEAD_BYTES = 65_536;
/** Where nothing tells when a full stream has room again, a write is worth another try after this long, and then ever later. */
const SOONEST_RETRY_MS = 1;
const LATEST_RETRY_MS = 10;

export const directions = ['read', 'write', 'both'] as const;

/** The directions of a stream. */
export type Direction = (typeof directions)[number];

/**
 * A stream on a descriptor of the host, which stays the host's: it is never closed here.
 *
 * A thread that can be ended from outside, a worker, never stays in a read or write of the kernel's that waits: it could not be ended there.
 */
export class NodeStream implements Stream {
  readonly kind = 'stream';
  readonly filetype: number;
  readonly terminal: boolean;
  readonly file: File | undefined;
  readonly appending: boolean;
  readonly #parts: HostParts;
  readonly #fd: number;
  readonly #direction: Direction;
  readonly handle: NonblockingDescriptor;
  /** A regular file or a disk: it is always ready, and what is read of it counts on its offset. */
  readonly #stored: boolean;
  /** The host's descriptor is a socket. */
  readonly #socket: boolean;
  #calls: DescriptorCalls | undefined;
  /** Bytes taken to answer `readable`: the first `#ahead` of these from `#taken` on. */
  #lookAhead: Uint8Array | undefined;
  #taken = 0;
  #ahead = 0;
  /** `readable` has met the end, which the next read is to see: a terminal tells it only once. */
  #ended = false;
  /** The other side was seen to have gone. */
  #hungUp = false;
  /** The last write took less than there was. */
  #full = false;
  /** How long after a write that took nothing it is worth another try, and when that is (`performance.now()`). */
  #retryMs = SOONEST_RETRY_MS;
  #retryAt = 0;

  /** @param nonblocking whether the descriptor was opened so as not to wait */
  constructor(parts: HostParts, fd: number, direction: Direction, nonblocking = false) {
    this.#parts = parts;
    this.#fd = fd;
    this.#direction = direction;
    const stats = parts.host.roughStat(fd);
    const filetype = typeof stats === 'number' ? Filetype.UNKNOWN : filetypeOf(stats.mode);
    this.#socket = filetype === Filetype.SOCKET_STREAM;
    // A parent process may have made a socket for what a shell makes a pipe for. To the guest it is not a socket.
    this.filetype = filetype === Filetype.SOCKET_STREAM ? Filetype.UNKNOWN : filetype;
    this.terminal = isTerminal(fd, filetype, stats);
    this.#stored = filetype === Filetype.REGULAR_FILE || filetype === Filetype.BLOCK_DEVICE;
    const seekable = this.#stored || (filetype === Filetype.CHARACTER_DEVICE && !this.terminal);
    this.file = seekable ? new RedirectedFile(parts, fd, filetype, direction !== 'read') : undefined;
    this.appending = direction !== 'read' && filetype === Filetype.REGULAR_FILE && parts.host.appends(fd);
    this.handle = new NonblockingDescriptor(parts.host, fd, filetype, nonblocking);
  }

  get writeWaits(): boolean {
    return this.handle.waits && this.handle.writing() === this.#fd;
  }

  read(into: Iovecs): number {
    if (this.#direction === 'write') return -Errno.EBADF;
    if (into.total === 0) return 0;
    if (this.#ahead > 0) return this.#drain(into);
    if (this.#ended) {
      this.#ended = false;
      return 0;
    }
    const fd = this.handle.reading();
    if (fd === this.#fd && this.handle.waits) return this.#readDirectly(into);
    return this.#parts.transfer.read(fd, into, null);
  }

  write(from: Iovecs): number {
    if (this.#direction === 'read') return -Errno.EBADF;
    const fd = this.handle.writing();
    const waits = this.#socket && fd === this.#fd && this.handle.waits;
    // To call the kernel takes some milliseconds to load. On the main thread that is done only once the program has asked whether the stream is ready.
    const calls = waits && inWorker() ? this.#descriptor() : this.#calls;
    const written = waits && calls?.direct === true ? calls.send(from) : this.#parts.transfer.write(fd, from, null);
    return this.#noted(written, from.total);
  }

  readable(): number {
    if (this.#direction === 'write') return NOT_READY;
    if (this.#ahead > 0) return this.#peekMore();
    if (this.#stored) return this.#left();
    if (this.#ended && this.terminal) return 0;
    this.#ended = false;
    const calls = this.file === undefined ? this.#descriptor() : undefined;
    if (calls?.direct !== true) return this.#peek();
    const available = calls.available();
    this.#hungUp = calls.hungUp;
    return available;
  }

  /**
   * A pipe can be full. The host tells; if not directly, only after a write that met a full pipe. Where it does not, a write is worth another try from time
   * to time.
   */
  writable(): boolean {
    if (this.#direction === 'read') return false;
    if (this.#stored) return true;
    const calls = this.#descriptor();
    if (!calls.direct) this.handle.toWrite();
    if (!calls.direct && !this.#full) return true;
    const readiness = calls.direct ? calls.ready(true) : this.handle.readyToWrite();
    if (readiness === Readiness.UNKNOWN) return performance.now() >= this.#retryAt;
    this.#hungUp = readiness === Readiness.HUNG_UP;
    return readiness !== Readiness.NOT_YET;
  }

  hungUp(): boolean {
    return this.#hungUp;
  }

  seek(delta: number, whence: number): number {
    const offset = this.#descriptor().seek(delta, whence);
    if (offset !== -Errno.ENOSYS) return offset;
    return this.filetype === Filetype.CHARACTER_DEVICE ? 0 : -Errno.ESPIPE;
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
    this.handle.close();
  }

  #descriptor(): DescriptorCalls {
    this.#calls ??= this.#parts.host.descriptorCalls(this.#fd);
    return this.#calls;
  }

  /** Reads from what cannot be opened once more. Where the kernel cannot be asked, that waits. */
  #readDirectly(into: Iovecs): number {
    const calls = this.#descriptor();
    const got = calls.direct && this.#socket ? calls.receive(into) : -Errno.ENOSYS;
    if (got !== -Errno.ENOSYS) return got;
    if (calls.direct && calls.available() === NOT_READY) return -Errno.EAGAIN;
    return this.#parts.transfer.read(this.#fd, into, null);
  }

  /** How much there is of a file from its offset on. */
  #left(): number {
    if (this.filetype !== Filetype.REGULAR_FILE) return 1;
    const stats = this.#parts.host.roughStat(this.#fd);
    if (typeof stats === 'number') return stats;
    const offset = this.seek(0, Whence.CUR);
    // Nothing tells the offset: reading will show how much is left.
    return offset < 0 ? Math.min(stats.size, 1) : Math.max(stats.size - offset, 0);
  }

  /** Takes what there is, if there is a way to look without waiting; otherwise it is for the read to tell. */
  #peek(): number {
    const fd = this.handle.toRead();
    if (fd === this.#fd && this.handle.waits) return 1;
    this.#lookAhead ??= new Uint8Array(LOOK_AHEAD_BYTES);
    const got = this.#readAhead(fd, 0);
    if (got === -Errno.EAGAIN) return NOT_READY;
    this.#hungUp = false;
    if (got > 0) {
      this.#taken = 0;
      this.#ahead = got;
      return this.#peekMore();
    }
    if (got < 0) return 0;
    this.#hungUp = this.filetype === Filetype.UNKNOWN;
    this.#ended = true;
    return 0;
  }

  /** Takes what has come to a pipe since. After all of it only the end can come, and tells that the other side has gone. */
  #peekMore(): number {
    const end = this.#taken + this.#ahead;
    if (this.filetype !== Filetype.UNKNOWN || this.#hungUp || end === LOOK_AHEAD_BYTES) return this.#ahead;
    const more = this.#readAhead(this.handle.toRead(), end);
    this.#ahead += Math.max(more, 0);
    this.#hungUp = more === 0;
    return this.#ahead;
  }

  #readAhead(fd: number, at: number): number {
    return this.#parts.host.read(fd, this.#lookAhead as Uint8Array, at, LOOK_AHEAD_BYTES - at, null);
  }

  #drain(into: Iovecs): number {
    const got = Math.min(this.#ahead, into.total);
    scatter(this.#lookAhead as Uint8Array, this.#taken, got, into);
    this.#taken += got;
    this.#ahead -= got;
    return got;
  }

  /** Remembers what a write has told. */
  #noted(written: number, total: number): number {
    this.#full = !this.#stored && (written === -Errno.EAGAIN || (written >= 0 && written < total));
    this.#hungUp = written === -Errno.EPIPE;
    if (!this.#full) {
      this.#retryMs = SOONEST_RETRY_MS;
      return written;
    }
    this.#retryAt = performance.now() + this.#retryMs;
    this.#retryMs = Math.min(this.#retryMs * 2, LATEST_RETRY_MS);
    return written;
  }
}
