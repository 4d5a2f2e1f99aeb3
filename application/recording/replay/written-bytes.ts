import { layouts } from '../../../domain/index.js';
import type { GuestMemory } from '../../abi/index.js';
import type { CallRecord } from '../../tracing/index.js';

const IOVEC = layouts.iovec.size;

/**
 * What a call takes from the guest's buffers.
 * @param call on entry
 * @param count how many bytes
 * @returns views of the guest's memory, good until the guest goes on
 */
export function* writtenBytes(call: CallRecord, count: number, memory: GuestMemory): Generator<Uint8Array> {
  const param = call.shape.params.find(({ kind }) => kind === 'ciovecs');
  const table = param === undefined ? undefined : call.entryBytes(param.entryPart);
  if (table === undefined) return;
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  let left = count;
  for (let at = 0; at < table.length && left > 0; at += IOVEC) {
    const pointer = view.getUint32(at, true);
    const length = Math.min(view.getUint32(at + 4, true), left);
    if (!memory.holds(pointer, length)) return;
    if (length > 0) yield memory.u8.subarray(pointer, pointer + length);
    left -= length;
  }
}
