import { layoutOf, layouts, paramKinds } from '../../domain/index.js';
import type {
  CallRecord,
  EncodingDenial,
  LimitDenial,
  ParamShape,
  PointerDenial,
  ResultShape,
  ValueDenial,
} from '../tracing/index.js';
import { findEncoding, findValue, isEnumeration, isFlags, limitDenial, pointerDenial } from './argument-denials.js';
import { type DiagnosisContext, liftedInput } from './diagnosis-context.js';

/** The checks of a shell before a call has any effect: pointers first, then each argument, in the order of the generated shells. */

/** The denials of an argument by the shell. */
export type ArgumentDenial = PointerDenial | ValueDenial | EncodingDenial | LimitDenial;

const IOVEC = layouts.iovec.size;
const MOST_BYTES = 0xffffffff;

/**
 * Looks for the argument that the shell rejects.
 * @returns undefined if it accepts all of them
 */
export function findArgument(call: CallRecord, context: DiagnosisContext): ArgumentDenial | undefined {
  const { params, results } = call.shape;
  for (const param of params) {
    const found = findRange(call, param, context);
    if (found !== undefined) return found;
  }
  for (const result of results) {
    const found = findOutPointer(call, result, context);
    if (found !== undefined) return found;
  }
  for (const param of params) {
    const found = findLifted(call, param, context);
    if (found !== undefined) return found;
  }
  return undefined;
}

function outside(
  call: CallRecord,
  { memory }: DiagnosisContext,
  param: string,
  pointer: number,
  length: number,
  index?: number,
): PointerDenial | undefined {
  return memory.holds(pointer, length) ? undefined : pointerDenial(call, param, pointer, length, index);
}

function subscriptionsOf(call: CallRecord): number {
  const param = call.shape.params.find(({ form }) => form === 'count');
  return param === undefined ? 0 : call.u32(param.at);
}

function findRange(
  call: CallRecord,
  { name, kind, form, at }: ParamShape,
  context: DiagnosisContext,
): PointerDenial | undefined {
  if (form === 'span') return outside(call, context, name, call.u32(at), call.u32(at + 1));
  const { pointsTo, wasm } = paramKinds[kind];
  // Texts and buffers, which have a length of their own, are looked at as they are lifted.
  if (pointsTo === undefined || pointsTo === 'bytes' || wasm.length === 2) return undefined;
  return outside(call, context, name, call.u32(at), subscriptionsOf(call) * layoutOf(pointsTo, call.abi).size);
}

function findOutPointer(
  call: CallRecord,
  { name, form, at, size }: ResultShape,
  context: DiagnosisContext,
): PointerDenial | undefined {
  if (form !== 'strings') return outside(call, context, name, call.u32(at), size);
  const { bytes, offsets } = context.strings.value;
  return (
    outside(call, context, name, call.u32(at), offsets.length * size) ??
    outside(call, context, `${name}_buf`, call.u32(at + 1), bytes.length)
  );
}

function findLifted(call: CallRecord, param: ParamShape, context: DiagnosisContext): ArgumentDenial | undefined {
  const { name, kind, form, at } = param;
  switch (form) {
    case 'text':
      return findPathText(call, param, context);
    case 'buffers':
      return findBuffers(call, param, context);
    case 'subscriptions': {
      const count = subscriptionsOf(call);
      const { subscriptions: most } = context.limits;
      return count > most ? limitDenial('subscriptions', count, most, name) : undefined;
    }
    default:
      return isFlags(kind) || isEnumeration(kind) ? findValue(name, kind, call.u32(at)) : undefined;
  }
}

function findPathText(call: CallRecord, param: ParamShape, context: DiagnosisContext): ArgumentDenial | undefined {
  const { name, at } = param;
  const { limits } = context;
  const pointer = call.u32(at);
  const length = call.u32(at + 1);
  const outOfBounds = outside(call, context, name, pointer, length);
  if (outOfBounds !== undefined) return outOfBounds;
  if (length > limits.pathBytes) return limitDenial('pathBytes', length, limits.pathBytes, name);
  const which = call.shape.params.find(({ form }) => form === 'text') === param ? 0 : 1;
  const text = liftedInput(context, which, pointer, length);
  return findEncoding(name, text.u8, text.at, text.length);
}

function findBuffers(
  call: CallRecord,
  { name, at }: ParamShape,
  context: DiagnosisContext,
): ArgumentDenial | undefined {
  const { limits } = context;
  const pointer = call.u32(at);
  const count = call.u32(at + 1);
  const table = outside(call, context, name, pointer, count * IOVEC);
  if (table !== undefined) return table;
  if (count > limits.iovecs) return limitDenial('iovecs', count, limits.iovecs, name);
  const lifted = liftedInput(context, 0, pointer, count * IOVEC);
  let total = 0;
  for (let from = 0; from < lifted.length; from += IOVEC) {
    const length = lifted.view.getUint32(lifted.at + from + 4, true);
    const start = lifted.view.getUint32(lifted.at + from, true);
    const buffer = outside(call, context, name, start, length, from / IOVEC);
    if (buffer !== undefined) return buffer;
    total += length;
  }
  return total > MOST_BYTES ? limitDenial('iovecBytes', total, MOST_BYTES, name) : undefined;
}
