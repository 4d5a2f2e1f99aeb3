import type { Meanings } from '../../domain/index.js';
import type { GuestMemory } from './guest-memory.js';
import type { Lifter } from './lifter.js';
import type { Lowerer } from './lowerer.js';

/** A wasm argument as the engine passes it: an i32 as a number, an i64 as a bigint. */
export type RawArgument = number | bigint;

/** Sees a call before and after. Neither throws. */
export interface ShellTracer {
  /**
   * The call begins.
   * @param call the hostcall's number
   * @param args its wasm arguments
   */
  begin(call: number, ...args: RawArgument[]): void;
  /**
   * The call returns to the guest.
   * @param errno what the guest gets, 0 or greater
   * @returns the same
   */
  end(call: number, errno: number): number;
  /** The call never returns to the guest. */
  leave(call: number): void;
}

/** Where shells ask whether a call is watched. */
export interface ShellTap {
  /**
   * @param call the hostcall's number
   * @returns null for a call that is not watched
   */
  tracer(call: number): ShellTracer | null;
}

/**
 * What becomes of a call that its shell refuses, before its meaning or any interceptor.
 * @param call the hostcall's number
 * @param errno why, positive
 * @returns what the guest gets, 0 or greater
 */
export type Reject = (call: number, errno: number) => number;

/** The parts of the shells of one guest. */
export interface ShellParts {
  readonly memory: GuestMemory;
  readonly lifter: Lifter;
  readonly lowerer: Lowerer;
  readonly meanings: Meanings;
  readonly tap: ShellTap;
  /** What becomes of a call whose pointers, paths or flags are bad. */
  readonly reject: Reject;
}

/** Functions a guest imports, by name. Arguments are i32 as numbers and i64 as bigints; the result is an errno. */
export type Shells = Readonly<Record<string, (...args: never[]) => number>>;
