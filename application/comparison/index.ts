/** Whether two runs are the same: traces are read as steps and aligned, and their differences reported. */
export {
  compareTraces,
  type Difference,
  type DifferenceKind,
  type Entry,
  type TraceComparison,
} from './compare-traces.js';
export { countDifferences, type DifferenceCount } from './count-differences.js';
export { parseStrace } from './parse-strace.js';
export { stringEnd } from './string-end.js';
export { type CallTimes, type TimeRow, timeTable } from './time-table.js';
export { type TraceIndex, TraceIndexer } from './trace-index.js';
export { stepsOfJson, stepsOfText } from './trace-lines.js';
export { stepText, TraceFormatError, type TraceItem, type TraceStep } from './trace-step.js';
