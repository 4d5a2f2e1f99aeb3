import { Errno, Filetype, gather, type Iovecs, StreamBase } from '../../domain/index.js';
import { decodeAnyUtf8, throwLater } from '../web/index.js';

/**
 * Takes a line, without its newline. If it throws, the guest gets `-EIO`, and the page an uncaught exception. Once it has returned false, it is not
 * called again, and writes are `-EPIPE`.
 */
export type LineSink = (line: string) => unknown;

const NEWLINE = 0x0a;
const SMALLEST = 256;
/** Bytes of a line without an end that are kept; a longer one is handed on in pieces. */
const LONGEST = 2 ** 20;

/**
 * A stream that passes on what is written, line by line, as UTF-8; invalid bytes become U+FFFD. An incomplete line is kept until its newline arrives,
 * it is longer than 1 MiB, or the stream is synced or closed, so nothing is lost at the end of a program.
 */
export class LineOutput extends StreamBase {
  override readonly filetype: number;
  override readonly terminal: boolean;
  readonly #take: LineSink;
  /** The first `#length` bytes are of a line whose end has not come. */
  #line = new Uint8Array(SMALLEST);
  #length = 0;
  #refused = false;

  /**
   * @param terminal whether programs see a terminal. Then libc writes line by line, and some programs use colours; otherwise libc writes some KiB at
   *   a time
   */
  constructor(take: LineSink, terminal: boolean) {
    super();
    this.#take = take;
    this.terminal = terminal;
    this.filetype = terminal ? Filetype.CHARACTER_DEVICE : Filetype.UNKNOWN;
  }

  override write(from: Iovecs): number {
    const { total } = from;
    if (total === 0) return 0;
    if (this.#refused) return -Errno.EPIPE;
    const before = this.#length;
    this.#reserve(before + total);
    gather(from, this.#line, before);
    this.#length += total;
    if (!this.#handOn(before)) return -Errno.EIO;
    return this.#length > LONGEST && this.sync() < 0 ? -Errno.EIO : total;
  }

  /** Passes on an incomplete line. */
  override sync(): number {
    if (this.#length === 0) return 0;
    const rest = this.#line.slice(0, this.#length);
    this.#length = 0;
    return this.#give(rest) ? 0 : -Errno.EIO;
  }

  override close(): void {
    this.sync();
  }

  /** Hands on every line that is whole. @param from where the bytes begin that have not been looked at */
  #handOn(from: number): boolean {
    const bytes = this.#line;
    const length = this.#length;
    let end = bytes.subarray(0, length).indexOf(NEWLINE, from);
    if (end < 0) return true;
    let begin = 0;
    // The sink may lead to a further write.
    this.#line = new Uint8Array(SMALLEST);
    this.#length = 0;
    let succeeded = true;
    const all = bytes.subarray(0, length);
    for (; end >= 0; end = all.indexOf(NEWLINE, begin)) {
      if (!this.#give(all.subarray(begin, end))) succeeded = false;
      begin = end + 1;
    }
    const rest = length - begin;
    this.#reserve(this.#length + rest);
    this.#line.set(all.subarray(begin), this.#length);
    this.#length += rest;
    return succeeded;
  }

  #give(line: Uint8Array): boolean {
    if (this.#refused) return true;
    try {
      this.#refused = this.#take(decodeAnyUtf8(line)) === false;
      return true;
    } catch (error) {
      throwLater(error);
      return false;
    }
  }

  #reserve(size: number): void {
    if (size <= this.#line.length) return;
    const grown = new Uint8Array(Math.max(size, this.#line.length * 2));
    grown.set(this.#line.subarray(0, this.#length));
    this.#line = grown;
  }
}
