/** The form of a call: a line in the format of strace, and the formats of other tools. */
export { ChromeTraceExporter } from './exporters/chrome-trace.js';
export { NdjsonExporter } from './exporters/ndjson.js';
export { SpeedscopeExporter } from './exporters/speedscope.js';
export type { ExportOptions, TraceExporter, WriteText } from './exporters/trace-exporter.js';
export { type TraceFormat, traceFormatOf, traceFormats } from './exporters/trace-formats.js';
export { EventRecord } from './strace/event-record.js';
export { formatStrace, lineOf, toStraceLine } from './strace/format-strace.js';
export type { LinePieces } from './strace/line-printer.js';
export type { Precision } from './strace/seconds.js';
export { stackLines } from './strace/stack-lines.js';
export { standardLine, standardPieces } from './strace/standard-line.js';
export { StraceFormatter } from './strace/strace-formatter.js';
export type { Paint, StraceOptions, StracePalette, TimePrecision } from './strace/strace-options.js';
export { type WallClock, wallClockOf } from './strace/wall-clock.js';
export { formatOutcome, outcomeText, type TraceOutcome } from './trace-outcome.js';
