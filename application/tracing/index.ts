/**
 * Tracing: the arguments and results of every hostcall. A tap in each guest's shells captures them while the trace has subscribers. Decoding,
 * filtering and printing happen later, outside of the call, with one decoder that follows the table of hostcalls.
 */

export type { Abi } from '../../domain/index.js';
export type { CallExaminer, DenialFinder, ExaminedGuest } from './capture/call-examiner.js';
export {
  type CallExtras,
  CallRecord,
  type CallState,
  type DescriptorDetails,
  type RawArgument,
  TIMES_SIZE,
} from './capture/call-record.js';
export {
  type CallShape,
  callShapes,
  DURATIONS,
  type ParamShape,
  type ResultShape,
  wholeShape,
} from './capture/call-shape.js';
export { type CaptureContext, ITEM_LIMIT, NAME_LIMIT, type TracedDescriptors } from './capture/capture-context.js';
export { type CapturePlan, capturePlan } from './capture/capture-plan.js';
export { CaptureStore, type Chunk, findPart, NO_CHUNK } from './capture/capture-store.js';
export { crc32 } from './capture/crc32.js';
export type { DescriptorSet, DumpedDescriptors } from './capture/dumped-descriptors.js';
export { checkDumps, dumpedBy, isDumped } from './capture/dumped-descriptors.js';
export type { GuestTap, GuestTrace, TappedGuest } from './capture/guest-trace.js';
export { HubGuestTrace } from './capture/hub-guest-trace.js';
export { LateCalls } from './capture/late-calls.js';
export { LazyGuestTrace } from './capture/lazy-guest-trace.js';
export { NO_GUEST_TRACE, noGuestTrace } from './capture/no-guest-trace.js';
export { openCall } from './capture/open-call.js';
export { redactStrings } from './capture/redaction.js';
export { Tap } from './capture/tap.js';
export { throwLater } from './capture/throw-later.js';
export { TraceHub } from './capture/trace-hub.js';
export { checkTraceSettings, type TraceSettings, traceSettingKinds } from './capture/trace-settings.js';
export { type TracedEngine, WITHOUT_ENGINE } from './capture/traced-engine.js';
export type { Tracer } from './capture/tracer.js';
export {
  dataOf,
  decodeArguments,
  decodeParam,
  decodeResult,
  decodeResults,
  moreStrings,
  outOfBounds,
  pathArgument,
  pathOf,
  stackOf,
  stringsBytes,
} from './events/decode.js';
export type * from './events/decoded-values.js';
export type * from './events/denial.js';
export { eventOf, recordOf } from './events/event-of.js';
export type { HostcallEvent, SucceededCall, TracedCall, UnsuccessfulCall } from './events/hostcall-event.js';
export { type PlainEvent, type PlainValue, plainDenial, plainEvent } from './events/plain-event.js';
export { awaitedDescriptors } from './filters/awaited-descriptors.js';
export { type CallFilter, type CallStatus, CompiledFilter, callStatuses } from './filters/call-filter.js';
export { filterPieces, filterWords, parseDescriptorSet, parseFilter, parseStatusSet } from './filters/filter-text.js';
export { failed, ofCall, ofFamily, succeeded, touching } from './filters/operators.js';
export { touchedPaths } from './filters/touched-paths.js';
export { usedDescriptors } from './filters/used-descriptors.js';
export { METER_BYTES, Meter, type MeterSettings, summaryOfAll } from './summary/meter.js';
export { summarize } from './summary/summarize.js';
export type { Summary, SummaryRow } from './summary/summary.js';
