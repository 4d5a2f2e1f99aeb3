import { type ByteSpan, type Iovecs, MAX_TRANSFER } from '../../domain/index.js';

/** The windows of a scattered read or a gathered write. */
export function windowsOf({ array, count, offsets, lengths }: Iovecs): readonly Uint8Array[] {
  const windows: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const offset = offsets[i] as number;
    windows.push(array.subarray(offset, offset + (lengths[i] as number)));
  }
  return windows;
}

/** The window of a buffer. */
export function windowOf({ array, offset, length }: ByteSpan): Uint8Array {
  return array.subarray(offset, offset + length);
}

/**
 * A buffer that is a given window.
 * @param original the call's own buffer. A window of the same memory stays one when the memory grows
 */
export function spanOf(window: Uint8Array, original: ByteSpan): ByteSpan {
  requireWindow(window);
  const { byteOffset: offset, length } = window;
  if (window.buffer !== original.array.buffer) return { array: window, offset: 0, length };
  return {
    get array() {
      return original.array;
    },
    offset,
    length,
  };
}

/** Windows of any memory, gathered into the one array that a meaning works on. */
export interface Gathered {
  readonly iovecs: Iovecs;
  /** Copies what a read has put into the array to the windows. */
  scatter(): void;
}

/**
 * Gathers windows, cut to what one call moves. Those of the guest's memory are used where they are; others are copied, their bytes included.
 * @param original the call's own buffers
 */
export function gather(windows: readonly Uint8Array[], original: Iovecs): Gathered {
  if (!Array.isArray(windows)) throw new TypeError('buffers must be an array of Uint8Array');
  for (const window of windows) requireWindow(window);
  const kept: Uint8Array[] = [];
  let total = 0;
  for (const window of windows) {
    const length = Math.min(window.length, MAX_TRANSFER - total);
    if (length > 0) kept.push(length < window.length ? window.subarray(0, length) : window);
    total += length;
  }
  const { buffer } = original.array;
  const lengths = kept.map(({ length }) => length);
  if (kept.every(window => window.buffer === buffer)) {
    const offsets = kept.map(({ byteOffset }) => byteOffset);
    const iovecs: Iovecs = {
      get array() {
        return original.array;
      },
      count: kept.length,
      offsets,
      lengths,
      total,
    };
    return { iovecs, scatter: () => {} };
  }
  return copied(kept, original, total);
}

function copied(windows: readonly Uint8Array[], original: Iovecs, total: number): Gathered {
  const { buffer } = original.array;
  const array = new Uint8Array(total);
  const offsets: number[] = [];
  const places: (() => Uint8Array)[] = [];
  let at = 0;
  for (const window of windows) {
    const { byteOffset, length } = window;
    const isGuests = window.buffer === buffer;
    // The memory may have grown when it is filled.
    places.push(() => (isGuests ? original.array.subarray(byteOffset, byteOffset + length) : window));
    array.set(window, at);
    offsets.push(at);
    at += length;
  }
  const lengths = windows.map(({ length }) => length);
  return {
    iovecs: { array, count: windows.length, offsets, lengths, total },
    scatter() {
      for (const [i, place] of places.entries()) {
        const offset = offsets[i] as number;
        place().set(array.subarray(offset, offset + (lengths[i] as number)));
      }
    },
  };
}

function requireWindow(value: unknown): void {
  if (!(value instanceof Uint8Array)) throw new TypeError('a buffer must be a Uint8Array');
  if (isDetached(value))
    throw new TypeError('a buffer is a window of a memory that has grown since; take it from call.args again');
}

/** Whether the memory that a window was taken from has grown: it has no bytes then. */
export function isDetached({ buffer }: Uint8Array): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    return new Uint8Array(buffer).length > 0;
  } catch {
    return true;
  }
}
