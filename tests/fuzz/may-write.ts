import {
  describe as describeHostcall,
  type HostcallName,
  layoutOf,
  paramKinds,
  resultKind,
  structOf,
} from '../../domain/index.js';

/** A part of the guest's memory: where it begins, and where it ends. */
export type Window = readonly [from: number, to: number];

/** Hostcalls that put what they read into buffers. */
const READING = new Set<string>(['fd_read', 'fd_pread', 'sock_recv']);

/**
 * Where a hostcall may write, whatever comes of it: behind its out-pointers, into its buffers. It follows from the table.
 * @param args as they are passed
 * @param view the memory, as it is before the call
 */
export function mayWrite(name: HostcallName, args: readonly (number | bigint)[], view: DataView): Window[] {
  const { params, results } = describeHostcall(name);
  const windows: Window[] = [];
  const put = (from: number, length: number) => windows.push([from >>> 0, (from >>> 0) + length]);
  let index = 0;
  let events = -1;
  const word = () => Number(args[index++]);
  for (const { kind } of params) {
    const { form, wasm } = paramKinds[kind];
    if (form === 'buffers' && READING.has(name)) {
      const [table, count] = [word() >>> 0, word() >>> 0];
      for (let at = table; at < table + count * 8 && at + 8 <= view.byteLength; at += 8)
        put(view.getUint32(at, true), view.getUint32(at + 4, true));
    } else if (form === 'span') {
      const pointer = word();
      put(pointer, word() >>> 0);
    } else if (form === 'events') {
      events = word();
    } else if (form === 'count' && events >= 0) {
      put(events, (word() >>> 0) * layoutOf('event', 'preview1').size);
    } else {
      index += wasm.length;
    }
  }
  for (const { kind } of results) {
    if (kind === 'strings') {
      // An array of pointers, and the strings: how long they are is known to the host alone.
      put(word(), 64);
      put(word(), 64);
      continue;
    }
    const { size } = resultKind(kind);
    const struct = structOf(kind);
    put(word(), struct === undefined ? (size ?? 8) : layoutOf(struct, 'preview1').size);
  }
  return windows;
}

/** The first byte that differs outside of all windows; undefined if there is none. */
export function changedOutside(before: Uint8Array, after: Uint8Array, windows: readonly Window[]): number | undefined {
  for (let at = 0; at < after.length; at++) {
    if (before[at] === after[at]) continue;
    const window = windows.find(([from, to]) => at >= from && at < to);
    if (window === undefined) return at;
    // All of it may have changed.
    at = Math.min(window[1], after.length) - 1;
  }
  return undefined;
}
