import { type EnumKind, type FlagKind, flagSets, layouts, signatureOf } from '../../../domain/index.js';
import type { CallRecord } from '../capture/call-record.js';
import { layoutOf, type ParamShape, type ResultShape } from '../capture/call-shape.js';
import { ITEM_LIMIT, NAME_LIMIT } from '../capture/capture-scene.js';
import { decodeParam, decodeResult, moreStrings, outOfBounds, pathBytes, stringsBytes } from '../events/decode.js';
import type { BufferValue, IovecValue, StructValue, SubscriptionValue } from '../events/decoded-values.js';
import { quote, quoteHex } from './quote.js';
import type { CompleteStraceOptions } from './strace-line.js';
import * as print from './strace-values.js';

/** Parameters and results that are durations; the others of their kind are points in time. */
const DURATIONS: readonly string[] = ['precision', 'resolution'];

/** Calls that ask for a preopen's name: their descriptor is not shown with the answer. */
const ASKING_FOR_NAME: readonly string[] = ['fd_prestat_get', 'fd_prestat_dir_name'];

/** A pointer, marked if what it points to is not in the guest's memory. */
function markedPointer(call: CallRecord, at: number, length: number): string {
  const value = call.u32(at);
  return outOfBounds(call, value, length) ? print.outOfBoundsPointer(value) : print.pointer(value);
}

function formatPath(call: CallRecord, param: ParamShape): string {
  const bytes = pathBytes(call, param);
  const length = call.u32(param.at + 1);
  if (bytes === undefined) return `${markedPointer(call, param.at, length)}, ${length}`;
  return quote(bytes, length, NAME_LIMIT);
}

function formatIovec(call: CallRecord, iovec: IovecValue, { stringSize }: CompleteStraceOptions): string {
  const { pointer, length, moved, data } = iovec;
  const buf = outOfBounds(call, pointer, length) ? print.outOfBoundsPointer(pointer) : quote(data, moved, stringSize);
  return `{buf=${buf}, buf_len=${length}}`;
}

function formatIovecs(call: CallRecord, param: ParamShape, options: CompleteStraceOptions): string {
  const count = call.u32(param.at + 1);
  const readable = param.kind === 'ciovecs' || call.succeeded;
  const iovecs = readable ? (decodeParam(call, param) as readonly IovecValue[] | undefined) : undefined;
  const text =
    iovecs === undefined
      ? markedPointer(call, param.at, count * layouts.iovec.size)
      : print.list(
          iovecs.map(iovec => formatIovec(call, iovec, options)),
          iovecs.length < count,
        );
  return `${text}, ${count}`;
}

function formatBuffer(call: CallRecord, param: ParamShape, { stringSize }: CompleteStraceOptions): string {
  const length = call.u32(param.at + 1);
  const raw = markedPointer(call, param.at, length);
  if (!call.succeeded) return `${raw}, ${length}`;
  const { data, moved, entries } = decodeParam(call, param) as BufferValue;
  if (param.content === 'entries') return `${raw} /* ${entries ?? 0} entries */, ${length}`;
  const text = param.content === 'random' ? quoteHex(data, moved, stringSize) : quote(data, moved, NAME_LIMIT);
  return `${text}, ${length}`;
}

function countOf(call: CallRecord): number {
  return call.u32(call.shape.params.find(({ kind }) => kind === 'nsubscriptions')?.at ?? 0);
}

function formatSubscriptions(call: CallRecord, param: ParamShape, options: CompleteStraceOptions): string {
  const values = decodeParam(call, param) as readonly SubscriptionValue[] | undefined;
  const count = countOf(call);
  if (values === undefined) return markedPointer(call, param.at, count * layoutOf('subscription', call.abi).size);
  return print.list(
    values.map(value => print.subscription(value, options.descriptorPaths)),
    values.length < count,
  );
}

/** Events are printed after the result; their pointer only if it is out of bounds. */
function formatEventsPointer(call: CallRecord, { at }: ParamShape): string | undefined {
  const pointer = call.u32(at);
  return outOfBounds(call, pointer, countOf(call) * layouts.event.size) ? print.outOfBoundsPointer(pointer) : undefined;
}

