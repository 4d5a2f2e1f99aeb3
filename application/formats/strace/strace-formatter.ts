import { errnoName, errnoText, everyHostcall, type HostcallName } from '../../../domain/index.js';
import { type HostcallSelection, hostcallsIn } from '../../hostcall-set.js';
import { printable } from '../../text/index.js';
import type { CallRecord, CallShape, HostcallEvent } from '../../tracing/index.js';
import { recordOf, stackOf } from '../../tracing/index.js';
import { dumpLines } from './hex-dump.js';
import { LinePrefix } from './line-prefix.js';
import { LineStyle } from './line-style.js';
import type { Printer } from './printer.js';
import { seconds } from './seconds.js';
import { stackLines } from './stack-lines.js';
import { argumentPrinters } from './strace-arguments.js';
import { type CompleteStraceOptions, completeOptions, type StraceOptions } from './strace-options.js';
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

type ByNumber = (Printers | undefined)[];

/** Prints calls with one set of options. The printers of a hostcall are made once, when it is first printed. */
export class StraceFormatter {
  readonly #options: CompleteStraceOptions;
  /** By what differs between hostcalls. */
  readonly #styles = new Map<string, LineStyle>();
  readonly #raw: ReadonlySet<HostcallName>;
  readonly #verbose: ReadonlySet<HostcallName>;
  readonly #prefix: LinePrefix;
  readonly #preview1: ByNumber = [];
  readonly #unstable: ByNumber = [];
  /** The same without colours, to measure the width of lines; undefined if there are no colours. */
  readonly #plain: StraceFormatter | undefined;

  constructor(options?: StraceOptions) {
    this.#options = completeOptions(options);
    this.#raw = namesOf(this.#options.raw);
    this.#verbose = namesOf(this.#options.verbose);
    this.#prefix = new LinePrefix(this.#options);
    this.#plain = options?.palette && new StraceFormatter({ ...options, palette: undefined });
  }

  /**
   * A call as `formatStrace` prints it.
   * @param event of `hostcalls$` or `entered$`, or of a recording
   * @returns a line, and more lines for dumps, stacks and a denial; no newline at the end
   */
  call(event: HostcallEvent): string {
    const call = recordOf(event);
    const { dumps, reasons } = this.#options;
    const line = this.#line(call);
    if (dumps === undefined && call.extras === undefined) return line;
    if (call.state === 'entered') return line;
    const below: string[] = [];
    const { denial, explainDenial } = call.extras ?? {};
    const stack = stackOf(call);
    const why = (reasons || this.#verbose.has(call.name)) && denial !== undefined ? explainDenial?.(denial) : undefined;
    if (why !== undefined) below.push(`  ^ ${printable(why)}`);
    if (dumps !== undefined) below.push(...dumpLines(call, dumps));
    if (stack !== undefined) below.push(...stackLines(stack, this.#options.symbols));
    return below.length === 0 ? line : `${line}\n${below.join('\n')}`;
  }

  /**
   * A line that is not about a call, such as that of `formatOutcome`, with the prefix of the others.
   * @param at its time, as in events
   */
  note(text: string, at: number): string {
    return this.#prefix.empty ? text : this.#prefix.text(at, undefined, false) + text;
  }

  #line(call: CallRecord): string {
    const { state } = call;
    const { column, times, precision, palette } = this.#options;
    const printers = this.#printers(call.shape);
    const prefix = this.#prefix.empty ? '' : this.#prefix.text(call.start, call.sequence, state === 'entered');
    const head = `${prefix}${headOf(call, printers)}`;
    if (state === 'entered') return `${head} ${palette?.mark('<unfinished ...>') ?? '<unfinished ...>'}`;
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
    const known = shape.abi === 'unstable' ? this.#unstable : this.#preview1;
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
    const [raw, verbose] = [this.#raw.has(name), this.#verbose.has(name)];
    const key = `${raw} ${verbose}`;
    const style = this.#styles.get(key) ?? new LineStyle({ ...this.#options, raw, verbose });
    this.#styles.set(key, style);
    return style;
  }
}

/** The hostcalls that an option holds for. */
function namesOf(option: boolean | HostcallSelection): ReadonlySet<HostcallName> {
  if (typeof option === 'boolean') return new Set(option ? everyHostcall : []);
  return new Set(hostcallsIn(option));
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
