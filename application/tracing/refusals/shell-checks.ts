/** What a shell checks before a call has any effect: pointers first, then each argument. The order is that of the generated shells. */

import { layouts } from '../../../domain/index.js';
import type { CallRecord } from '../capture/call-record.js';
import { layoutOf, type ParamShape, type ResultShape } from '../capture/call-shape.js';
import type { EncodingRefusal, LimitRefusal, PointerRefusal, ValueRefusal } from '../events/refusal.js';
import { findEncoding } from './encoding.js';
import { limitRefusal } from './limit.js';
import { pointerRefusal } from './pointer.js';
import type { RefusalScene } from './scene.js';
import { findValue, isEnumeration, isFlags } from './value.js';

/** What can be wrong with an argument, whatever it stands for. */
export type ArgumentRefusal = PointerRefusal | ValueRefusal | EncodingRefusal | LimitRefusal;

const IOVEC = layouts.iovec.size;
const MOST_BYTES = 0xffffffff;

/**
 * Looks for the argument that a shell would not take.
 * @returns undefined if it takes all of them
 */
export function findArgument(call: CallRecord, scene: RefusalScene): ArgumentRefusal | undefined {
  const { params, results } = call.shape;
  for (const param of params) {
    const found = findRange(call, param, scene);
    if (found !== undefined) return found;
  }
  for (const result of results) {
    const found = findOutPointer(call, result, scene);
    if (found !== undefined) return found;
  }
  for (const param of params) {
    const found = findLifted(call, param, scene);
    if (found !== undefined) return found;
  }
  return undefined;
}

function outside(
  call: CallRecord,
  { memory }: RefusalScene,
  param: string,
  pointer: number,
  length: number,
  index?: number,
): PointerRefusal | undefined {
  return memory.holds(pointer, length) ? undefined : pointerRefusal(call, param, pointer, length, index);
}

function subscriptionsOf(call: CallRecord): number {
  const param = call.shape.params.find(({ kind }) => kind === 'nsubscriptions');
  return param === undefined ? 0 : call.u32(param.at);
}

function findRange(call: CallRecord, { name, kind, at }: ParamShape, scene: RefusalScene): PointerRefusal | undefined {
  switch (kind) {
    case 'buffer':
      return outside(call, scene, name, call.u32(at), call.u32(at + 1));
    case 'subscriptions':
      return outside(call, scene, name, call.u32(at), subscriptionsOf(call) * layoutOf('subscription', call.abi).size);
    case 'events':
      return outside(call, scene, name, call.u32(at), subscriptionsOf(call) * layouts.event.size);
    default:
      return undefined;
  }
}

function findOutPointer(
  call: CallRecord,
  { name, kind, at, size }: ResultShape,
  scene: RefusalScene,
): PointerRefusal | undefined {
  if (kind !== 'strings') return outside(call, scene, name, call.u32(at), size);
  const { bytes, offsets } = scene.strings.value;
  return (
    outside(call, scene, name, call.u32(at), offsets.length * size) ??
    outside(call, scene, `${name}_buf`, call.u32(at + 1), bytes.length)
  );
}

function findLifted(call: CallRecord, param: ParamShape, scene: RefusalScene): ArgumentRefusal | undefined {
  const { name, kind, at } = param;
  switch (kind) {
    case 'path':
      return findPathText(call, param, scene);
    case 'iovecs':
    case 'ciovecs':
      return findBuffers(call, param, scene);
    case 'subscriptions': {
      const count = subscriptionsOf(call);
      const { subscriptions: most } = scene.limits;
      return count > most ? limitRefusal('subscriptions', count, most, name) : undefined;
    }
    default:
      return isFlags(kind) || isEnumeration(kind) ? findValue(name, kind, call.u32(at)) : undefined;
  }
}

function findPathText(call: CallRecord, { name, at }: ParamShape, scene: RefusalScene): ArgumentRefusal | undefined {
  const { memory, limits } = scene;
  const pointer = call.u32(at);
  const length = call.u32(at + 1);
  const outOfBounds = outside(call, scene, name, pointer, length);
  if (outOfBounds !== undefined) return outOfBounds;
  if (length > limits.pathBytes) return limitRefusal('pathBytes', length, limits.pathBytes, name);
  return findEncoding(name, memory.u8, pointer, length);
}

function findBuffers(call: CallRecord, { name, at }: ParamShape, scene: RefusalScene): ArgumentRefusal | undefined {
  const { memory, limits } = scene;
  const pointer = call.u32(at);
  const count = call.u32(at + 1);
  const table = outside(call, scene, name, pointer, count * IOVEC);
  if (table !== undefined) return table;
  if (count > limits.iovecs) return limitRefusal('iovecs', count, limits.iovecs, name);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const length = memory.view.getUint32(pointer + i * IOVEC + 4, true);
    const buffer = outside(call, scene, name, memory.view.getUint32(pointer + i * IOVEC, true), length, i);
    if (buffer !== undefined) return buffer;
    total += length;
  }
  return total > MOST_BYTES ? limitRefusal('iovecBytes', total, MOST_BYTES, name) : undefined;
}
