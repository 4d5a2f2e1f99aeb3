/**
 * Tracing: what every hostcall was given and what it gave. A tap in each guest's shells captures while somebody is subscribed; decoding,
 * filtering and printing happen later, outside the call, from the one decoder that is made from the table of hostcalls.
 */

export { CallRecord, type CallState, type RawArgument } from './capture/call-record.js';
export type { Abi } from './capture/call-shape.js';
export { type Recorder, Tap, type TappedGuest } from './capture/tap.js';
export { throwLater } from './capture/throw-later.js';
export { TraceHub, type TraceSettings } from './capture/trace-hub.js';
export type * from './events/decoded-values.js';
export type { HostcallEvent, TracedCall } from './events/hostcall-event.js';
export { formatExit, formatStrace, formatTrap, type StraceOptions, toStraceLine } from './strace/strace-line.js';
