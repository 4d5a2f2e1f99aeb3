import { everyHostcall, type HostcallName } from '../../../domain/index.js';
import { type HostcallSelection, hostcallsIn } from '../../hostcall-set.js';
import { printable } from '../../text/index.js';
import type { CallRecord, HostcallEvent } from '../../tracing/index.js';
import { recordOf, stackOf } from '../../tracing/index.js';
import { completeOptions } from './complete-options.js';
import { dumpLines } from './hex-dump.js';
import { LinePrefix } from './line-prefix.js';
import { type LineOptions, type LinePieces, LinePrinter } from './line-printer.js';
import { stackLines } from './stack-lines.js';
import type { StraceOptions } from './strace-options.js';

/** Prints calls with one set of options. The printers of a hostcall are made once, when it is first printed. */
export class StraceFormatter {
  readonly #options: LineOptions;
  readonly #lines: LinePrinter;
  readonly #prefix: LinePrefix;

  constructor(options?: StraceOptions) {
    const complete = completeOptions(options);
    this.#options = { ...complete, raw: namesOf(complete.raw), verbose: namesOf(complete.verbose) };
    this.#lines = new LinePrinter(this.#options);
    this.#prefix = new LinePrefix(complete);
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
    const why =
      (reasons || this.#options.verbose.has(call.name)) && denial !== undefined ? explainDenial?.(denial) : undefined;
    if (why !== undefined) below.push(`  ^ ${printable(why)}`);
    if (dumps !== undefined) below.push(...dumpLines(call, dumps));
    if (stack !== undefined) below.push(...stackLines(stack, this.#options.symbols));
    return below.length === 0 ? line : `${line}\n${below.join('\n')}`;
  }

  /** The line of a call in pieces, without a prefix, dumps and the time that it took. */
  pieces(event: HostcallEvent): LinePieces {
    return this.#lines.pieces(recordOf(event));
  }

  /**
   * A line that is not about a call, such as that of `formatOutcome`, with the prefix of the others.
   * @param at its time, as in events
   */
  note(text: string, at: number): string {
    return this.#prefix.empty ? text : this.#prefix.text(at, undefined, false) + text;
  }

  #line(call: CallRecord): string {
    const { state, sequence, start, thread } = call;
    const bare = this.#prefix.empty && thread === 1;
    return this.#lines.line(call, bare ? '' : this.#prefix.text(start, sequence, state === 'entered', thread));
  }
}

/** The hostcalls that an option holds for. */
function namesOf(option: boolean | HostcallSelection): ReadonlySet<HostcallName> {
  if (typeof option === 'boolean') return new Set(option ? everyHostcall : []);
  return new Set(hostcallsIn(option));
}
