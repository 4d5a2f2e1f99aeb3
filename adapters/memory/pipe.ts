import { checkValue, LIMIT } from '../../application/options/index.js';
import { Errno, type Iovecs, NOT_READY, Notifier, type Stream, StreamBase } from '../../domain/index.js';

import { ByteQueue } from './byte-queue.js';

/** Bytes a pipe holds unless told otherwise. More than Linux's 64 KiB: the program that reads may start only when the other has ended. */
const CAPACITY = 16 * 1024 * 1024;

/** Both ends of a pipe: what is written to one is read from the other. */
export interface Pipe {
  /** For one program's stdout. */
  readonly writer: Stream;
  /** For another program's stdin. */
  readonly reader: Stream;
}

/** The state that the two ends share. */
interface Shared {
  readonly bytes: ByteQueue;
  /** Notified of everything that may make an end ready. */
  readonly changed: Notifier;
  readonly capacity: number;
  /** Its program has closed this end, and no other has used it since. */
  writerClosed: boolean;
  readerClosed: boolean;
}

/**
 * Connects two programs. When the writer has ended, the reader gets the end of the stream; when the reader has ended, writing is `-EPIPE`. An end can
 * be given to another program afterwards, and is open again when that program uses it.
 *
 * Both ends belong to one thread, where nothing can read while it is blocked. So a call that would block to wait for the other end is `-EAGAIN`.
 * @param capacity how many unread bytes it holds
 */
export function pipe(capacity: number = CAPACITY): Pipe {
  checkValue(capacity, 'the capacity', LIMIT);
  const shared: Shared = {
    bytes: new ByteQueue(),
    changed: new Notifier(),
    capacity,
    writerClosed: false,
    readerClosed: false,
  };
  return { writer: new PipeWriter(shared), reader: new PipeReader(shared) };
}

/** Where bytes go in. */
class PipeWriter extends StreamBase {
  readonly handle: Notifier;
  readonly #shared: Shared;

  constructor(shared: Shared) {
    super();
    this.#shared = shared;
    this.handle = shared.changed;
  }

  /** Takes as many bytes as there is room for. */
  override write(from: Iovecs): number {
    if (from.total === 0) return 0;
    const { bytes, capacity, changed, readerClosed } = this.#shared;
    this.#shared.writerClosed = false;
    if (readerClosed) return -Errno.EPIPE;
    const length = Math.min(from.total, capacity - bytes.length);
    if (length <= 0) return -Errno.EAGAIN;
    bytes.put(from, length);
    changed.notify();
    return length;
  }

  override writable(): boolean {
    const { bytes, capacity, readerClosed } = this.#shared;
    return readerClosed || bytes.length < capacity;
  }

  hungUp(): boolean {
    return this.#shared.readerClosed;
  }

  override close(): void {
    this.#shared.writerClosed = true;
    this.#shared.changed.notify();
  }
}

/** Where bytes come out. */
class PipeReader extends StreamBase {
  readonly handle: Notifier;
  readonly #shared: Shared;

  constructor(shared: Shared) {
    super();
    this.#shared = shared;
    this.handle = shared.changed;
  }

  override read(into: Iovecs): number {
    this.#shared.readerClosed = false;
    if (into.total === 0) return 0;
    const available = this.readable();
    if (available === NOT_READY) return -Errno.EAGAIN;
    const got = this.#shared.bytes.take(into);
    this.#shared.changed.notify();
    return got;
  }

  override readable(): number {
    const { bytes, writerClosed } = this.#shared;
    return bytes.length === 0 && !writerClosed ? NOT_READY : bytes.length;
  }

  override writable(): boolean {
    return false;
  }

  hungUp(): boolean {
    return this.#shared.writerClosed;
  }

  override close(): void {
    this.#shared.readerClosed = true;
    this.#shared.changed.notify();
  }
}
