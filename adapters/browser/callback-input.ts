import { Errno, encodeUtf8, type Iovecs, NOT_READY, StreamBase, scatter } from '../../domain/index.js';
import { mayBlock, throwLater } from '../web/index.js';

/**
 * Returns input for a program: text or bytes, of any length; null (or nothing) at the end of the input. It is called when the program reads more than
 * it has been given, and may block (`prompt()` does). An empty result means that there is no input yet, and it is called again. On a thread that may not
 * block, where no input can arrive while a program waits, an empty result is the end too.
 */
export type InputSource = () => string | Uint8Array | null | undefined;

const EMPTY = new Uint8Array(0);

/** A stream that reads from a callback. */
export class CallbackInput extends StreamBase {
  readonly #source: InputSource;
  readonly #beforeAsking: () => void;
  #bytes: Uint8Array = EMPTY;
  #taken = 0;
  #ended = false;

  /** @param beforeAsking called before each call of `source`: the place to show an incomplete line that the program has written */
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

  /** Calls the callback if nothing is left. `-EIO` if it throws; the page then has an uncaught exception. */
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

  /** The end is the end of one program's input only: for the next program, the callback is called again. */
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
