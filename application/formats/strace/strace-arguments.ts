import {
  describe,
  type EnumKind,
  type FlagKind,
  layoutOf,
  layouts,
  paramKinds,
  resultKind,
  signatureOf,
} from '../../../domain/index.js';
import { quoteHex } from '../../text/index.js';
import type { CallRecord, SubscriptionValue } from '../../tracing/index.js';
import {
  type CallShape,
  DURATIONS,
  decodeParam,
  NAME_LIMIT,
  outOfBounds,
  type ParamShape,
} from '../../tracing/index.js';
import { formatEntries, formatIovecs } from './buffer-text.js';
import type { LineStyle } from './line-style.js';
import { markedPointer, type Printer } from './printer.js';
import { resultPrinter } from './strace-results.js';
import { subscription } from './struct-text.js';
import * as print from './value-text.js';

function formatPath(call: CallRecord, { at, entryPart }: ParamShape, style: LineStyle): string {
  const from = call.entryPart(entryPart);
  const length = call.u32(at + 1);
  if (from < 0) return `${markedPointer(call, at, length)}, ${length}`;
  const { u8, view } = call.entryChunk;
  return style.string(u8, from, view.getUint32(from - 4, true), length, NAME_LIMIT);
}

function formatBuffer(call: CallRecord, param: ParamShape, style: LineStyle): string {
  const { at, exitPart, content } = param;
  const length = call.u32(at + 1);
  const data = call.succeeded ? call.exitBytes(exitPart) : undefined;
  if (data === undefined) return `${markedPointer(call, at, length)}, ${length}`;
  const moved = Math.min(call.value, length);
  if (content === 'entries') return `${formatEntries(call, param, data, style)}, ${length}`;
  if (content === 'name') return `${style.string(data, 0, data.length, moved, NAME_LIMIT)}, ${length}`;
  const text = quoteHex(data, moved, style.options.stringSize);
  return `${style.options.palette?.string(text) ?? text}, ${length}`;
}

/** An address, a number or an option; in brackets what the call has written, as the pointer if it has written nothing. */
function formatBytes(call: CallRecord, param: ParamShape): string {
  const { at, kind, exitPart } = param;
  const length = paramKinds[kind].wasm.length === 2 ? `, ${call.u32(at + 1)}` : '';
  const text = exitPart < 0 || call.succeeded ? (decodeParam(call, param) as string | undefined) : undefined;
  if (text === undefined) return `${markedPointer(call, at, 1)}${length}`;
  return `${exitPart < 0 ? text : `[${text}]`}${length}`;
}

function formatSubscriptions(call: CallRecord, param: ParamShape, countAt: number, style: LineStyle): string {
  const values = decodeParam(call, param) as readonly SubscriptionValue[] | undefined;
  const count = call.u32(countAt);
  if (values === undefined) return markedPointer(call, param.at, count * layoutOf('subscription', call.abi).size);
  const texts = values.map((value, i) => {
    const fd = style.descriptor(value['fd_readwrite.fd'] ?? 0, value.label, call.extras?.subscribed?.[i]);
    return subscription(value, fd, style);
  });
  return print.list(texts, values.length < count);
}

function descriptorPrinter({ at, descriptorIndex }: ParamShape, { name }: CallShape, style: LineStyle): Printer {
  // What asks about preopens does not show the name with the question.
  if (describe(name).preopen !== undefined) return call => style.descriptor(call.u32(at), undefined, undefined);
  if (descriptorIndex > 0)
    return call => style.descriptor(call.u32(at), call.secondLabel, call.extras?.secondDescriptor);
  return call => style.descriptor(call.u32(at), call.label, call.extras?.descriptor);
}

/** How a parameter is printed. */
function paramPrinter(param: ParamShape, shape: CallShape, style: LineStyle): Printer {
  const { kind, form, at, name } = param;
  const countAt = shape.params.find(other => other.form === 'count')?.at ?? 0;
  switch (form) {
    case 'number':
      return param.descriptorIndex < 0 ? call => String(call.u32(at)) : descriptorPrinter(param, shape, style);
    case 'text':
      return call => formatPath(call, param, style);
    case 'buffers':
      return call => formatIovecs(call, param, style);
    case 'span':
      return call => formatBuffer(call, param, style);
    case 'subscriptions':
      return call => formatSubscriptions(call, param, countAt, style);
    case 'events':
      // Events are printed after the result; their pointer only if it is out of bounds.
      return call => {
        const pointer = call.u32(at);
        const size = call.u32(countAt) * layouts.event.size;
        return outOfBounds(call, pointer, size) ? print.outOfBoundsPointer(pointer) : undefined;
      };
    case 'bytes':
      return call => formatBytes(call, param);
    case 'addresses':
      return call => {
        const list = call.succeeded ? (decodeParam(call, param) as readonly string[] | undefined) : undefined;
        return `${list === undefined ? markedPointer(call, at, 4) : print.list(list, false)}, ${call.u32(at + 1)}`;
      };
    case 'rights':
      return call => style.rights(call.u64(at));
    case 'time':
      if (DURATIONS.includes(name)) return call => print.duration(call.u64(at));
      return call => print.timestamp(call.u64(at));
    case 'integer':
      // A cookie is a number that says nothing by itself.
      if (kind === 'cookie') return call => `${name}=${call.u64(at)}`;
      return call => String(decodeParam(call, param));
    case 'count':
      return call => String(call.u32(at));
    case 'flags':
      return call => print.flags(kind as FlagKind, call.u32(at), style);
    case 'enumeration':
      return call => print.enumeration(kind as EnumKind, decodeParam(call, param) as number, style);
  }
}

/** How the text between the parentheses is printed, piece by piece. */
export function argumentPrinters(shape: CallShape, style: LineStyle): readonly Printer[] {
  if (style.options.raw) return [rawPrinter(shape)];
  return [
    ...shape.params.map(param => paramPrinter(param, shape, style)),
    ...shape.results.map(result => resultPrinter(result, shape, style)),
  ];
}

/** All wasm arguments as numbers, pointers in hexadecimal. */
function rawPrinter({ name, params, results }: CallShape): Printer {
  const pointers = new Set([
    ...params.filter(({ kind }) => paramKinds[kind].pointsTo !== undefined).map(({ at }) => at),
    ...results.flatMap(({ at, kind }) => (resultKind(kind).table ? [at, at + 1] : [at])),
  ]);
  const { params: signature } = signatureOf(name);
  if (signature.length === 0) return () => undefined;
  return call =>
    signature
      .map(({ type }, at) => {
        if (pointers.has(at)) return print.pointer(call.u32(at));
        return String(type === 'i64' ? call.u64(at) : call.u32(at));
      })
      .join(', ');
}
