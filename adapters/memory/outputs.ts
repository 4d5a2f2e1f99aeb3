import { CALLBACK, checkValue, LIMIT } from '../../application/options/index.js';
import { Errno, gather, type Iovecs, type Stream, StreamBase } from '../../domain/index.js';
import { decodeAnyUtf8 } from '../web/index.js';
import { ByteQueue } from './byte-queue.js';

/** Bytes that are kept of what is written, unless told otherwise. */
const CAPACITY = 2 ** 30;

/**
 * A stream that keeps what is written to it.
 * @param capacity how many bytes it keeps; beyond that, writing is `-ENOSPC`. Default: 1 GiB
 */
export function captureOutput(capacity: number = CAPACITY): CaptureOutput {
  return new CaptureOutput(capacity);
}

/** See {@link captureOutput}. */
export class CaptureOutput extends StreamBase {
  readonly #written = new ByteQueue();
  readonly #capacity: number;

  constructor(capacity: number = CAPACITY) {
    super();
    checkValue(capacity, 'the capacity', LIMIT);
    this.#capacity = capacity;
  }

  /** All that was written, a copy. */
  get bytes(): Uint8Array {
    return this.#written.bytes();
  }

  /** All that was written, as UTF-8; invalid bytes become U+FFFD. */
  get text(): string {
    return decodeAnyUtf8(this.#written.bytes());
  }

  /** Forgets what was written. */
  clear(): void {
    this.#written.clear();
  }

  override write(from: Iovecs): number {
    const length = Math.min(from.total, this.#capacity - this.#written.length);
    if (length <= 0) return from.total === 0 ? 0 : -Errno.ENOSPC;
    this.#written.put(from, length);
    return length;
  }
}

/**
 * A stream that passes on each write at once.
 * @param take gets a copy of the bytes of each write. If it throws, the program gets `-EIO`. If it returns false, the program gets `-EPIPE`, for this
 *   and every later write
 */
export function callbackOutput(take: (bytes: Uint8Array) => unknown): Stream {
  return new CallbackOutput(take);
}

class CallbackOutput extends StreamBase {
  readonly #take: (bytes: Uint8Array) => unknown;
  #refused = false;

  constructor(take: (bytes: Uint8Array) => unknown) {
    super();
    checkValue(take, 'what takes the output', CALLBACK);
    this.#take = take;
  }

  override write(from: Iovecs): number {
    if (from.total === 0) return 0;
    if (this.#refused) return -Errno.EPIPE;
    const bytes = new Uint8Array(from.total);
    gather(from, bytes, 0);
    try {
      this.#refused = this.#take(bytes) === false;
    } catch {
      return -Errno.EIO;
    }
    return this.#refused ? -Errno.EPIPE : from.total;
  }
}
