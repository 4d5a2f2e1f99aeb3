import { layouts, type ParamKind, paramKinds } from '../../domain/index.js';
import type { ReadMemory } from './address-list.js';

/** Where the bytes of a parameter are. */
export interface BytePlace {
  readonly pointer: number;
  readonly length: number;
}

/**
 * Where the bytes are that a parameter of the form `bytes` points to.
 * @param kind its kind
 * @param first its first value
 * @param second its second value, if it has one
 * @returns undefined if they, or what tells where they are, are not inside the memory
 */
export function placeOfBytes(
  memory: ReadMemory,
  kind: ParamKind,
  first: number,
  second: number,
): BytePlace | undefined {
  const { extent } = paramKinds[kind];
  let pointer = first >>> 0;
  let length = second >>> 0;
  if (extent === 'iovec') {
    if (!memory.holds(pointer, layouts.iovec.size)) return undefined;
    length = memory.view.getUint32(pointer + 4, true);
    pointer = memory.view.getUint32(pointer, true);
  } else if (extent === 'behind') {
    if (!memory.holds(length, 4)) return undefined;
    length = memory.view.getUint32(length, true);
  } else if (typeof extent === 'number') {
    length = extent;
  }
  return memory.holds(pointer, length) ? { pointer, length } : undefined;
}
