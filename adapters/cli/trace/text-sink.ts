import {
  explainRefusal,
  formatExit,
  formatStrace,
  formatTrap,
  type HostcallEvent,
  type StraceOptions,
  type TraceOutcome,
} from '../../../application/index.js';
import type { LineKeeper } from './line-keeper.js';
import type { TraceOutput } from './trace-output.js';
import type { TraceSink } from './trace-sink.js';

/** A trace as text: a line for each call, apart from what the guest prints to the same place. */
export class TextSink implements TraceSink {
  readonly #output: TraceOutput;
  readonly #keeper: LineKeeper;
  readonly #options: StraceOptions;
  readonly #reasons: boolean;

  /** @param reasons a line of a call that failed is followed by why, if its event says so */
  constructor(output: TraceOutput, keeper: LineKeeper, options: StraceOptions, reasons = false) {
    this.#output = output;
    this.#keeper = keeper;
    this.#options = options;
    this.#reasons = reasons;
  }

  entered(call: HostcallEvent): void {
    this.#output.waiting(formatStrace(call, this.#options));
  }

  call(call: HostcallEvent): void {
    this.line(formatStrace(call, this.#options));
    if (this.#reasons && call.refusal !== undefined) this.line(`  ^ ${explainRefusal(call.refusal)}`);
  }

  /** Of an error there is no line: whoever reports it says it on stderr. */
  end(outcome: TraceOutcome): void {
    if ('trap' in outcome) this.line(formatTrap(outcome.trap));
    else if ('exitCode' in outcome) this.line(formatExit(outcome.exitCode));
  }

  line(text: string): void {
    // strace glues its lines to what the guest has left unfinished.
    this.#output.line(this.#keeper.unfinished ? `\n${text}` : text);
    this.#keeper.unfinished = false;
  }
}
