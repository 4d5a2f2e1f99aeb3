import type { OutputStream } from '../../../application/index.js';
import { write } from '../report.js';
import { samePlace } from '../trace/line-keeper.js';

const NEWLINE = 0x0a;

/** What a replay prints: the program's output where it went, and lines about calls on stderr, apart from that. */
export class ReplayOutput {
  /** What the program printed last, to where the lines go, was not the end of a line. */
  #unfinished = false;
  readonly #together = samePlace(1, 2);

  /** Prints what the program wrote. */
  write(stream: OutputStream, bytes: Uint8Array): void {
    write(stream, bytes);
    if (stream === 2 || this.#together) this.#unfinished = bytes.at(-1) !== NEWLINE;
  }

  /** Prints a line of ours. */
  line(text: string): void {
    write(2, `${this.#unfinished ? '\n' : ''}${text}\n`);
    this.#unfinished = false;
  }
}
