import type { CallRecord } from '../../tracing/index.js';
import { Breakpoint, type BreakpointText } from './breakpoints.js';

/** Why a program is stopped. */
export type StopCause =
  /** It has made no call yet. */
  | 'start'
  /** The requested steps have been made. */
  | 'step'
  /** On request. */
  | 'pause'
  /** A breakpoint was met. */
  | 'breakpoint';

/** That a program is to stop, and why. */
export interface Halt {
  readonly cause: StopCause;
  /** The one that was met. */
  readonly breakpoint?: Breakpoint | undefined;
}

/** How a program continues after a stop. */
export type Move =
  | { readonly command: 'continue' }
  | { readonly command: 'step'; readonly count?: number | undefined }
  | { readonly command: 'result' };

/** Decides at which calls a program stops. It knows no threads: the caller waits. */
export class Stepper {
  #breakpoints: readonly Breakpoint[] = [];
  /** Calls to be begun until it stops before one; Infinity while it runs. */
  #calls = Number.POSITIVE_INFINITY;
  /** Whether it stops at the next result. */
  #result = false;
  /** Why it stops when the calls have been begun. */
  #cause: StopCause = 'step';

  /** @param paused whether it stops before the first call */
  constructor(paused: boolean) {
    if (paused) this.#stopBefore(1, 'start');
  }

  /** Replaces the breakpoints. @throws ConfigurationError for one that cannot be meant so */
  setBreakpoints(texts: readonly BreakpointText[]): void {
    this.#breakpoints = texts.map(text => new Breakpoint(text));
  }

  /** Has it stop at the next call, or at the result of the one that is being made. */
  pause(): void {
    this.#stopBefore(1, 'pause');
    this.#result = true;
  }

  /** Goes on from a stop. */
  move(move: Move): void {
    this.#stopBefore(move.command === 'step' ? (move.count ?? 1) : Number.POSITIVE_INFINITY, 'step');
    this.#result = move.command === 'result';
  }

  /** Whether it stops before a call that has begun. To be asked once for each. */
  before(call: CallRecord): Halt | undefined {
    this.#calls--;
    if (this.#calls <= 0) return this.#halt({ cause: this.#cause });
    return this.#met(breakpoint => breakpoint.stopsBefore(call));
  }

  /** Whether it stops at the result of a call. @param result a number, or an errno as a negative one */
  after(call: CallRecord, result: number): Halt | undefined {
    if (this.#result) return this.#halt({ cause: this.#cause });
    return this.#met(breakpoint => breakpoint.stopsAfter(call, result));
  }

  #stopBefore(calls: number, cause: StopCause): void {
    this.#calls = calls;
    this.#cause = cause;
  }

  #met(meets: (breakpoint: Breakpoint) => boolean): Halt | undefined {
    const breakpoint = this.#breakpoints.find(meets);
    return breakpoint && this.#halt({ cause: 'breakpoint', breakpoint });
  }

  /** After a stop it continues as commanded. */
  #halt(halt: Halt): Halt {
    this.#calls = Number.POSITIVE_INFINITY;
    this.#result = false;
    return halt;
  }
}