function formatDescriptor(
  call: CallRecord,
  { at, descriptorIndex }: ParamShape,
  options: CompleteStraceOptions,
): string {
  const label = descriptorIndex === 0 ? call.label : call.secondLabel;
  const labelled = options.descriptorPaths && !ASKING_FOR_NAME.includes(call.shape.name);
  return print.descriptor(call.u32(at), label, labelled);
}

/**
 * Prints one parameter.
 * @returns the text; undefined for one that is printed elsewhere
 */
export function formatParam(call: CallRecord, param: ParamShape, options: CompleteStraceOptions): string | undefined {
  const { kind } = param;
  switch (kind) {
    case 'fd':
      return formatDescriptor(call, param, options);
    case 'path':
      return formatPath(call, param);
    case 'iovecs':
    case 'ciovecs':
      return formatIovecs(call, param, options);
    case 'buffer':
      return formatBuffer(call, param, options);
    case 'subscriptions':
      return formatSubscriptions(call, param, options);
    case 'events':
      return formatEventsPointer(call, param);
    case 'rights':
      return print.rights(decodeParam(call, param) as bigint);
    case 'timestamp': {
      const value = decodeParam(call, param) as bigint;
      return DURATIONS.includes(param.name) ? print.duration(value) : print.timestamp(value);
    }
    case 'cookie':
      return `${param.name}=${decodeParam(call, param)}`;
    case 'filedelta':
    case 'filesize':
    case 'exitcode':
    case 'nsubscriptions':
      return String(decodeParam(call, param));
    default: {
      const value = decodeParam(call, param) as number;
      return kind in flagSets ? print.flags(kind as FlagKind, value) : print.enumeration(kind as EnumKind, value);
    }
  }
}

function formatStrings(call: CallRecord, { exitPart }: ResultShape, { stringSize }: CompleteStraceOptions): string {
  const strings = stringsBytes(call, exitPart);
  const shown = strings.slice(0, ITEM_LIMIT).map(bytes => quote(bytes, bytes.length, stringSize));
  return print.list(shown, strings.length > shown.length || moreStrings(call, exitPart));
}

/** Prints what stands in the place of a result's out-pointer: the result, or the pointer where there is none. */
export function formatResult(call: CallRecord, result: ResultShape, options: CompleteStraceOptions): string {
  const { kind, at, size } = result;
  if (kind === 'strings') {
    const table = call.succeeded ? formatStrings(call, result, options) : markedPointer(call, at, size);
    return `${table}, ${markedPointer(call, at + 1, 1)}`;
  }
  const value = call.succeeded ? decodeResult(call, result) : undefined;
  if (value === undefined) return markedPointer(call, at, size);
  switch (kind) {
    case 'fdstat':
      return print.fdstat(value as StructValue<'fdstat'>);
    case 'filestat':
      return print.filestat(value as StructValue<'filestat'>);
    case 'prestat':
      return print.prestat(value as StructValue<'prestat'>);
    case 'roflags':
      return `[${print.flags(kind, value as number)}]`;
    case 'timestamp':
      return `[${DURATIONS.includes(result.name) ? print.duration(value as bigint) : print.timestamp(value as bigint)}]`;
    default:
      return `[${value}]`;
  }
}

const POINTERS: readonly string[] = ['path', 'iovecs', 'ciovecs', 'buffer', 'subscriptions', 'events'];

/** Prints all wasm arguments as numbers, pointers in hexadecimal. */
export function formatRaw(call: CallRecord): string {
  const { name, params, results } = call.shape;
  const pointers = new Set([
    ...params.filter(({ kind }) => POINTERS.includes(kind)).map(({ at }) => at),
    ...results.flatMap(({ at, kind }) => (kind === 'strings' ? [at, at + 1] : [at])),
  ]);
  const texts = signatureOf(name).params.map(({ type }, at) => {
    if (pointers.has(at)) return print.pointer(call.u32(at));
    return String(type === 'i64' ? call.u64(at) : call.u32(at));
  });
  return texts.join(', ');
}
