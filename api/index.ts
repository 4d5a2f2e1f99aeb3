/**
 * The entry point `hostcall`: what embedders use to assemble runtimes and to watch guests. Tables are in `hostcall/preview1`, ports in
 * `hostcall/ports`, parts of tracing and recording tools in `hostcall/tracing` and `hostcall/recording`.
 * @module hostcall
 */
export {
  assemble,
  createRuntime,
  describeModule,
  hostModule,
  intercept,
  Port,
  runProgram,
  traceSettings,
} from '../application/assembly/index.js';
export {
  type ChangedEntry,
  type EntryOptions,
  type Fault,
  type FaultableOperation,
  faulty,
  mounts,
  type Overlay,
  type OverlayChanges,
  overlay,
  type ProgramInput,
  type ProgramOutput,
  type QuotaLimits,
  quota,
  readOnly,
  snapshot,
} from '../application/composition/index.js';
export { explainDenial, findDenials } from '../application/diagnosis/index.js';
export { ConfigurationError, GuestExit, GuestStopped, GuestTrap, type StopReason } from '../application/errors.js';
export { formatStrace, type StraceOptions, toStraceLine } from '../application/formats/index.js';
export type { HostcallSelection } from '../application/hostcall-set.js';
export type { SigpipeChoice } from '../application/hostcalls/index.js';
export {
  type CallArguments,
  type CallResults,
  type ChaosEffect,
  type ChaosSettings,
  chaos,
  guestPath,
  type InterceptedCall,
  type Interceptor,
  type Interceptors,
  type Proceed,
  type RateLimitSettings,
  type RejectedCall,
  rateLimit,
  type Tampering,
  tamper,
} from '../application/interception/index.js';
export type { Limits } from '../application/limits.js';
export type { UnknownImports } from '../application/modules/index.js';
export type {
  DetachedGuest,
  Instance,
  Outcome,
  PreopenOptions,
  Program,
  ProgramOptions,
  Runtime,
  RuntimeSettings,
} from '../application/runtime/index.js';
export {
  type CallFilter,
  failed,
  type HostcallEvent,
  type Meter,
  ofCall,
  ofFamily,
  type PlainEvent,
  type PlainValue,
  type SucceededCall,
  succeeded,
  summarize,
  type TraceSettings,
  touching,
  type UnsuccessfulCall,
} from '../application/tracing/index.js';
export { type Descriptor, type DescriptorTable, Errno } from '../domain/index.js';
