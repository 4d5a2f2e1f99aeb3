import type { EventClass } from '../events/event-of.js';
import { type CallRecord, type RawArgument, TIMES_SIZE } from './call-record.js';
import type { CaptureContext } from './capture-context.js';
import type { CapturePlan } from './capture-plan.js';

/**
 * Begins the record of a call: its arguments, and what they point to in the guest's memory.
 * @param Event the class of the record
 * @param plan how the hostcall is captured
 * @param a0 its first wasm argument as the engine passed it, and so on
 */
export function openCall(
  Event: EventClass,
  sequence: number,
  instance: number,
  plan: CapturePlan,
  context: CaptureContext,
  a0?: RawArgument,
  a1?: RawArgument,
  a2?: RawArgument,
  a3?: RawArgument,
  a4?: RawArgument,
  a5?: RawArgument,
  a6?: RawArgument,
  a7?: RawArgument,
  a8?: RawArgument,
): CallRecord {
  const { memory, store } = context;
  const { shape } = plan;
  // The views of a memory that has grown have length 0; any check renews them.
  if (memory.u8.length === 0) memory.holds(0, 0);
  store.reserve(plan.entryRoom);
  const size = memory.u8.length;
  const { chunk, used } = store;
  const call = new Event(sequence, instance, shape, size, chunk, used, a0, a1, a2, a3, a4, a5, a6, a7, a8);
  store.used += TIMES_SIZE;
  const { descriptorAt } = shape;
  if (descriptorAt >= 0) call.label = context.descriptors.peek(call.u32(descriptorAt))?.label;
  plan.onEntry?.(call, context);
  return call;
}
