import { isStackOverflow } from '../../web/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import type { TraceOutput } from './trace-output.js';

const CHUNK = 64 * 1024;
/** Nanoseconds between two pieces that are written before they are as large as a chunk. */
const INTERVAL = 1e9;

/** A trace that is written in pieces of 64 KiB, and once a second while calls are made; all of it while the guest waits. */
export abstract class PiecewiseTrace implements TraceOutput {
  abstract readonly fd: number;
  readonly #place: string;
  readonly #now: (() => number) | undefined;
  readonly #pending = Buffer.allocUnsafe(CHUNK);
  #size = 0;
  /** When the next piece is to be written, however small it is. The first is at once. */
  #due = Number.NEGATIVE_INFINITY;
  #failure: Error | undefined;

  /**
   * @param place where it goes, for messages
   * @param now tells the time, in nanoseconds, where the clock of the calls may stand still
   */
  constructor(place: string, now?: () => number) {
    this.#place = place;
    this.#now = now;
  }

  /** Writes a piece; throws if it can't be written. */
  protected abstract write(bytes: Uint8Array): void;

  line(text: string): void {
    this.text(`${text}\n`);
  }

  text(text: string): void {
    if (this.#failure !== undefined) return;
    // A character takes three bytes at most.
    const most = 3 * text.length;
    if (this.#size + most > CHUNK) this.attempt(() => this.#writePending());
    if (most > CHUNK) this.attempt(() => this.write(Buffer.from(text)));
    else this.#size += this.#pending.write(text, this.#size);
  }

  waiting(_text: string): void {
    this.catchUp();
  }

  showsTyping(): boolean {
    return false;
  }

  passed(time: number): void {
    const now = this.#now?.() ?? time;
    if (now < this.#due) return;
    try {
      this.catchUp();
      this.#due = now + INTERVAL;
    } catch {
      // There will be another call, or the end.
    }
  }

  catchUp(): void {
    this.attempt(() => this.#writePending());
  }

  flush(): void {
    this.catchUp();
    if (this.#failure !== undefined) throw this.trouble(this.#failure);
  }

  /** A failure of the trace does not reach the guest; it is reported at the end. */
  protected attempt(work: () => void): void {
    if (this.#failure !== undefined) return;
    try {
      work();
    } catch (error) {
      if (isStackOverflow(error)) throw error;
      this.#failure = error as Error;
    }
  }

  #writePending(): void {
    this.write(this.#pending.subarray(0, this.#size));
    this.#size = 0;
  }

  protected trouble(error: Error): CommandLineError {
    return new CommandLineError(
      `the trace can't be written to ${this.#place}: ${error.message}`,
      'name another file with -o',
      ExitStatus.failure,
      { cause: error },
    );
  }
}
