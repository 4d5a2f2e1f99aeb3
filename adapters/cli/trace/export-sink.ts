import { type ExportOptions, type TraceFormat, traceFormats } from '../../../application/formats/index.js';
import type { LineKeeper } from './line-keeper.js';
import type { TraceOutput } from './trace-output.js';
import type { TraceSink } from './trace-sink.js';

/**
 * A trace in a format that other tools read.
 * @param keeper of what the guest prints to the same place
 * @param options what the program is called, and its functions
 */
export function exportSink(
  output: TraceOutput,
  keeper: LineKeeper,
  format: TraceFormat,
  options: ExportOptions,
): TraceSink {
  const write = (text: string) => {
    output.text(keeper.unfinished ? `\n${text}` : text);
    keeper.unfinished = false;
  };
  const exporter = new traceFormats[format](write, options);
  return {
    entered: () => output.catchUp(),
    call: call => {
      exporter.call(call);
      output.passed(call.start + call.duration);
    },
    end: outcome => exporter.end(outcome),
  };
}
