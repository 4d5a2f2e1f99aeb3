import { type HostcallEvent, type TraceExporter, type TraceFormat, traceFormats } from '../../../application/index.js';
import type { LineKeeper } from './line-keeper.js';
import type { TraceOutput } from './trace-output.js';
import type { TraceOutcome, TraceSink } from './trace-sink.js';

/** A trace in a format that other tools read. */
export class ExportSink implements TraceSink {
  readonly #exporter: TraceExporter;

  /**
   * @param keeper of what the guest prints to the same place
   * @param program what the program is called
   */
  constructor(output: TraceOutput, keeper: LineKeeper, format: TraceFormat, program: string) {
    const write = (text: string) => {
      output.text(keeper.unfinished ? `\n${text}` : text);
      keeper.unfinished = false;
    };
    this.#exporter = new traceFormats[format](write, { program });
  }

  call(call: HostcallEvent): void {
    this.#exporter.call(call);
  }

  end(outcome: TraceOutcome): void {
    this.#exporter.end(outcome);
  }
}
