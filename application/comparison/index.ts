/** Whether two runs are the same: traces are read as steps and aligned, and their differences reported. */

export { MOST_HELD, type NamedEntry, StreamComparison } from './compare-streams.js';
export {
  compareTraces,
  type Difference,
  type DifferenceKind,
  type Entry,
  type TraceComparison,
} from './compare-traces.js';
export { countDifferences, type DifferenceCount, DifferenceCounter } from './count-differences.js';
export { parseStrace } from './parse-strace.js';
export { unescaped } from './plain-form.js';
export { stringEnd } from './string-end.js';
export { type CallTimes, type TimeRow, timeRows, timeTable } from './time-table.js';
export type { TraceCall, TraceCallItem } from './trace-call.js';
export { type TraceIndex, TraceIndexer } from './trace-index.js';
export { callsOfJson, callsOfText, type Refusal, stepsOfJson, stepsOfText } from './trace-lines.js';
export { stepText, TraceFormatError, type TraceItem, type TraceStep } from './trace-step.js';
