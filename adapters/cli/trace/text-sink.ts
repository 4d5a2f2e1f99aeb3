import {
  formatOutcome,
  StraceFormatter,
  type StraceOptions,
  stackLines,
  type TraceOutcome,
} from '../../../application/formats/index.js';
import type { HostcallEvent } from '../../../application/tracing/index.js';
import type { Clocks } from '../../../domain/index.js';
import type { LineKeeper } from './line-keeper.js';
import type { TraceOutput } from './trace-output.js';
import type { TraceSink } from './trace-sink.js';

/** A trace as text: a line for each call, apart from what the guest prints to the same place. */
export class TextSink implements TraceSink {
  readonly #output: TraceOutput;
  readonly #keeper: LineKeeper;
  readonly #clocks: Pick<Clocks, 'monotonic'>;
  readonly #formatter: StraceFormatter;
  readonly #symbols: StraceOptions['symbols'];

  /** @param clocks those that time the calls */
  constructor(output: TraceOutput, keeper: LineKeeper, clocks: Pick<Clocks, 'monotonic'>, options: StraceOptions) {
    this.#output = output;
    this.#keeper = keeper;
    this.#clocks = clocks;
    this.#formatter = new StraceFormatter(options);
    this.#symbols = options.symbols;
  }

  entered(call: HostcallEvent): void {
    // A prompt stays: it tells as well that the program waits.
    if (!this.#keeper.unfinished) this.#output.waiting(this.#formatter.call(call));
  }

  call(call: HostcallEvent): void {
    this.line(this.#formatter.call(call));
    this.#output.passed(call.start + call.duration);
  }

  /** An error has no line in the trace: it is reported on stderr. */
  end(outcome: TraceOutcome): void {
    const text = formatOutcome(outcome);
    if (text === undefined) return;
    this.line(this.#formatter.note(text, this.#clocks.monotonic()));
    if ('trap' in outcome) for (const line of stackLines(outcome.stack ?? [], this.#symbols)) this.line(line);
  }

  line(text: string): void {
    // strace glues its lines to what the guest has left unfinished.
    this.#output.line(this.#keeper.unfinished ? `\n${text}` : text);
    this.#keeper.unfinished = false;
  }
}
