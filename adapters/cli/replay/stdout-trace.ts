import { write } from '../terminal/report.js';
import type { TraceOutput } from '../trace/trace-output.js';

const CHUNK = 0x10000;

/** A trace on stdout, which nothing else uses. */
export class StdoutTrace implements TraceOutput {
  readonly fd = 1;
  #pending = '';

  line(text: string): void {
    this.text(`${text}\n`);
  }

  text(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= CHUNK) this.flush();
  }

  waiting(): void {
    // Nothing waits while a recording is printed.
  }

  showsTyping(): boolean {
    return false;
  }

  passed(): void {
    // Nobody waits for it either.
  }

  catchUp(): void {
    this.flush();
  }

  flush(): void {
    const text = this.#pending;
    this.#pending = '';
    write(1, text);
  }
}
