/**
 * What a page needs to show a run from the inside, without the page: its calls as a list, and what can be known at each of them. Nothing here draws,
 * and nothing knows a platform.
 */
export { type CallColumns, Mark, Status } from './call-columns.js';
export { CallList, RECORDING_START } from './call-list.js';
export { type CallSortKey, type CallSortOrder, callSortKeys } from './call-sort-order.js';
export { CallSorting } from './call-sorting.js';
export type {
  DescriptorChange,
  DescriptorClosing,
  DescriptorHistory,
  DescriptorRow,
} from './descriptors/descriptor-history.js';
export type { DescriptorLife, DescriptorState, KnownRights } from './descriptors/descriptor-state.js';
export {
  explainFailure,
  type FailureExplanation,
  type FailureFinding,
  failureText,
  type RightsComparison,
} from './failures/explain-failure.js';
export type { PathStep, PathSteps } from './failures/path-steps.js';
export { completeFilter, type FilterCompletion } from './filter-completion.js';
export { memoryOfCall } from './memory/call-memory.js';
export type { AreaRole, ArgumentNode, CallMemory, MemoryArea } from './memory/memory-area.js';
export { mergedNotes, type Notes, notesFile, parseNotes, runKey } from './notes/notes-file.js';
export {
  type ByteOrigin,
  type ByteSource,
  type OriginSearch,
  searchOrigin,
  type TracedByte,
  traceByte,
} from './origins/byte-origin.js';
export { originText, tracedText } from './origins/origin-text.js';
export { noScore, type Question, type QuestionKind, type Score, scored } from './predictions/question.js';
export { askAbout, questionKinds } from './predictions/questions.js';
export { Selection } from './selection.js';
export { type MemorySpan, TextSearch } from './text-search.js';
export type { Touched, TouchedThings } from './touched.js';
