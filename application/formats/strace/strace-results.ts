import { type FlagKind, layoutOf } from '../../../domain/index.js';
import type { CallRecord, StructValue } from '../../tracing/index.js';
import {
  type CallShape,
  DURATIONS,
  decodeParam,
  decodeResult,
  ITEM_LIMIT,
  moreStrings,
  outOfBounds,
  type ResultShape,
  stringsBytes,
} from '../../tracing/index.js';
import type { LineStyle } from './line-style.js';
import { markedPointer, type Printer } from './printer.js';
import { event, fdstat, filestat, prestat } from './struct-text.js';
import * as print from './value-text.js';

/** Of 2^48 and of 2^32 nanoseconds: whole seconds, and the nanoseconds that are left. */
const [HIGH_SECONDS, HIGH_REST] = [281_474, 976_710_656];
const [MIDDLE_SECONDS, MIDDLE_REST] = [4, 294_967_296];

/** A u64 in memory, in decimal. */
function u64Text(view: DataView, at: number): string {
  const high = view.getUint32(at + 4, true);
  return String(high < 0x20_0000 ? high * 0x1_0000_0000 + view.getUint32(at, true) : view.getBigUint64(at, true));
}

/** A point in time in memory, as `print.timestamp` prints it, without a bigint: those take as long as all the rest of a line. */
function timestampText(view: DataView, at: number): string {
  const high = view.getUint16(at + 6, true);
  const middle = view.getUint16(at + 4, true);
  const low = view.getUint32(at, true);
  const rest = high * HIGH_REST + middle * MIDDLE_REST + low;
  const carried = Math.floor(rest / 1e9);
  const seconds = high * HIGH_SECONDS + middle * MIDDLE_SECONDS + carried;
  const nanoseconds = rest - carried * 1e9;
  return seconds === 0 && nanoseconds === 0 ? '0' : `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
}

function formatStrings(call: CallRecord, { exitPart }: ResultShape, style: LineStyle): string {
  const strings = stringsBytes(call, exitPart);
  const shown = style.options.verbose ? strings : strings.slice(0, ITEM_LIMIT);
  return print.list(
    shown.map(bytes => style.string(bytes, 0, bytes.length, bytes.length)),
    strings.length > shown.length || moreStrings(call, exitPart),
  );
}

/** How a struct is printed in the place of its pointer. */
function structPrinter(result: ResultShape, { abi }: CallShape, style: LineStyle): Printer {
  const { kind, exitPart } = result;
  if (kind === 'fdstat') return call => fdstat(decodeResult(call, result) as StructValue<'fdstat'>, style);
  if (kind === 'prestat') return call => prestat(decodeResult(call, result) as StructValue<'prestat'>, style);
  if (style.options.verbose) return call => filestat(decodeResult(call, result) as StructValue<'filestat'>, style);
  const { fields } = layoutOf('filestat', abi);
  const offsetOf = (name: string) => fields.find(field => field.name === name)?.offset ?? 0;
  const filetypeAt = offsetOf('filetype');
  const sizeAt = offsetOf('size');
  return call => {
    const at = call.exitPart(exitPart);
    const { view } = call.exitChunk as NonNullable<CallRecord['exitChunk']>;
    const filetype = print.enumeration('filetype', view.getUint8(at + filetypeAt), style);
    return `{filetype=${filetype}, size=${u64Text(view, at + sizeAt)}, ...}`;
  };
}

/** How a number in memory is printed. */
function numberText({ kind, form, name }: ResultShape, style: LineStyle): (view: DataView, at: number) => string {
  switch (form) {
    case 'flags':
      return (view, at) => print.flags(kind as FlagKind, view.getUint16(at, true), style);
    case 'time':
      return DURATIONS.includes(name) ? (view, at) => print.duration(view.getBigUint64(at, true)) : timestampText;
    case 'integer':
      return u64Text;
    default:
      return (view, at) => String(view.getUint32(at, true));
  }
}

/**
 * Prints a result in the place of its out-pointer: the result, or the pointer if there is no result. The promoted result follows the `=`; in its
 * place, only an invalid pointer is printed.
 */
export function resultPrinter(result: ResultShape, shape: CallShape, style: LineStyle): Printer {
  const { form, at, size, exitPart, promoted } = result;
  if (promoted) {
    return call => {
      const pointer = call.u32(at);
      return outOfBounds(call, pointer, size) ? print.outOfBoundsPointer(pointer) : undefined;
    };
  }
  if (form === 'strings') {
    return call => {
      const table = call.succeeded ? formatStrings(call, result, style) : markedPointer(call, at, size);
      return `${table}, ${markedPointer(call, at + 1, 1)}`;
    };
  }
  const there = (call: CallRecord) => call.succeeded && call.exitPart(exitPart) >= 0;
  if (form === 'struct') {
    const struct = structPrinter(result, shape, style);
    return call => (there(call) ? struct(call) : markedPointer(call, at, size));
  }
  const text = numberText(result, style);
  return call => {
    if (!there(call)) return markedPointer(call, at, size);
    return `[${text((call.exitChunk as NonNullable<CallRecord['exitChunk']>).view, call.exitPart(exitPart))}]`;
  };
}

/** How the text after the `=` of a call that succeeded is printed. */
export function promotedPrinter({ params, promoted }: CallShape, style: LineStyle): (call: CallRecord) => string {
  if (promoted === undefined || style.options.raw) return () => '0';
  const { kind, exitPart } = promoted;
  if (kind === 'fd') return call => style.descriptor(call.value, call.secondLabel, call.extras?.secondDescriptor);
  const events = params.find(param => param.form === 'events');
  if (events !== undefined) {
    return call => {
      const occurred = (decodeParam(call, events) ?? []) as readonly StructValue<'event'>[];
      const texts = occurred.map(each => event(each, style));
      return `${call.value} (${print.list(texts, occurred.length < call.value)})`;
    };
  }
  if (exitPart < 0) return call => String(call.value);
  return call => {
    const from = call.exitPart(exitPart);
    return from < 0 || call.exitChunk === undefined ? '0' : u64Text(call.exitChunk.view, from);
  };
}
