/** A terminal's handling of keys before the program gets a line: it echoes them, deletes characters, and ends the input. */

/** What becomes of some keys. */
export interface Typed {
  /** The echo of the terminal. */
  readonly shown: string;
  /** Lines for the program. */
  readonly lines: string;
  /** The input ends. */
  readonly ends: boolean;
}

const BACKSPACE = '\x7f';
const ERASE = '\b \b';
/** Ctrl-U and Ctrl-D, as POSIX's terminals have them by default: KILL and EOF. */
const KILL = '\x15';
const EOF = '\x04';

/** A line that is being typed, as in the canonical mode of [POSIX's terminals](https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap11.html). */
export class LineInput {
  #line: string[] = [];

  /** Takes what a person has typed or pasted. */
  type(keys: string): Typed {
    let shown = '';
    let lines = '';
    let ends = false;
    // An arrow or a function key is not part of a line.
    for (const key of keys.startsWith('\x1b') ? [] : keys) {
      switch (key) {
        case '\r':
        case '\n':
          lines += `${this.#take()}\n`;
          shown += '\r\n';
          break;
        case BACKSPACE:
        case '\b':
          if (this.#line.pop() !== undefined) shown += ERASE;
          break;
        case KILL:
          shown += ERASE.repeat(this.#take().length);
          break;
        case EOF:
          // In the middle of a line it ends the line, and not the input.
          if (this.#line.length === 0) ends = true;
          else lines += this.#take();
          break;
        default:
          if (key < ' ' && key !== '\t') break;
          this.#line.push(key);
          shown += key;
      }
    }
    return { shown, lines, ends };
  }

  #take(): string {
    const line = this.#line.join('');
    this.#line = [];
    return line;
  }
}
