import {
  type Abi,
  addressText,
  decodeUtf8,
  hostAndPort,
  type LayoutName,
  layoutOf,
  layouts,
  paramKinds,
  type StackFrame,
  Whence,
  whenceFromUnstable,
} from '../../../domain/index.js';
import { unpackAddresses } from '../../abi/index.js';
import type { CallRecord } from '../capture/call-record.js';
import type { ParamShape, ResultShape } from '../capture/call-shape.js';
import type { BufferValue, IovecValue, ParamValue, StructValue, SubscriptionValue } from './decoded-values.js';

/**
 * Decoding of captured calls, from the table, on demand. Everything that prints, filters, exports or records a call uses these
 * functions. None of them throws.
 */

const NO_BYTES = new Uint8Array(0);

/** A `DataView` of some bytes. */
function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Text for reading: what is not ASCII in bytes that are not UTF-8 is replaced by U+FFFD. */
function readableText(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes, 0, bytes.length);
  if (text !== undefined) return text;
  let replaced = '';
  for (const byte of bytes) replaced += byte < 0x80 ? String.fromCharCode(byte) : '\ufffd';
  return replaced;
}

/**
 * Decodes a struct by its layout.
 * @param at where it begins in `view`, with all of it inside
 */
function decodeStruct<N extends LayoutName>(name: N, abi: Abi, view: DataView, at: number): StructValue<N> {
  const value: Record<string, number | bigint> = {};
  for (const { name: field, offset, type } of layoutOf(name, abi).fields) {
    switch (type) {
      case 'u8':
        value[field] = view.getUint8(at + offset);
        break;
      case 'u16':
        value[field] = view.getUint16(at + offset, true);
        break;
      case 'u32': {
        // A field that is narrower in wasi_unstable has the type it has in preview1.
        const wide = layouts[name].fields.some(other => other.name === field && other.type === 'u64');
        const number = view.getUint32(at + offset, true);
        value[field] = abi === 'unstable' && wide ? BigInt(number) : number;
        break;
      }
      case 'u64':
        value[field] = view.getBigUint64(at + offset, true);
        break;
    }
  }
  return value as StructValue<N>;
}

/** Decodes structs that lie one behind the other. */
function decodeArray<N extends LayoutName>(name: N, abi: Abi, bytes: Uint8Array): StructValue<N>[] {
  const { size } = layoutOf(name, abi);
  const view = viewOf(bytes);
  const items: StructValue<N>[] = [];
  for (let at = 0; at + size <= bytes.length; at += size) items.push(decodeStruct(name, abi, view, at));
  return items;
}

/** Whether a range was outside the guest's memory when the call began. */
export function outOfBounds(call: CallRecord, pointer: number, length: number): boolean {
  return pointer + length > call.memorySize;
}

/** The bytes of a path argument, at most 4096; undefined where it is out of bounds. */
export function pathBytes(call: CallRecord, param: ParamShape): Uint8Array | undefined {
  return call.entryBytes(param.entryPart);
}

function decodeIovecs(call: CallRecord, { exitPart, entryPart }: ParamShape): IovecValue[] | undefined {
  const table = call.entryBytes(entryPart);
  if (table === undefined) return undefined;
  const writes = exitPart < 0;
  const data = (writes ? call.entryBytes(entryPart + 1) : call.exitBytes(exitPart)) ?? NO_BYTES;
  const view = viewOf(table);
  let left = call.succeeded ? call.value : 0;
  let from = 0;
  const values: IovecValue[] = [];
  for (let at = 0; at < table.length; at += layouts.iovec.size) {
    const pointer = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    const moved = writes ? length : Math.min(length, left);
    const captured = Math.min(moved, data.length - from);
    values.push({ pointer, length, moved, data: data.slice(from, from + captured) });
    from += captured;
    left -= Math.min(length, left);
  }
  return values;
}

function decodeBuffer(call: CallRecord, { at, exitPart, content }: ParamShape): BufferValue {
  const pointer = call.u32(at);
  const length = call.u32(at + 1);
  const data = call.exitBytes(exitPart)?.slice() ?? NO_BYTES;
  const value = { pointer, length, moved: call.succeeded ? Math.min(call.value, length) : 0, data };
  const count = content === 'entries' ? call.exitBytes(exitPart + 1) : undefined;
  return count === undefined ? value : { ...value, entries: viewOf(count).getUint32(0, true) };
}

function decodeSubscriptions(call: CallRecord, { entryPart }: ParamShape): SubscriptionValue[] | undefined {
  const bytes = call.entryBytes(entryPart);
  if (bytes === undefined) return undefined;
  return decodeArray('subscription', call.abi, bytes).map((subscription, i) => ({
    ...subscription,
    label: call.subscriptionLabels?.[i],
  }));
}

