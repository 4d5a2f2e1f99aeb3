import { expect } from 'chai';
import fc from 'fast-check';
import { type Abi, formatStrace, type HostcallEvent, type RawArgument } from '../../../application/index.js';
import { Errno, hostcallNames, describe as rowOf, signatureOf } from '../../../domain/index.js';
import { TracedGuest } from './traced-guest.js';

const SIZE = 0x1000;
const OUT_OF_BOUNDS = '0xfffffff0 /* out of bounds */';
const POINTERS: readonly string[] = ['path', 'iovecs', 'ciovecs', 'buffer', 'subscriptions', 'events'];

/** Numbers that are likely to be pointers, counts or lengths near some bound. */
const i32 = fc.oneof(
  fc.integer(),
  fc.integer({ min: 0, max: SIZE }),
  fc.integer({ min: 0, max: 40 }),
  fc.constantFrom(-1, SIZE - 1, SIZE - 8, SIZE, 0x7fff_ffff, -0x8000_0000),
);
const i64 = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.constantFrom(0n, -1n, 1n));

const call = fc.constantFrom(...hostcallNames).chain(name =>
  fc.record({
    name: fc.constant(name),
    args: fc.tuple(
      ...signatureOf(name).params.map(({ type }) => (type === 'i64' ? i64 : i32) as fc.Arbitrary<RawArgument>),
    ),
    abi: fc.constantFrom<Abi>('preview1', 'unstable'),
    errno: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 80 })),
    before: fc.uint8Array({ maxLength: SIZE }),
    after: fc.uint8Array({ maxLength: SIZE }),
    at: fc.integer({ min: 0, max: SIZE }),
    label: fc.string({ unit: 'binary' }),
    raw: fc.boolean(),
  }),
);

/** Writes as much as fits. */
function put(memory: Uint8Array, bytes: Uint8Array, at: number): void {
  memory.set(bytes.subarray(0, memory.length - at), at);
}

describe('tracing any arguments over any memory', () => {
  it('never throws, returns the errno, and gives one line of printable ASCII', () => {
    fc.assert(
      fc.property(call, ({ name, args, abi, errno, before, after, at, label, raw }) => {
        const guest = new TracedGuest(abi, undefined, ['argument', '\u{1f600}']);
        guest.attach({ buffer: new ArrayBuffer(SIZE) });
        for (const fd of [0, 1, 2, 5]) guest.descriptors.set(fd, { label, preopenName: undefined });
        put(guest.memory.u8, before, at);
        const lines: string[] = [];
        const options = { raw, times: true };
        guest.hub.entered$.subscribe(event => lines.push(formatStrace(event, options)));
        const events: HostcallEvent[] = [];
        guest.hub.hostcalls$.subscribe(event => events.push(event));
        const returned = guest.call(name, args, () => {
          put(guest.memory.u8, after, SIZE - at);
          return errno;
        });
        expect(returned).to.equal(errno);
        expect(events).to.have.length(1);
        // Here, not in the subscriber: what that throws goes elsewhere.
        for (const event of events) {
          lines.push(formatStrace(event, options));
          JSON.stringify(event);
          expect(event.raw).to.deep.equal(args);
          expect(event.data?.length ?? 0).to.be.at.most(4096);
        }
        expect(lines).to.have.length(2);
        for (const line of lines) expect(line).to.match(/^[ -~]+$/);
        expect(lines[0]).to.match(/ <unfinished \.\.\.>$/);
        expect(lines[1]).to.match(/^[a-z_]+\(.*\) += .* <\d+\.\d{6}>$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('marks every pointer that is out of bounds', () => {
    const guest = new TracedGuest();
    for (const name of hostcallNames) {
      const { params, results } = rowOf(name);
      // As pointers these numbers are out of bounds, whatever they are as counts.
      const args = signatureOf(name).params.map(({ type }) => (type === 'i64' ? 0n : -16));
      const line = guest.trace(name, args, () => Errno.EFAULT).text();
      const pointers =
        params.filter(({ kind }) => POINTERS.includes(kind)).length +
        results.reduce((sum, { kind }) => sum + (kind === 'strings' ? 2 : 1), 0);
      expect(line.split(OUT_OF_BOUNDS).length - 1, line).to.equal(pointers);
    }
    const line = guest.trace('path_rename', [3, -16, 4, 3, 0x7fff_ffff, 4], () => 21).text();
    expect(line).to.equal(
      'path_rename(3</>, 0xfffffff0 /* out of bounds */, 4, 3</>, 0x7fffffff /* out of bounds */, 4) = -1 EFAULT (Bad address)',
    );
  });
});
