import { layouts } from '../../../domain/index.js';
import type { ParamShape } from './call-shape.js';
import { type CaptureLimits, type CaptureScene, HEADER_ROOM, roomFor, type Step } from './capture-scene.js';
import { copyBytes } from './capture-store.js';
import { crc32 } from './crc32.js';

const IOVEC = layouts.iovec.size;
/** The most bytes that buffers may have together: beyond, no call reads or writes any. */
const TOTAL_LIMIT = 0xffffffff;

/** How many bytes of a table are kept. */
function tableSize({ at }: ParamShape, { items }: CaptureLimits): NonNullable<Step['more']> {
  return (call, { memory }) => {
    const size = Math.min(call.u32(at + 1), items) * IOVEC;
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
    run: (call, { memory, store }) => {
      const pointer = call.u32(at);
      const count = call.u32(at + 1);
      if (memory.holds(pointer, count * IOVEC)) {
        store.copy(memory.u8, memory.view, pointer, Math.min(count, items) * IOVEC);
      } else {
        store.skip();
      }
    },
  };
}

/**
 * The first bytes in buffers, one buffer after the other, up to one that is out of bounds.
 * @param table where the pointers and lengths are, in `from`
 */
function gather({ memory, store }: CaptureScene, from: DataView, table: number, count: number, limit: number): void {
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
 * How many bytes lie in buffers, up to one that is out of bounds; 0 if they are more than a call may move.
 * @param table where the pointers and lengths are, in `from`
 */
function totalSize({ memory }: CaptureScene, from: DataView, table: number, count: number): number {
  let total = 0;
  for (let i = 0, at = table; i < count; i++, at += IOVEC) {
    const length = from.getUint32(at + 4, true);
    if (!memory.holds(from.getUint32(at, true), length)) break;
    total += length;
  }
  return total > TOTAL_LIMIT ? 0 : total;
}

/** The checksum of what lies in buffers, up to one that is out of bounds. */
function checksum(scene: CaptureScene, table: number, count: number): number {
  const { memory } = scene;
  let sum = 0;
  if (totalSize(scene, memory.view, table, count) === 0) return sum;
  for (let i = 0, at = table; i < count; i++, at += IOVEC) {
    const pointer = memory.view.getUint32(at, true);
    const length = memory.view.getUint32(at + 4, true);
    if (!memory.holds(pointer, length)) break;
    sum = crc32(memory.u8, pointer, pointer + length, sum);
  }
  return sum;
}

/** The table of buffers that a write takes from, the first bytes in them, and perhaps the checksum of all of them. */
export function written(param: ParamShape, limits: CaptureLimits): Step {
  const { at } = param;
  const { items, taken } = limits;
  const sizeOfTable = tableSize(param, limits);
  const table = roomFor(items * IOVEC, sizeOfTable);
  const data = roomFor(taken, (call, scene) =>
    totalSize(scene, scene.memory.view, call.u32(at), sizeOfTable(call, scene) / IOVEC),
  );
  const parts = limits.checksum ? 3 : 2;
  const grows = table.more !== undefined || data.more !== undefined;
  return {
    parts,
    bytes: table.bytes + data.bytes + parts * HEADER_ROOM,
    ...(grows && { more: (call, scene) => (table.more?.(call, scene) ?? 0) + (data.more?.(call, scene) ?? 0) }),
    run: (call, scene) => {
      const { memory, store } = scene;
      const pointer = call.u32(at);
      const count = call.u32(at + 1);
      if (memory.holds(pointer, count * IOVEC)) {
        const kept = Math.min(count, items);
        store.copy(memory.u8, memory.view, pointer, kept * IOVEC);
        gather(scene, memory.view, pointer, kept, data.more === undefined ? taken : data.more(call, scene));
        // A checksum of a short secret tells the secret.
        if (limits.checksum) store.number(limits.redact ? 0 : checksum(scene, pointer, kept));
      } else {
        for (let i = 0; i < parts; i++) store.skip();
      }
    },
  };
}

/** The first bytes that a read put into the buffers of the table that was kept on entry. */
export function read({ entryPart }: ParamShape, { filled }: CaptureLimits): Step {
  const { bytes, more } = roomFor(filled, (call, scene) => {
    const table = call.entryPart(entryPart);
    if (table < 0) return 0;
    const { view } = call.entryChunk;
    return Math.min(call.value, totalSize(scene, view, table, view.getUint32(table - 4, true) / IOVEC));
  });
  return {
    parts: 1,
    bytes: bytes + HEADER_ROOM,
    ...(more && { more }),
    run: (call, scene) => {
      const table = call.entryPart(entryPart);
      if (table < 0) {
        scene.store.skip();
        return;
      }
      const { view } = call.entryChunk;
      const count = view.getUint32(table - 4, true) / IOVEC;
      gather(scene, view, table, count, more === undefined ? Math.min(call.value, filled) : more(call, scene));
    },
  };
}
