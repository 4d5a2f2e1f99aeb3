import {
  formatOutcome,
  StraceFormatter,
  type StraceOptions,
  stackLines,
  type TraceOutcome,
} from '../../../application/formats/index.js';
import { callSentence } from '../../../application/sentences/index.js';
import type { HostcallEvent } from '../../../application/tracing/index.js';
import type { Clocks } from '../../../domain/index.js';
import type { LineKeeper } from './line-keeper.js';
import { RepeatedCalls } from './repeated-calls.js';
import type { TraceOutput } from './trace-output.js';
import type { TracePlan } from './trace-plan.js';
import type { TraceSink } from './trace-sink.js';

/** A trace as text: a line for each call, apart from what the guest prints to the same place. */
export class TextSink implements TraceSink {
  readonly #output: TraceOutput;
  readonly #keeper: LineKeeper;
  readonly #clocks: Pick<Clocks, 'monotonic'>;
  readonly #formatter: StraceFormatter;
  readonly #symbols: StraceOptions['symbols'];
  /** Whether the last line does not tell how the program ended. A trap is told all the same. */
  readonly #quiet: boolean;
  readonly #sentences: boolean;
  /** undefined unless runs are folded. */
  readonly #repeated: RepeatedCalls | undefined;

  /**
   * @param clocks those that time the calls
   * @param plan what is folded, whether calls are explained, and what is not told
   */
  constructor(
    output: TraceOutput,
    keeper: LineKeeper,
    clocks: Pick<Clocks, 'monotonic'>,
    options: StraceOptions,
    { line: { fold, sentences }, quiet }: Pick<TracePlan, 'line' | 'quiet'>,
  ) {
    this.#output = output;
    this.#keeper = keeper;
    this.#clocks = clocks;
    this.#formatter = new StraceFormatter(options);
    this.#symbols = options.symbols;
    this.#quiet = quiet.includes('exit');
    this.#sentences = sentences;
    this.#repeated = fold ? new RepeatedCalls(options) : undefined;
  }

  entered(call: HostcallEvent): void {
    // A prompt stays: it tells as well that the program waits.
    if (!this.#keeper.unfinished) this.#output.waiting(this.#formatter.call(call));
  }

  call(call: HostcallEvent): void {
    if (this.#repeated?.takes(call) !== true) this.line(this.#text(call));
    this.#output.passed(call.start + call.duration);
  }

  /** An error has no line in the trace: it is reported on stderr. */
  end(outcome: TraceOutcome): void {
    const text = formatOutcome(outcome);
    if (text === undefined || (this.#quiet && !('trap' in outcome))) {
      this.catchUp();
      return;
    }
    this.line(this.#formatter.note(text, this.#clocks.monotonic()));
    if ('trap' in outcome) for (const line of stackLines(outcome.stack ?? [], this.#symbols)) this.line(line);
  }

  line(text: string): void {
    this.catchUp();
    this.#line(text);
  }

  /** Tells how many calls have followed that are the same as the last one. To be called when no more come. */
  catchUp(): void {
    const note = this.#repeated?.note();
    if (note !== undefined) this.#line(note);
  }

  #text(call: HostcallEvent): string {
    const text = this.#formatter.call(call);
    // It is indented, so that what reads a trace takes it for a part of the call above.
    return this.#sentences ? `${text}\n    ${callSentence(call)}` : text;
  }

  #line(text: string): void {
    // strace glues its lines to what the guest has left unfinished.
    this.#output.line(this.#keeper.unfinished ? `\n${text}` : text);
    this.#keeper.unfinished = false;
  }
}
