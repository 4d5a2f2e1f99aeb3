import { decodeUtf8, encodeUtf8, type Iovecs } from '../../domain/index.js';
import { expectThat } from './expectations.js';

/** The bytes around the buffers. */
const AROUND = 0x2e;

/** Buffers that hold `parts`, in an array with other bytes around each. */
export function vectors(...parts: (string | Uint8Array)[]): Iovecs {
  return place(length => new Uint8Array(length), parts);
}

/** The same, in shared memory. */
export function sharedVectors(...parts: (string | Uint8Array)[]): Iovecs {
  return place(sharedBytes, parts);
}

/** The part of the global WebAssembly that is used. */
interface SharedMemories {
  readonly Memory: new (limits: {
    initial: number;
    maximum: number;
    shared: true;
  }) => { readonly buffer: SharedArrayBuffer };
}

/** Shared memory. A page that is not cross-origin isolated has no SharedArrayBuffer, but programs in it can have shared memory. */
export function sharedBytes(length: number): Uint8Array {
  if (typeof SharedArrayBuffer === 'function') return new Uint8Array(new SharedArrayBuffer(length));
  const { Memory } = (globalThis as unknown as { readonly WebAssembly: SharedMemories }).WebAssembly;
  const pages = Math.max(1, Math.ceil(length / 0x10000));
  return new Uint8Array(new Memory({ initial: pages, maximum: pages, shared: true }).buffer, 0, length);
}

/** Buffers of these lengths, filled with `_`. */
export function room(...lengths: number[]): Iovecs {
  return vectors(...lengths.filter(length => length > 0).map(length => '_'.repeat(length)));
}

function place(allocate: (length: number) => Uint8Array, parts: readonly (string | Uint8Array)[]): Iovecs {
  const chunks = parts
    .map(part => (typeof part === 'string' ? encodeUtf8(part) : part))
    .filter(part => part.length > 0);
  const total = chunks.reduce((sum, part) => sum + part.length, 0);
  const array = allocate(total + 3 * chunks.length + 5).fill(AROUND);
  const offsets: number[] = [];
  let at = 5;
  for (const part of chunks) {
    array.set(part, at);
    offsets.push(at);
    at += part.length + 3;
  }
  // More than `count` in the lists: they are reused.
  return {
    array,
    count: chunks.length,
    offsets: [...offsets, 1],
    lengths: [...chunks.map(part => part.length), 1000],
    total,
  };
}

/** The contents of the buffers, together. Fails if anything was written around them. */
export function bytesIn({ array, count, offsets, lengths, total }: Iovecs): Uint8Array {
  const all = new Uint8Array(total);
  const around = array.slice();
  let at = 0;
  for (let i = 0; i < count; i++) {
    const offset = offsets[i] as number;
    const end = offset + (lengths[i] as number);
    all.set(array.subarray(offset, end), at);
    around.fill(AROUND, offset, end);
    at += end - offset;
  }
  expectThat(
    around.every(byte => byte === AROUND),
    'expected the bytes around the buffers to be as they were',
  );
  return all;
}

/** The contents of each of the buffers, as text. Fails if anything was written around them. */
export function contents(iovecs: Iovecs): string[] {
  const all = bytesIn(iovecs);
  let at = 0;
  return iovecs.lengths.slice(0, iovecs.count).map(length => {
    at += length;
    return decodeUtf8(all, at - length, length) ?? '(not UTF-8)';
  });
}
