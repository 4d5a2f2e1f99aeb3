import { layouts, paramKinds } from '../../../domain/index.js';
import type { CallRecord, ParamShape, ResultShape } from '../../tracing/index.js';

const IOVEC = layouts.iovec.size;

/** A stretch of memory that a call has written. */
export interface HostWrite {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** The parameter or result that it belongs to. */
  readonly name: string;
  /** Which of several buffers it is; undefined for anything else. */
  readonly buffer: number | undefined;
  /** How many bytes that the call moved come before it: those of the buffers before. */
  readonly before: number;
}

/**
 * What a call has written into the guest's memory, in the order in which it did. Of sockets, addresses and what is behind two pointers are left out: where
 * these led is not recorded.
 */
export function hostWrites(call: CallRecord): HostWrite[] {
  if (!call.succeeded) return [];
  const { params, results } = call.shape;
  return [
    ...params.flatMap(param => (param.exitPart < 0 ? [] : writesOfParam(call, param))),
    ...results.flatMap(result => writesOfResult(call, result)),
  ];
}

function write(name: string, address: number, bytes: Uint8Array | undefined): HostWrite[] {
  return bytes === undefined || bytes.length === 0 ? [] : [{ address, bytes, name, buffer: undefined, before: 0 }];
}

function writesOfParam(call: CallRecord, { name, form, kind, at, entryPart, exitPart }: ParamShape): HostWrite[] {
  const bytes = call.exitBytes(exitPart);
  switch (form) {
    case 'buffers':
      return scattered(name, call.entryBytes(entryPart), bytes);
    case 'span':
    case 'events':
      return write(name, call.u32(at), bytes);
    case 'bytes':
      return typeof paramKinds[kind].extent === 'number' ? write(name, call.u32(at), bytes) : [];
    default:
      return [];
  }
}

function scattered(name: string, table: Uint8Array | undefined, bytes: Uint8Array | undefined): HostWrite[] {
  if (table === undefined || bytes === undefined) return [];
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const found: HostWrite[] = [];
  let before = 0;
  for (let at = 0; at + IOVEC <= table.length && before < bytes.length; at += IOVEC) {
    const length = Math.min(view.getUint32(at + 4, true), bytes.length - before);
    if (length > 0) {
      const address = view.getUint32(at, true);
      found.push({ address, bytes: bytes.subarray(before, before + length), name, buffer: at / IOVEC, before });
    }
    before += length;
  }
  return found;
}

function writesOfResult(call: CallRecord, { name, form, at, size, exitPart }: ResultShape): HostWrite[] {
  const address = call.u32(at);
  if (exitPart < 0) return write(name, address, littleEndian(call.value, size));
  if (form !== 'strings') return write(name, address, call.exitBytes(exitPart));
  const start = call.u32(at + 1);
  const bytes = call.exitBytes(exitPart + 1) ?? new Uint8Array(0);
  const pointers: number[] = [];
  for (let from = 0; from < bytes.length; from = bytes.indexOf(0, from) + 1 || bytes.length)
    pointers.push(start + from);
  const table = new Uint8Array(4 * pointers.length);
  const view = new DataView(table.buffer);
  for (const [i, pointer] of pointers.entries()) view.setUint32(4 * i, pointer, true);
  return [...write(`*${name}`, start, bytes), ...write(name, address, table)];
}

function littleEndian(value: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
