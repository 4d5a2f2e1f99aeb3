import type { CallRecord } from '../capture/call-record.js';
import { awaitedDescriptors } from './awaited-descriptors.js';

/** The descriptors that a call takes, waits for, or has opened, as u32. */
export function usedDescriptors(call: CallRecord): number[] {
  const { shape, succeeded, value } = call;
  const taken = shape.params.flatMap(({ kind, at }) => (kind === 'fd' ? [call.u32(at)] : []));
  const opened = succeeded && shape.promoted?.kind === 'fd' ? [value] : [];
  return [...taken, ...awaitedDescriptors(call).map(({ fd }) => fd), ...opened];
}
