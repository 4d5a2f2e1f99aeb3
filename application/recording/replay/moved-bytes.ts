import { layouts, paramKinds, takesBytes } from '../../../domain/index.js';
import { type GuestMemory, placeOfBytes, storeAddresses, unpackAddresses } from '../../abi/index.js';
import type { CallRecord, ParamShape, ResultShape } from '../../tracing/index.js';
import type { StoredCall } from '../recorded-call.js';

const IOVEC = layouts.iovec.size;

/**
 * Puts what a recorded call wrote into a guest's memory.
 * @returns whether there was room for all of it
 */
export function putResults(call: StoredCall, memory: GuestMemory): boolean {
  if (!call.succeeded) return true;
  const { params, results } = call.shape;
  let all = true;
  for (const param of params) all = putParam(call, param, memory) && all;
  for (const result of results) all = putResult(call, result, memory) && all;
  return all;
}

function put(memory: GuestMemory, pointer: number, bytes: Uint8Array | undefined): boolean {
  if (bytes === undefined || !memory.holds(pointer, bytes.length)) return false;
  memory.u8.set(bytes, pointer >>> 0);
  return true;
}

function putParam(call: StoredCall, param: ParamShape, memory: GuestMemory): boolean {
  const { form, at, entryPart, exitPart } = param;
  if (exitPart < 0) return true;
  const bytes = call.exitBytes(exitPart);
  if (form === 'bytes') return bytes !== undefined && putBytes(call, param, bytes, memory);
  if (form === 'addresses') return bytes !== undefined && storeAddresses(memory, call.u32(at), unpackAddresses(bytes));
  if (form !== 'buffers') return put(memory, call.u32(at), bytes);
  const table = call.entryBytes(entryPart);
  return table !== undefined && bytes !== undefined && scatter(table, bytes, memory);
}

/** Puts bytes where a parameter points, and how many they are where it says so. */
function putBytes(call: StoredCall, { kind, at }: ParamShape, bytes: Uint8Array, memory: GuestMemory): boolean {
  const { wasm, extent } = paramKinds[kind];
  const place = placeOfBytes(memory, kind, call.u32(at), wasm.length === 2 ? call.u32(at + 1) : 0);
  if (place === undefined || !put(memory, place.pointer, bytes)) return false;
  if (extent === 'behind') memory.storeU32(call.u32(at + 1), bytes.length);
  return true;
}

/** Fills buffers, one after the other. */
function scatter(table: Uint8Array, bytes: Uint8Array, memory: GuestMemory): boolean {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  let from = 0;
  for (let at = 0; at < table.length && from < bytes.length; at += IOVEC) {
    const length = Math.min(view.getUint32(at + 4, true), bytes.length - from);
    if (!put(memory, view.getUint32(at, true), bytes.subarray(from, from + length))) return false;
    from += length;
  }
  return from === bytes.length;
}

function putResult(call: StoredCall, { form, at, exitPart }: ResultShape, memory: GuestMemory): boolean {
  const pointer = call.u32(at);
  if (exitPart < 0) {
    if (!memory.holds(pointer, 4)) return false;
    memory.storeU32(pointer, call.value);
    return true;
  }
  if (form === 'strings') return putStrings(memory, pointer, call.u32(at + 1), call.exitBytes(exitPart + 1));
  return put(memory, pointer, call.exitBytes(exitPart));
}

/** Strings that each end in a NUL, and then the table of pointers to them, as the hostcall writes them. */
function putStrings(memory: GuestMemory, table: number, start: number, bytes: Uint8Array | undefined): boolean {
  if (bytes === undefined || !put(memory, start, bytes)) return false;
  let entry = table;
  for (let from = 0; from < bytes.length; entry += 4) {
    if (!memory.holds(entry, 4)) return false;
    memory.storeU32(entry, start + from);
    const end = bytes.indexOf(0, from);
    from = end < 0 ? bytes.length : end + 1;
  }
  return true;
}

/**
 * What a call takes from the guest's buffers.
 * @param call on entry
 * @param count how many bytes
 * @returns views of the guest's memory, good until the guest goes on
 */
export function* writtenBytes(call: CallRecord, count: number, memory: GuestMemory): Generator<Uint8Array> {
  const param = call.shape.params.find(({ kind }) => takesBytes(kind));
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
