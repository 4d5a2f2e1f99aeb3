import { layouts, MAX_TRANSFER } from '../../../domain/index.js';
import type { ParamShape } from './call-shape.js';
import {
  type CaptureContext,
  type CaptureLimits,
  copyInput,
  HEADER_ROOM,
  roomFor,
  type Step,
  type TracedCopies,
} from './capture-context.js';
import { copyBytes } from './capture-store.js';
import { crc32 } from './crc32.js';

const IOVEC = layouts.iovec.size;
/** The most bytes that buffers may have together: beyond, no call reads or writes any. */
const TOTAL_LIMIT = 0xffffffff;

/** How many bytes of a table are kept. */
function tableSize({ at }: ParamShape, { items }: CaptureLimits): NonNullable<Step['more']> {
  return (call, { memory, copies }) => {
    const size = Math.min(call.u32(at + 1), items) * IOVEC;
    if (memory.shared === true && copies !== undefined)
      return Math.max(0, Math.min(size, copies.inputs[0]?.length ?? 0));
    return memory.holds(call.u32(at), size) ? size : 0;
  };
}

/** The table of buffers that a read fills: pointers and lengths. */
export function iovecTable(param: ParamShape, limits: CaptureLimits): Step {
  const { at } = param;
  const { items } = limits;
  const { bytes, more } = roomFor(items * IOVEC, tableSize(param, limits));
  return {
    parts: 1,
    bytes: bytes + HEADER_ROOM,
    ...(more && { more }),
    run: (call, context) => copyInput(context, 0, call.u32(at), call.u32(at + 1) * IOVEC, items * IOVEC),
  };
}

/**
 * The first bytes in buffers, one buffer after the other, up to one that is out of bounds.
 * @param table where the pointers and lengths are, in `from`
 */
function gather({ memory, store }: CaptureContext, from: DataView, table: number, count: number, limit: number): void {
  const start = store.used + 4;
  let to = start;
  let room = limit;
  for (let i = 0, at = table; i < count && room > 0; i++, at += IOVEC) {
    const pointer = from.getUint32(at, true);
    const length = from.getUint32(at + 4, true);
    if (!memory.holds(pointer, length)) break;
    const kept = Math.min(length, room);
    copyBytes(store.chunk, to, memory.u8, memory.view, pointer, kept);
    to += kept;
    room -= kept;
  }
  store.close(start, to);
}

/**
 * How many bytes of buffers a call moves at most, up to one that is out of bounds; 0 if they are more than a call may be given.
 * @param table where the pointers and lengths are, in `from`
 */
function totalSize({ memory }: CaptureContext, from: DataView, table: number, count: number): number {
  let total = 0;
  for (let i = 0, at = table; i < count; i++, at += IOVEC) {
    const length = from.getUint32(at + 4, true);
    if (!memory.holds(from.getUint32(at, true), length)) break;
    total += length;
  }
  return total > TOTAL_LIMIT ? 0 : Math.min(total, MAX_TRANSFER);
}

/** The checksum of what a call takes from buffers, up to one that is out of bounds. */
function checksum(context: CaptureContext, from: DataView, table: number, count: number): number {
  const { memory } = context;
  let sum = 0;
  let left = totalSize(context, from, table, count);
  for (let at = table; left > 0; at += IOVEC) {
    const pointer = from.getUint32(at, true);
    const length = Math.min(from.getUint32(at + 4, true), left);
    sum = crc32(memory.u8, pointer, pointer + length, sum);
    left -= length;
  }
  return sum;
}

/** The table of buffers that a write takes from, the first bytes in them, and perhaps the checksum of all of them. */
export function written(param: ParamShape, limits: CaptureLimits): Step {
  const { at } = param;
  const { items, taken } = limits;
  const sizeOfTable = tableSize(param, limits);
  const table = roomFor(items * IOVEC, sizeOfTable);
  const data = roomFor(taken, (call, context) => {
    const count = sizeOfTable(call, context) / IOVEC;
    const { memory, copies } = context;
    if (memory.shared !== true || copies === undefined) return totalSize(context, memory.view, call.u32(at), count);
    return totalSize(
      context,
      (copies.inputs[0] as TracedCopies['inputs'][number]).view,
      0,
      Math.min(count, copies.buffers),
    );
  });
  const parts = limits.checksum ? 3 : 2;
  const grows = table.more !== undefined || data.more !== undefined;
  return {
    parts,
    bytes: table.bytes + data.bytes + parts * HEADER_ROOM,
    ...(grows && { more: (call, context) => (table.more?.(call, context) ?? 0) + (data.more?.(call, context) ?? 0) }),
    run: (call, context) => {
      const { memory, copies, store } = context;
      const pointer = call.u32(at);
      const count = call.u32(at + 1);
      const copied = memory.shared === true ? copies : undefined;
      if (copied === undefined ? memory.holds(pointer, count * IOVEC) : (copied.inputs[0]?.length ?? -1) >= 0) {
        const room = data.more === undefined ? taken : data.more(call, context);
        const start = store.used + 4;
        copyInput(context, 0, pointer, count * IOVEC, items * IOVEC);
        const kept = Math.min(count, items, copied?.buffers ?? count);
        const { view } = store.chunk;
        gather(context, view, start, kept, room);
        // A checksum of a short secret tells the secret.
        if (limits.checksum) store.number(limits.redact ? 0 : checksum(context, view, start, kept));
      } else {
        for (let i = 0; i < parts; i++) store.skip();
      }
    },
  };
}

/** The first bytes that a read put into the buffers of the table that was kept on entry. */
export function read({ entryPart }: ParamShape, { filled }: CaptureLimits): Step {
  const { bytes, more } = roomFor(filled, (call, context) => {
    const table = call.entryPart(entryPart);
    if (table < 0) return 0;
    const { view } = call.entryChunk;
    return Math.min(call.value, totalSize(context, view, table, view.getUint32(table - 4, true) / IOVEC));
  });
  return {
    parts: 1,
    bytes: bytes + HEADER_ROOM,
    ...(more && { more }),
    run: (call, context) => {
      const table = call.entryPart(entryPart);
      if (table < 0) {
        context.store.skip();
        return;
      }
      const { view } = call.entryChunk;
      const count = view.getUint32(table - 4, true) / IOVEC;
      gather(context, view, table, count, more === undefined ? Math.min(call.value, filled) : more(call, context));
    },
  };
}
