import type { CallRecord } from '../../tracing/index.js';
import { outOfBounds } from '../../tracing/index.js';
import { outOfBoundsPointer, pointer } from './value-text.js';

/** Prints a piece of a call; undefined if there is nothing to print. Never throws. */
export type Printer = (call: CallRecord) => string | undefined;

/** A pointer, marked if what it points to is not in the guest's memory. */
export function markedPointer(call: CallRecord, at: number, length: number): string {
  const value = call.u32(at);
  return outOfBounds(call, value, length) ? outOfBoundsPointer(value) : pointer(value);
}
