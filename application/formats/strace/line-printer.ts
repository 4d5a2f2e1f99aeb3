import { errnoName, errnoText, type HostcallName } from '../../../domain/index.js';
import type { Abi, CallRecord, CallShape } from '../../tracing/index.js';
import { LineStyle } from './line-style.js';
import type { Printer } from './printer.js';
import { seconds } from './seconds.js';
import { argumentPrinters } from './strace-arguments.js';
import type { CompleteStraceOptions } from './strace-options.js';
import { promotedPrinter } from './strace-results.js';
import { errno } from './value-text.js';

/** How the calls of one hostcall are printed. */
interface Printers {
  readonly style: LineStyle;
  readonly name: string;
  readonly arguments: readonly Printer[];
  /** The text after the `=` of a call that succeeded. */
  readonly promoted: (call: CallRecord) => string;
}

/** A line in pieces. */
export interface LinePieces {
  /** Up to the closing parenthesis. */
  readonly head: string;
  /** Behind the `=`; undefined of a call that has not returned. */
  readonly result: string | undefined;
  /** `(INJECTED)`, `(DELAYED)`, or both; empty if it was not tampered with. */
  readonly marks: string;
}

/** Options that have been checked, with the hostcalls that `raw` and `verbose` hold for. */
export type LineOptions = Omit<CompleteStraceOptions, 'raw' | 'verbose'> & {
  readonly raw: ReadonlySet<HostcallName>;
  readonly verbose: ReadonlySet<HostcallName>;
};

type ByNumber = (Printers | undefined)[];

/** Prints the lines of calls with one set of options. The printers of a hostcall are made once, when it is first printed. */
export class LinePrinter {
  readonly #options: LineOptions;
  /** By what differs between hostcalls. */
  readonly #styles = new Map<string, LineStyle>();
  /** Captures have other places in the older module, and in a whole capture. */
  readonly #printersOf: Readonly<Record<Abi, readonly [ByNumber, ByNumber]>> = {
    preview1: [[], []],
    unstable: [[], []],
  };
  /** The same without colours, to measure the width of lines; undefined if there are no colours. */
  readonly #plain: LinePrinter | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#plain = options.palette && new LinePrinter({ ...options, palette: undefined });
  }

  /** The line of a call in pieces, without a prefix and the time that it took. */
  pieces(call: CallRecord): LinePieces {
    const printers = this.#printers(call.shape);
    return {
      head: `${headOf(call, printers)})`,
      result: call.state === 'entered' ? undefined : this.#outcome(call, printers),
      marks: call.extras === undefined ? '' : this.#marks(call).trim(),
    };
  }

  /** The line of a call. @param prefix with which it begins */
  line(call: CallRecord, prefix: string): string {
    const { column, times, precision, palette } = this.#options;
    const printers = this.#printers(call.shape);
    const head = `${prefix}${headOf(call, printers)}`;
    if (call.state === 'entered') return `${head} ${palette?.mark('<unfinished ...>') ?? '<unfinished ...>'}`;
    const width = this.#plain === undefined ? head.length : prefix.length + this.#plain.#width(call);
    const missing = column - 2 - width;
    let line = `${head})${missing > 0 ? ' '.repeat(missing) : ''} = ${this.#outcome(call, printers)}`;
    if (call.extras !== undefined) line += this.#marks(call);
    return times ? `${line} <${seconds(call.duration, precision.times ?? 'us')}>` : line;
  }

  /** How wide a call is up to its closing parenthesis. */
  #width(call: CallRecord): number {
    return headOf(call, this.#printers(call.shape)).length;
  }

  #outcome(call: CallRecord, printers: Printers): string {
    if (call.state === 'left') return '?';
    const { errno: value } = call;
    if (value === 0) return printers.promoted(call);
    const { palette } = this.#options;
    const { style } = printers;
    const text = style.options.raw ? `${value} ${errnoName(value)}` : `-1 ${errno(value, style)} (${errnoText(value)})`;
    return palette === undefined ? text : palette.errno(text);
  }

  #marks({ injected, delayed }: CallRecord): string {
    const marks = `${injected ? ' (INJECTED)' : ''}${delayed ? ' (DELAYED)' : ''}`;
    return marks === '' ? '' : (this.#options.palette?.mark(marks) ?? marks);
  }

  #printers(shape: CallShape): Printers {
    const known: ByNumber = this.#printersOf[shape.abi][shape.whole ? 1 : 0];
    let printers = known[shape.number];
    if (printers === undefined) {
      const style = this.#styleOf(shape.name);
      printers = {
        style,
        name: `${this.#options.palette?.name(shape.name) ?? shape.name}(`,
        arguments: argumentPrinters(shape, style),
        promoted: promotedPrinter(shape, style),
      };
      known[shape.number] = printers;
    }
    return printers;
  }

  #styleOf(name: HostcallName): LineStyle {
    const [raw, verbose] = [this.#options.raw.has(name), this.#options.verbose.has(name)];
    const key = `${raw} ${verbose}`;
    const style = this.#styles.get(key) ?? new LineStyle({ ...this.#options, raw, verbose });
    this.#styles.set(key, style);
    return style;
  }
}

/** A call up to the closing parenthesis, without that. */
function headOf(call: CallRecord, printers: Printers): string {
  let text = printers.name;
  let first = true;
  for (const print of printers.arguments) {
    const argument = print(call);
    if (argument === undefined) continue;
    text += first ? argument : `, ${argument}`;
    first = false;
  }
  return text;
}
