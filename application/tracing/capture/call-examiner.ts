import { type DescriptorTable, describe, everyHostcall, type PathWalk } from '../../../domain/index.js';
import type { CompleteLimits } from '../../limits.js';
import type { CallRecord } from './call-record.js';
import type { TracedCopies, TracedMemory, TracedStrings } from './capture-context.js';

/** The state of a guest when one of its calls has failed. */
export interface ExaminedGuest {
  readonly memory: TracedMemory;
  /** The values that the call's shell has lifted and lowered: other threads may have changed a shared memory since. */
  readonly copies?: TracedCopies | undefined;
  readonly descriptors: DescriptorTable;
  /** The walks along a call's first and second path. */
  readonly walks: readonly [PathWalk, PathWalk];
  readonly limits: CompleteLimits;
  readonly strings: TracedStrings;
}

/** Finds out why the calls of one guest fail. Never throws. */
export interface CallExaminer {
  /** Notes that a call begins. */
  begun(call: CallRecord): void;
  /**
   * Notes that a call has ended, and adds to its event why it failed.
   * @param wanted whether a subscriber wants calls with this outcome
   */
  ended(call: CallRecord, wanted: boolean): void;
}

/**
 * Makes an examiner for a guest that has not started yet. There is one, `findDenials`; it is passed in so that a program that bundles
 * hostcall without it does not carry it.
 */
export type DenialFinder = (guest: ExaminedGuest) => CallExaminer;

/**
 * The numbers of the calls by which descriptors come, go, and lose rights. They must be seen even if no subscriber wants them, so that denials can name
 * them.
 */
export const changingCalls: readonly number[] = everyHostcall.flatMap((name, number) =>
  describe(name).descriptors === undefined ? [] : [number],
);