/** An address as people write it, a number in decimal, other bytes in hexadecimal. */
function decodeBytes(call: CallRecord, { kind, entryPart, exitPart }: ParamShape): string | undefined {
  const bytes = exitPart < 0 ? call.entryBytes(entryPart) : call.exitBytes(exitPart);
  if (bytes === undefined) return undefined;
  if (kind === 'address' || kind === 'addressroom') return addressText(bytes) ?? hexText(bytes);
  return bytes.length === 4 ? String(viewOf(bytes).getUint32(0, true)) : hexText(bytes);
}

function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

function decodeWhence(call: CallRecord, value: number): number {
  return call.abi === 'unstable' && value <= Whence.END ? (whenceFromUnstable[value] as number) : value;
}

/**
 * Decodes one parameter.
 * @param param one of `call.shape.params`
 * @returns what `ParamValue` says for its kind
 */
export function decodeParam(
  call: CallRecord,
  param: ParamShape,
): ParamValue<ParamShape['kind']> | number | bigint | undefined {
  const { kind, form, at } = param;
  switch (form) {
    case 'text': {
      const bytes = pathBytes(call, param);
      return bytes === undefined ? undefined : readableText(bytes);
    }
    case 'buffers':
      return decodeIovecs(call, param);
    case 'span':
      return decodeBuffer(call, param);
    case 'subscriptions':
      return decodeSubscriptions(call, param);
    case 'events': {
      const bytes = call.exitBytes(param.exitPart);
      return bytes === undefined ? undefined : decodeArray('event', call.abi, bytes);
    }
    case 'bytes':
      return decodeBytes(call, param);
    case 'addresses': {
      const bytes = call.exitBytes(param.exitPart);
      return bytes && unpackAddresses(bytes).map(({ bytes: address, port }) => hostAndPort(address, port));
    }
    case 'rights':
    case 'integer':
    case 'time':
      return paramKinds[kind].signed ? BigInt.asIntN(64, call.argument(at) as bigint) : call.u64(at);
    case 'enumeration':
      return kind === 'whence' ? decodeWhence(call, call.u32(at)) : call.u32(at);
    case 'number':
    case 'flags':
    case 'count':
      return call.u32(at);
  }
}

/**
 * Decodes one result of a call that succeeded.
 * @param result one of `call.shape.results`
 * @returns what `ResultValue` says for its kind; undefined where nothing was captured
 */
export function decodeResult(
  call: CallRecord,
  { form, size, exitPart, kind }: ResultShape,
): number | bigint | readonly string[] | StructValue<'fdstat' | 'filestat' | 'prestat'> | undefined {
  if (exitPart < 0) return call.value;
  if (form === 'strings') return decodeStrings(call, exitPart);
  const bytes = call.exitBytes(exitPart);
  if (bytes === undefined) return undefined;
  const view = viewOf(bytes);
  if (form === 'struct') return decodeStruct(kind as 'fdstat' | 'filestat' | 'prestat', call.abi, view, 0);
  if (size === 8) return view.getBigUint64(0, true);
  return size === 2 ? view.getUint16(0, true) : view.getUint32(0, true);
}

/** The strings of args_get or environ_get as they were captured. */
export function stringsBytes(call: CallRecord, exitPart: number): Uint8Array[] {
  const bytes = call.exitBytes(exitPart + 1) ?? NO_BYTES;
  const found: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const nul = bytes.indexOf(0, from);
    const end = nul < 0 ? bytes.length : nul;
    found.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return found;
}

/** Whether there are more strings than were captured. */
export function moreStrings(call: CallRecord, exitPart: number): boolean {
  return call.exitBytes(exitPart)?.[0] === 1;
}

function decodeStrings(call: CallRecord, exitPart: number): string[] {
  return stringsBytes(call, exitPart).map(readableText);
}

/** All arguments by name. */
export function decodeArguments(call: CallRecord): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const param of call.shape.params) values[param.name] = decodeParam(call, param);
  return values;
}

/** All results of a call that succeeded, by name. */
export function decodeResults(call: CallRecord): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const result of call.shape.results) values[result.name] = decodeResult(call, result);
  return values;
}

/** The first path argument. */
export function pathArgument(call: CallRecord): string | undefined {
  const param = call.shape.params.find(({ form }) => form === 'text');
  return param === undefined ? undefined : (decodeParam(call, param) as string | undefined);
}

/** The guest path of a call: its path argument, or else the label of its first descriptor. */
export function pathOf(call: CallRecord): string | undefined {
  return pathArgument(call) ?? call.label;
}

/** The functions of the guest that led to a call, the innermost first; undefined where the trace has no stacks. */
export function stackOf({ extras }: CallRecord): readonly StackFrame[] | undefined {
  return extras?.stack;
}

/** The first of the bytes that a call moved, those captured, with buffers joined; undefined for calls that move none. */
export function dataOf(call: CallRecord): Uint8Array | undefined {
  for (const { form, entryPart, exitPart } of call.shape.params) {
    if (form !== 'buffers' && form !== 'span') continue;
    return (exitPart < 0 ? call.entryBytes(entryPart + 1) : call.exitBytes(exitPart))?.slice();
  }
  return undefined;
}
