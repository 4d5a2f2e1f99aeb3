/** Where a trace goes: into a file, in large pieces, or to stderr, a line at a time and in step with what the guest prints. */
import { fstatSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { isStackOverflow } from '../../web/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { write } from '../terminal/report.js';

/** A place for a trace. Where the guest has used up the stack, `line` and `text` do nothing and throw; everything else is done without harm. */
export interface TraceOutput {
  /** The descriptor of this process that it is written to. */
  readonly fd: number;
  /** Adds a line. */
  line(text: string): void;
  /** Adds text as it is. */
  text(text: string): void;
  /** Shows what the guest waits for, until the next line takes its place. Where nothing can be replaced it does nothing. */
  waiting(text: string): void;
  /** Whether Ctrl-C, when it is typed now, shows where the next line would begin. */
  showsTyping(): boolean;
  /**
   * Tells when a call has ended. What is not written yet is written if nothing has been for a second: a guest that has to be killed should not
   * take its trace with it, and while it computes no timer fires.
   * @param time nanoseconds, of any clock that goes on
   */
  passed(time: number): void;
  /** Writes what is not written yet, for others to see while the guest waits. */
  catchUp(): void;
  /** Writes what is not written yet. Throws CommandLineError if that, or anything before, failed. */
  flush(): void;
}

const CHUNK = 64 * 1024;
/** Nanoseconds between two pieces that are written before they are as large as a chunk. */
const INTERVAL = 1e9;

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

/**
 * A trace in a file, written in chunks of 64 KiB, and once a second while calls are made. While the guest waits, all of it is there, with the call
 * that waits.
 */
export class FileTrace implements TraceOutput {
  readonly fd: number;
  readonly #path: string;
  readonly #now: (() => number) | undefined;
  /** A regular file: what was written can be replaced. */
  readonly #replaceable: boolean;
  readonly #pending = Buffer.allocUnsafe(CHUNK);
  #size = 0;
  /** Where the next chunk goes. */
  #position = 0;
  /** Where what is shown of a waiting call ends; 0 if nothing is shown. */
  #shown = 0;
  /** When the next piece is to be written, however small it is. The first is at once. */
  #due = Number.NEGATIVE_INFINITY;
  #failure: Error | undefined;

  /**
   * @param path is created, or emptied; where stdout or stderr lead there, the trace is written to them, between what the guest prints
   * @param now tells the time, in nanoseconds, where the clock of the calls may stand still
   * @throws CommandLineError if it can't be
   */
  constructor(path: string, now?: () => number) {
    this.#path = path;
    this.#now = now;
    try {
      const standard = standardStream(path);
      this.fd = standard ?? openSync(path, 'w');
      this.#replaceable = standard === undefined && fstatSync(this.fd).isFile();
    } catch (error) {
      throw this.#trouble(error as Error);
    }
  }

  line(text: string): void {
    this.text(`${text}\n`);
  }

  text(text: string): void {
    if (this.#failure !== undefined) return;
    // A character takes three bytes at most.
    const most = 3 * text.length;
    if (this.#size + most > CHUNK) this.#attempt(() => this.#writePending());
    if (most > CHUNK) this.#attempt(() => this.#write(Buffer.from(text)));
    else this.#size += this.#pending.write(text, this.#size);
  }

  waiting(text: string): void {
    this.#attempt(() => {
      this.#writePending();
      if (this.#replaceable) this.#shown = this.#writeAt(Buffer.from(`${text}\n`), this.#position);
    });
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
    this.#attempt(() => this.#writePending());
  }

  flush(): void {
    this.catchUp();
    if (this.#failure !== undefined) throw this.#trouble(this.#failure);
  }

  /** A failure of the trace does not reach the guest; it is reported at the end. */
  #attempt(work: () => void): void {
    if (this.#failure !== undefined) return;
    try {
      work();
    } catch (error) {
      if (isStackOverflow(error)) throw error;
      this.#failure = error as Error;
    }
  }

  #writePending(): void {
    this.#write(this.#pending.subarray(0, this.#size));
    this.#size = 0;
  }

  #write(bytes: Uint8Array): void {
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

  #trouble(error: Error): CommandLineError {
    return new CommandLineError(
      `the trace can't be written to ${this.#path}: ${error.message}`,
      'name another file with -o',
      ExitStatus.failure,
      { cause: error },
    );
  }
}

/** A trace on stderr. A line is out before the guest goes on. */
export class StderrTrace implements TraceOutput {
  readonly fd = 2;
  readonly #terminal = isatty(2);
  #shown = false;
  #failure: Error | undefined;

  line(text: string): void {
    this.text(`${text}\n`);
  }

  text(text: string): void {
    this.#write(`${this.#shown ? '\r\x1b[2K' : ''}${text}`);
    this.#shown = false;
  }

  /** Only on a terminal, where it can be wiped out; cut to one row of it. One that does not know its width says 0. */
  waiting(text: string): void {
    if (!this.#terminal) return;
    this.#write(stripVTControlCharacters(text).slice(0, (process.stderr.columns || 80) - 1));
    this.#shown = true;
  }

  showsTyping(): boolean {
    return this.#terminal && !this.#shown;
  }

  /** All of it is written at once. */
  passed(): void {}

  catchUp(): void {}

  flush(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** As with a file, a failure does not reach the guest. */
  #write(text: string): void {
    if (this.#failure !== undefined) return;
    try {
      write(this.fd, text);
    } catch (error) {
      if (isStackOverflow(error)) throw error;
      this.#failure = error as Error;
    }
  }
}
