/** A line on the terminal that tells how far long work is. */
import { fstatSync, writeSync } from 'node:fs';
import { printable } from '../../../application/text/index.js';
import { isTerminal } from './is-terminal.js';

/** How long work takes before it is shown, in seconds, unless `HOSTCALL_PROGRESS_DELAY` says otherwise. */
const DELAY = 0.5;
/** Milliseconds between two states that are shown. */
const INTERVAL = 100;

/** The last line of a terminal. */
export interface TerminalLine {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Milliseconds of work before something is shown. */
  readonly delay: number;
  readonly columns: number;
  write(text: string): void;
}

/** The line to erase before other output. */
let shown: Progress | undefined;

/**
 * How far work is. It is shown on stderr if that is a terminal, and erased at the end, and before anything else is written. Only the work itself
 * shows it: no timer fires meanwhile.
 */
export class Progress {
  readonly #line: TerminalLine | undefined;
  /** When the next state is to be shown. */
  #due = Number.POSITIVE_INFINITY;
  #what = '';
  #unit = '';
  #all: number | undefined;
  #done = 0;
  #drawn = false;

  /** The work begins. @param line where it is shown; undefined for nowhere */
  constructor(line: TerminalLine | undefined = stderrLine()) {
    this.#line = line;
    if (line !== undefined) this.#due = line.now() + line.delay;
  }

  /** Whether it can be shown at all. */
  get possible(): boolean {
    return this.#due !== Number.POSITIVE_INFINITY;
  }

  /**
   * A part of the work begins.
   * @param what a text such as `reading notes.txt`
   * @param all how much there is to be done: then a percentage is shown
   * @param unit what is counted, if it is not known how many there are: `entries`
   */
  begin(what: string, all?: number, unit = ''): void {
    this.#what = what;
    this.#all = all;
    this.#unit = unit;
    this.#done = 0;
    // The shown line is out of date.
    if (this.#drawn) this.#due = 0;
    this.advance(0);
  }

  /** More is done. */
  advance(by = 1): void {
    this.#done += by;
    if (this.#line === undefined || this.#line.now() < this.#due) return;
    this.#due = this.#line.now() + INTERVAL;
    this.#draw(this.#line);
  }

  /** Takes the line away, until it is shown again. */
  erase(): void {
    if (!this.#drawn) return;
    this.#drawn = false;
    shown = undefined;
    this.#line?.write(ERASED);
  }

  /** The work has ended, or is not to be shown any more. */
  end(): void {
    this.#due = Number.POSITIVE_INFINITY;
    this.erase();
  }

  #draw(line: TerminalLine): void {
    const text = `hostcall: ${printable(this.#what)}${this.#state()}`;
    line.write(`${this.#drawn ? ERASED : ''}${text.slice(0, line.columns - 1)}`);
    this.#drawn = true;
    shown = this;
  }

  #state(): string {
    if (this.#all !== undefined) return `: ${Math.min(100, Math.floor((100 * this.#done) / Math.max(this.#all, 1)))} %`;
    return this.#done === 0 ? '' : `: ${this.#done.toLocaleString('en')} ${this.#unit}`;
  }
}

/** What takes away a line that the cursor is on. */
const ERASED = '\r\x1b[2K';

/**
 * Makes room for something else that is written. Where the output appears on a terminal, it shows by itself that the work goes on.
 * @param fd what is written to
 */
export function yieldTo(fd: number): void {
  if (shown === undefined) return;
  if (fd === 1 && isTerminal(1)) shown.end();
  else shown.erase();
}

/** undefined where stderr is not a terminal. A pipe on stdout may lead to a program that has the screen, such as `less`. */
function stderrLine(): TerminalLine | undefined {
  if (!isTerminal(2) || process.env.TERM === 'dumb' || isPipe(1)) return undefined;
  const delay = Number.parseFloat(process.env.HOSTCALL_PROGRESS_DELAY ?? '');
  return {
    now: () => performance.now(),
    delay: 1000 * (delay >= 0 ? delay : DELAY),
    // A terminal that does not know its width says 0.
    columns: process.stderr.columns || 80,
    write: text => {
      try {
        writeSync(2, text);
      } catch {
        // It is not worth an error.
      }
    },
  };
}

function isPipe(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}
