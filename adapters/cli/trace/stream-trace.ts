import { stripVTControlCharacters } from 'node:util';
import { isStackOverflow } from '../../web/index.js';
import { isTerminal } from '../terminal/is-terminal.js';
import { write } from '../terminal/report.js';
import type { TraceOutput } from './trace-output.js';

/** A trace on stdout or stderr. A line is written before the guest continues. */
export class StreamTrace implements TraceOutput {
  readonly fd: 1 | 2;
  readonly #terminal: boolean;
  #shown = false;
  #failure: Error | undefined;

  constructor(fd: 1 | 2) {
    this.fd = fd;
    this.#terminal = isTerminal(fd);
  }

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
    this.#write(
      stripVTControlCharacters(text).slice(0, (process[this.fd === 1 ? 'stdout' : 'stderr'].columns || 80) - 1),
    );
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
