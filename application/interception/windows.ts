import type { ByteSpan, Iovecs } from '../../domain/index.js';

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

/** A buffer that is a given window. */
export function spanOf(window: Uint8Array): ByteSpan {
  requireWindow(window);
  return { array: window, offset: 0, length: window.length };
}

/** Windows of anybody's, gathered into the one array that a meaning works on. */
export interface Gathered {
  readonly iovecs: Iovecs;
  /** Puts what a read has left in the array into the windows. */
  scatter(): void;
}

/** Gathers windows, their bytes included. */
export function gather(windows: readonly Uint8Array[]): Gathered {
  if (!Array.isArray(windows)) throw new TypeError('buffers have to be an array of Uint8Array');
  for (const window of windows) requireWindow(window);
  const filled = windows.filter(window => window.length > 0);
  const total = filled.reduce((sum, window) => sum + window.length, 0);
  const array = new Uint8Array(total);
  const offsets: number[] = [];
  const lengths: number[] = [];
  let at = 0;
  for (const window of filled) {
    array.set(window, at);
    offsets.push(at);
    lengths.push(window.length);
    at += window.length;
  }
  return {
    iovecs: { array, count: filled.length, offsets, lengths, total },
    scatter() {
      for (const [i, window] of filled.entries()) {
        const offset = offsets[i] as number;
        window.set(array.subarray(offset, offset + window.length));
      }
    },
  };
}

function requireWindow(value: unknown): void {
  if (!(value instanceof Uint8Array)) throw new TypeError('a buffer has to be a Uint8Array');
}
