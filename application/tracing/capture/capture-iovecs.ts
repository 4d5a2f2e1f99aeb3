import { layouts } from '../../../domain/index.js';
import type { ParamShape } from './call-shape.js';
import { type CaptureScene, HEADER_ROOM, ITEM_LIMIT, type Step } from './capture-scene.js';
import { copyBytes } from './capture-store.js';

const IOVEC = layouts.iovec.size;

/** The table of buffers that a read fills: pointers and lengths. */
export function iovecTable({ at }: ParamShape): Step {
  return {
    bytes: ITEM_LIMIT * IOVEC + HEADER_ROOM,
    run: (call, { memory, store }) => {
      const pointer = call.u32(at);
      const count = call.u32(at + 1);
      if (memory.holds(pointer, count * IOVEC)) {
        store.copy(memory.u8, memory.view, pointer, Math.min(count, ITEM_LIMIT) * IOVEC);
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

/** The table of buffers that a write takes from, and the first bytes in them. */
export function written({ at }: ParamShape): Step {
  return {
    bytes: ITEM_LIMIT * IOVEC + 2 * HEADER_ROOM,
    payload: true,
    run: (call, scene) => {
      const { memory, store } = scene;
      const pointer = call.u32(at);
      const count = call.u32(at + 1);
      if (memory.holds(pointer, count * IOVEC)) {
        const kept = Math.min(count, ITEM_LIMIT);
        store.copy(memory.u8, memory.view, pointer, kept * IOVEC);
        gather(scene, memory.view, pointer, kept, scene.payload);
      } else {
        store.skip();
        store.skip();
      }
    },
  };
}

/** The first bytes that a read put into the buffers of the table that was kept on entry. */
export function read({ entryPart }: ParamShape): Step {
  return {
    bytes: HEADER_ROOM,
    payload: true,
    run: (call, scene) => {
      const table = call.entryPart(entryPart);
      if (table < 0) {
        scene.store.skip();
        return;
      }
      const { view } = call.entryChunk;
      const count = view.getUint32(table - 4, true) / IOVEC;
      gather(scene, view, table, count, Math.min(call.value, scene.payload));
    },
  };
}
