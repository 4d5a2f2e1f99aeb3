/** The messages of the thread of a program that is stepped through. */
import type { RecordedEnd } from '../../recording/index.js';
import type { PlainEvent } from '../../tracing/index.js';
import type { OutputName } from '../run-memory.js';
import type { StopCause } from './stepper.js';

/** A call that has begun. */
export interface BegunCall {
  readonly call: PlainEvent;
  /** As a trace prints it, without a result. */
  readonly line: string;
}

/** The result of a call, before the program gets it. */
export interface CallResult {
  readonly errno: number;
  /** Its name, if it is a failure. */
  readonly error?: string | undefined;
  /** The number that it returns: a count of bytes, a descriptor. */
  readonly value: number;
  /** The other numbers that it returns, by the names that an answer has for them; decimal. */
  readonly results: Readonly<Record<string, string>>;
}

/** Where a program is stopped. */
export interface Stop extends BegunCall {
  readonly cause: StopCause;
  /** The breakpoint that was met. */
  readonly breakpoint?: string | undefined;
  /** The result of the call, if it has been executed. */
  readonly result?: CallResult | undefined;
  /** Whether it returns a number: a count of bytes, a descriptor. */
  readonly numbered: boolean;
  /** The other results that an answer can have. */
  readonly names: readonly string[];
  /** Whether it reads bytes that an answer can have others in place of. */
  readonly reads: boolean;
}

/** The reported state of a program. */
export type StepState =
  /** It computes, or makes calls. */
  | { readonly kind: 'running' }
  /** It is stopped until it is told how to go on. */
  | { readonly kind: 'stopped'; readonly stop: Stop }
  /** It waits in a call, for input or a time. */
  | { readonly kind: 'waiting'; readonly waiting: BegunCall }
  | { readonly kind: 'ended'; readonly end: RecordedEnd; readonly text: string };

/** The messages of the thread. */
export type StepMessage =
  | StepState
  /** The next bytes of the recording. */
  | { readonly kind: 'recording'; readonly bytes: Uint8Array }
  | { readonly kind: 'output'; readonly output: OutputName; readonly bytes: Uint8Array }
  /** Input has been read. */
  | { readonly kind: 'room' }
  /** The answer for the call that it is stopped at; undefined for its own result. */
  | { readonly kind: 'answer'; readonly text: string | undefined }
  /** A command could not be obeyed. */
  | { readonly kind: 'problem'; readonly text: string };
