/**
 * Tracing: what every hostcall was given and what it gave. A tap in each guest's shells captures while somebody is subscribed; decoding,
 * filtering and printing happen later, outside the call, from the one decoder that is made from the table of hostcalls.
 */

export type { HexStrings } from '../text/index.js';
export type { CallExaminer, ExaminedGuest, RefusalFinder } from './capture/call-examiner.js';
export {
  type CallExtras,
  CallRecord,
  type CallState,
  type DescriptorDetails,
  type RawArgument,
} from './capture/call-record.js';
export type { Abi } from './capture/call-shape.js';
export type { DescriptorSet, DumpedDescriptors } from './capture/dumped-descriptors.js';
export type { StackFrame } from './capture/guest-stack.js';
export type { Recorder, TappedGuest } from './capture/recorder.js';
export { Tap } from './capture/tap.js';
export { throwLater } from './capture/throw-later.js';
export { TraceHub, type TraceSettings } from './capture/trace-hub.js';
export {
  compareTraces,
  type Difference,
  type DifferenceKind,
  type Entry,
  type TraceComparison,
} from './diff/compare-traces.js';
export { countDifferences, type DifferenceCount } from './diff/count-differences.js';
export { type RecordedCalls, stepsOfRecording } from './diff/recorded-steps.js';
export { type CallTimes, type TimeRow, timeTable } from './diff/time-table.js';
export { type TraceIndex, TraceIndexer } from './diff/trace-index.js';
export { stepsOfJson, stepsOfText } from './diff/trace-lines.js';
export { stepText, TraceFormatError, type TraceItem, type TraceStep } from './diff/trace-step.js';
export type * from './events/decoded-values.js';
export type { HostcallEvent, TracedCall } from './events/hostcall-event.js';
export type * from './events/refusal.js';
export { ChromeTraceExporter } from './exporters/chrome-trace.js';
export { NdjsonExporter } from './exporters/ndjson.js';
export { SpeedscopeExporter } from './exporters/speedscope.js';
export type { ExportOptions, TraceExporter, TraceOutcome, WriteText } from './exporters/trace-exporter.js';
export { type TraceFormat, traceFormatOf, traceFormats } from './exporters/trace-formats.js';
export { type CallFilter, type CallStatus, callStatuses } from './filters/call-filter.js';
export { parseHostcallSet } from './filters/hostcall-set.js';
export { failed, ofCall, ofFamily, touching } from './filters/operators.js';
export * from './recording/index.js';
export { explainRefusal, refusalKinds } from './refusals/explain-refusal.js';
export { findRefusals } from './refusals/find-refusals.js';
export * from './replay/index.js';
export { StraceFormatter } from './strace/strace-formatter.js';
export { formatExit, formatStrace, formatTrap, toStraceLine } from './strace/strace-line.js';
export type { Paint, StraceOptions, StracePalette } from './strace/strace-options.js';
export { type WallClock, wallClockOf } from './strace/wall-clock.js';
export { Meter, type MeterSettings } from './summary/meter.js';
export { summarize } from './summary/summarize.js';
export type { Summary, SummaryRow } from './summary/summary.js';
