import type { Paint } from '../terminal/colour.js';
import { write } from '../terminal/report.js';

const CHUNK = 1 << 16;

/** The lines of a report, written to stdout in large pieces. */
export class DiffPage {
  readonly paint: Paint;
  #pending = '';

  constructor(paint: Paint) {
    this.paint = paint;
  }

  line(text: string): void {
    this.#pending += `${text}\n`;
    if (this.#pending.length > CHUNK) this.flush();
  }

  /** A line in another colour, after an empty one. */
  heading(text: string): void {
    this.line(`\n${this.paint('cyan', text)}`);
  }

  /** Writes what is not written yet. */
  flush(): void {
    write(1, this.#pending);
    this.#pending = '';
  }
}
