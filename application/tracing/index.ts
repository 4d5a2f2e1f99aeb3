/**
 * Tracing: what every hostcall was given and what it gave. A tap in each guest's shells captures while somebody is subscribed; decoding,
 * filtering and printing happen later, outside the call, from the one decoder that is made from the table of hostcalls.
 */

export { CallRecord, type CallState, type RawArgument } from './call-record.js';
export type { Abi } from './call-shape.js';
export type * from './decoded-values.js';
export type { HostcallEvent, TracedCall } from './hostcall-event.js';
export { formatExit, formatStrace, formatTrap, type StraceOptions, toStraceLine } from './strace-line.js';
export { type Recorder, Tap, type TappedGuest } from './tap.js';
export { throwLater } from './throw-later.js';
export { TraceHub, type TraceSettings } from './trace-hub.js';
