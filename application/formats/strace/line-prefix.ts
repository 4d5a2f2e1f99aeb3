import { escapedText } from '../../text/index.js';
import { callerPrefix, FIRST_THREAD } from './caller-prefix.js';
import { fraction, seconds } from './seconds.js';
import type { CompleteStraceOptions } from './strace-options.js';

const MICROSECONDS = 1_000_000;

const two = (value: number) => String(value).padStart(2, '0');

/** The prefix of lines: caller, times and numbers, in the order and format of strace. */
export class LinePrefix {
  /** The prefix is always empty. */
  readonly empty: boolean;
  readonly #options: CompleteStraceOptions;
  readonly #caller: string;
  /** Microseconds; they are exact in a double until the year 2255. */
  readonly #offset: number;
  /** Nanoseconds beside these. */
  readonly #rest: number;
  readonly #utc: boolean;
  /** The second, since 1970, that was last shown as a time of day, and that time: there are many lines in a second. */
  #second = Number.NaN;
  #timeOfDay = '';
  /** When the line before began. */
  #before: number | undefined;

  constructor(options: CompleteStraceOptions) {
    const { caller, timestamps, wallClock, relative, sequence } = options;
    this.empty = caller === '' && timestamps === undefined && !relative && !sequence;
    this.#options = options;
    this.#caller = escapedText(caller);
    const offset = wallClock?.offset ?? 0n;
    this.#offset = Number(offset / 1000n);
    this.#rest = Number(offset % 1000n);
    this.#utc = wallClock === undefined || wallClock.utc === true;
  }

  /**
   * The prefix of a line.
   * @param start when the call began, in nanoseconds of the events' clock
   * @param sequence the number of the call; undefined if the line is not about a call
   * @param again the line will be printed once more, finished
   * @param thread the guest's thread that calls
   */
  text(start: number, sequence: number | undefined, again: boolean, thread = FIRST_THREAD): string {
    const { timestamps, relative, sequence: numbered } = this.#options;
    let text = callerPrefix(this.#caller, thread);
    if (timestamps !== undefined) text += `${this.#time(start)} `;
    if (relative) {
      const { relative: precision = 'us' } = this.#options.precision;
      const since = seconds(Math.max(0, start - (this.#before ?? start)), precision, 6);
      text += timestamps === undefined ? `${since} ` : `(+${since}) `;
      if (!again) this.#before = start;
    }
    if (numbered) text += `[${sequence === undefined ? '????' : String(sequence).padStart(4)}] `;
    return text;
  }

  #time(start: number): string {
    const { timestamps, precision } = this.#options;
    const { timestamps: fine = timestamps === 'seconds' ? 's' : 'us' } = precision;
    const since = Math.floor(start) + this.#rest;
    const microseconds = this.#offset + Math.floor(since / 1000);
    const second = Math.floor(microseconds / MICROSECONDS);
    const nanoseconds = (microseconds - second * MICROSECONDS) * 1000 + (((since % 1000) + 1000) % 1000);
    if (timestamps === 'epoch') return second + fraction(nanoseconds, fine);
    if (second !== this.#second) {
      this.#second = second;
      this.#timeOfDay = timeOfDay(new Date(second * 1000), this.#utc);
    }
    return this.#timeOfDay + fraction(nanoseconds, fine);
  }
}

function timeOfDay(date: Date, utc: boolean): string {
  const [hours, minutes, seconds] = utc
    ? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
    : [date.getHours(), date.getMinutes(), date.getSeconds()];
  return `${two(hours)}:${two(minutes)}:${two(seconds)}`;
}
