import { Errno, encodeUtf8, type Iovecs, NOT_READY, StreamBase, scatter } from '../../domain/index.js';
import { mayBlock, throwLater } from '../web/index.js';

/**
 * Gives a program something to read: text or bytes, of any length; null (or nothing) at the end of the input. It is asked when the program
 * wants more than it has been given, and may take its time (`prompt()` does). An empty answer means that there is nothing yet: it is asked
 * again. On a thread that may not block, where nothing can come while a program waits, an empty answer is the end too.
 */
export type InputSource = () => string | Uint8Array | null | undefined;

const EMPTY = new Uint8Array(0);

/** A stream that asks a callback for what is to be read. */
export class CallbackInput extends StreamBase {
  readonly #source: InputSource;
  readonly #beforeAsking: () => void;
  #bytes: Uint8Array = EMPTY;
  #taken = 0;
  #ended = false;

  /** @param beforeAsking called before each question: the place to show what the program has written of a line */
  constructor(source: InputSource, beforeAsking: () => void = () => {}) {
    super();
    this.#source = source;
    this.#beforeAsking = beforeAsking;
  }

  override read(into: Iovecs): number {
    if (into.total === 0) return 0;
    const available = this.readable();
    if (available === NOT_READY) return -Errno.EAGAIN;
    return available > 0 ? this.#drain(into, available) : available;
  }

  /** Asks for more if nothing is left. `-EIO` if the callback throws; the page then has an uncaught exception. */
  override readable(): number {
    if (this.#taken < this.#bytes.length) return this.#bytes.length - this.#taken;
    if (this.#ended) return 0;
    let answer: string | Uint8Array | null | undefined;
    try {
      this.#beforeAsking();
      answer = this.#source();
    } catch (error) {
      throwLater(error);
      return -Errno.EIO;
    }
    const bytes = typeof answer === 'string' ? encodeUtf8(answer) : (answer?.slice() ?? EMPTY);
    this.#bytes = bytes;
    this.#taken = 0;
    if (bytes.length > 0) return bytes.length;
    if (answer !== null && answer !== undefined && mayBlock()) return NOT_READY;
    this.#ended = true;
    return 0;
  }

  override writable(): boolean {
    return false;
  }

  /** The next program is not at the end: the callback is asked again. */
  override close(): void {
    this.#ended = false;
  }

  #drain(into: Iovecs, available: number): number {
    const got = Math.min(into.total, available);
    scatter(this.#bytes, this.#taken, got, into);
    this.#taken += got;
    return got;
  }
}
