import fc from 'fast-check';
import type { RawArgument } from '../../../application/abi/index.js';
import type { Abi, TraceHub } from '../../../application/tracing/index.js';
import { type HostcallName, hostcallNames, signatureOf } from '../../../domain/index.js';
import { TracedGuest } from './traced-guest.js';

/** How large the memories of these calls are. */
export const SIZE = 0x1000;

/** Numbers that are likely to be pointers, counts or lengths near some bound. */
const i32 = fc.oneof(
  fc.integer(),
  fc.integer({ min: 0, max: SIZE }),
  fc.integer({ min: 0, max: 40 }),
  fc.constantFrom(-1, SIZE - 1, SIZE - 8, SIZE, 0x7fff_ffff, -0x8000_0000),
);
const i64 = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.constantFrom(0n, -1n, 1n));

/** Any arguments of a hostcall. */
export function anyArguments(name: HostcallName): fc.Arbitrary<RawArgument[]> {
  return fc.tuple(
    ...signatureOf(name).params.map(({ type }) => (type === 'i64' ? i64 : i32) as fc.Arbitrary<RawArgument>),
  );
}

/** A call of any hostcall with any arguments, over any memory. */
export const anyCall = fc.constantFrom(...hostcallNames).chain(name =>
  fc.record({
    name: fc.constant(name),
    args: anyArguments(name),
    abi: fc.constantFrom<Abi>('preview1', 'unstable'),
    errno: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 80 })),
    before: fc.uint8Array({ maxLength: SIZE }),
    after: fc.uint8Array({ maxLength: SIZE }),
    at: fc.integer({ min: 0, max: SIZE }),
    label: fc.string({ unit: 'binary' }),
  }),
);

/** Writes as much as fits. */
export function put(memory: Uint8Array, bytes: Uint8Array, at: number): void {
  memory.set(bytes.subarray(0, memory.length - at), at);
}

/** What `anyCall` gives. */
export type AnyCall = typeof anyCall extends fc.Arbitrary<infer T> ? T : never;

/**
 * A guest for such a call.
 * @param hub that is told of it
 */
export function anyGuest({ abi, before, at, label }: AnyCall, hub?: TraceHub): TracedGuest {
  const guest = new TracedGuest(abi, hub, ['argument', '\u{1f600}']);
  guest.attach({ buffer: new ArrayBuffer(SIZE) });
  const details = { filetype: at & 0xff, rightsBase: at * 0x1234567, rightsInheriting: at & 1 };
  for (const fd of [0, 1, 2, 5]) guest.descriptors.set(fd, { label, preopenName: undefined, ...details });
  put(guest.memory.u8, before, at);
  return guest;
}

/**
 * Makes the call.
 * @returns the errno that the guest gets
 */
export function makeAny(guest: TracedGuest, { name, args, after, at, errno }: AnyCall): number {
  return guest.call(name, args, () => {
    put(guest.memory.u8, after, SIZE - at);
    return errno;
  });
}
