import { StraceFormatter, type StraceOptions } from '../../../application/formats/index.js';
import type { HostcallEvent } from '../../../application/tracing/index.js';

/** Calls that equal the one before: their arguments and results, as shown in lines. */
export class RepeatedCalls {
  readonly #formatter: StraceFormatter;
  readonly #times: boolean;
  /** Who calls, as other lines begin with it. */
  readonly #caller: string;
  /** The line that is repeated. */
  #last: string | undefined;
  #count = 0;
  /** How long they took, in nanoseconds. */
  #duration = 0;

  /** @param options of the lines */
  constructor(options: StraceOptions) {
    const { times = false, palette: _, timestamps: _t, ...rest } = options;
    this.#times = times;
    this.#caller = options.caller ? `[${options.caller}] ` : '';
    this.#formatter = new StraceFormatter({ ...rest, times: false, relative: false, sequence: false });
  }

  /** Whether a call is the same as the one before. Then it is counted. */
  takes(call: HostcallEvent): boolean {
    const text = `${call.instance} ${this.#formatter.call(call)}`;
    if (text !== this.#last) {
      this.#last = text;
      return false;
    }
    this.#count++;
    this.#duration += call.duration;
    return true;
  }

  /** The line for what was counted, which begins anew; undefined for nothing. */
  note(): string | undefined {
    if (this.#count === 0) return undefined;
    const time = this.#times ? `, ${(this.#duration / 1e9).toFixed(6)} s` : '';
    const note = `${this.#caller} * repeated ${this.#count} ${this.#count === 1 ? 'time' : 'times'} more${time}`;
    this.#count = 0;
    this.#duration = 0;
    return note;
  }
}
