import { fstatSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import { write } from '../terminal/report.js';
import { PiecewiseTrace } from './piecewise-trace.js';

/** Which of stdout and stderr leads to a file, if one does. Opened once more, it would be emptied, and have each write over the other. */
export function standardStream(path: string): 1 | 2 | undefined {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (file === undefined) return undefined;
  return ([1, 2] as const).find(fd => {
    try {
      const { dev, ino } = fstatSync(fd, { bigint: true });
      return dev === file.dev && ino === file.ino;
    } catch {
      // It is closed.
      return false;
    }
  });
}

/** A trace in a file. While the guest waits, it has the call that waits. */
export class FileTrace extends PiecewiseTrace {
  readonly fd: number;
  /** A regular file of its own: what was written can be replaced. */
  readonly #replaceable: boolean;
  /** Where the next piece goes. */
  #position = 0;
  /** Where what is shown of a waiting call ends; 0 if nothing is shown. */
  #shown = 0;

  /**
   * @param path is created, or emptied; where stdout or stderr lead there, the trace is written to them, between what the guest prints
   * @param now tells the time, in nanoseconds, where the clock of the calls may stand still
   * @param append whether the trace is added to what is in the file
   * @throws CommandLineError if it can't be
   */
  constructor(path: string, now?: () => number, append = false) {
    super(path, now);
    try {
      const standard = standardStream(path);
      this.fd = standard ?? openSync(path, append ? 'a' : 'w');
      this.#replaceable = standard === undefined && !append && fstatSync(this.fd).isFile();
    } catch (error) {
      throw this.trouble(error as Error);
    }
  }

  override waiting(text: string): void {
    super.waiting(text);
    if (!this.#replaceable) return;
    this.attempt(() => {
      this.#shown = this.#writeAt(Buffer.from(`${text}\n`), this.#position);
    });
  }

  protected write(bytes: Uint8Array): void {
    if (!this.#replaceable) {
      write(this.fd, bytes);
      return;
    }
    this.#position = this.#writeAt(bytes, this.#position);
    if (this.#shown > this.#position) ftruncateSync(this.fd, this.#position);
    this.#shown = 0;
  }

  /** Returns where the bytes end in the file. */
  #writeAt(bytes: Uint8Array, position: number): number {
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.fd, bytes, done, bytes.length - done, position + done);
    return position + bytes.length;
  }
}
