import { expect } from 'chai';
import fc from 'fast-check';
import { EventRecord } from '../../../application/formats/strace/event-record.js';
import { type RecordedCall, RecordingWriter, readRecording } from '../../../application/recording/index.js';
import { recordOf } from '../../../application/tracing/events/event-of.js';
import { type Abi, type HostcallEvent, TraceHub } from '../../../application/tracing/index.js';
import { hostcallNames } from '../../../domain/index.js';
import { someHeader } from '../../guests/recorded-run.js';
import { anyArguments, put, SIZE } from '../tracing/random-calls.js';
import { TracedGuest } from '../tracing/traced-guest.js';

/** Any call, on any memory. */
const call = fc.constantFrom(...hostcallNames).chain(name =>
  fc.record({
    name: fc.constant(name),
    args: anyArguments(name),
    errno: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 80 })),
    leaves: fc.integer({ min: 0, max: 9 }).map(number => number === 0),
    before: fc.uint8Array({ maxLength: SIZE }),
    after: fc.uint8Array({ maxLength: SIZE }),
    at: fc.integer({ min: 0, max: SIZE }),
    label: fc.oneof(fc.constantFrom('/', '/dir', '.'), fc.string({ unit: 'binary' })),
    pause: fc.oneof(fc.constant(0), fc.nat(1e10)),
    extras: fc.constantFrom(undefined, { injected: true } as const, { injected: true, delayed: true } as const),
  }),
);
type Call = typeof call extends fc.Arbitrary<infer C> ? C : never;

/** Everything that can be asked of a call. */
function allOf(given: HostcallEvent | RecordedCall) {
  const event = recordOf(given) as EventRecord;
  const { sequence, instance, errno, state, memorySize, label, secondLabel, subscriptionLabels, value, extras } = event;
  return {
    ...{ sequence, instance, errno, state, memorySize, label, secondLabel, subscriptionLabels, value, extras },
    ...{ name: event.name, abi: event.abi, start: event.start, duration: event.duration, raw: event.raw },
    ...{ args: event.args, result: event.result, data: event.data, text: event.text(), json: JSON.stringify(event) },
  };
}

function make(abi: Abi, calls: readonly Call[]): HostcallEvent[] {
  const guest = new TracedGuest(abi, new TraceHub(EventRecord, { whole: true }), ['one', 'two words']);
  guest.attach({ buffer: new ArrayBuffer(SIZE) });
  guest.descriptors.set(5, { label: '/dir/below', preopenName: undefined });
  const events: HostcallEvent[] = [];
  guest.hub.hostcalls$.subscribe(event => events.push(event));
  for (const { name, args, errno, leaves, before, after, at, label, pause, extras } of calls) {
    put(guest.memory.u8, before, at);
    guest.descriptors.set(4, { label, preopenName: undefined });
    guest.now += pause;
    if (leaves) {
      guest.leave(name, args);
      continue;
    }
    guest.call(name, args, () => {
      put(guest.memory.u8, after, at);
      if (extras !== undefined) guest.tap.note(extras);
      return errno;
    });
  }
  return events;
}

/** The events as read from their recording. */
function recordedAndRead(events: readonly HostcallEvent[]): RecordedCall[] {
  const pieces: Buffer[] = [];
  const writer = new RecordingWriter(someHeader, bytes => pieces.push(Buffer.from(bytes)));
  for (const event of events) writer.add(event);
  writer.end({ exitCode: 0 });
  return [...readRecording(new Uint8Array(Buffer.concat(pieces))).calls()];
}

describe('The calls that are read from a recording', () => {
  it('are the recorded ones', () => {
    fc.assert(
      fc.property(fc.constantFrom<Abi>('preview1', 'unstable'), fc.array(call, { maxLength: 12 }), (abi, calls) => {
        const events = make(abi, calls);
        expect(recordedAndRead(events).map(allOf)).to.deep.equal(events.map(allOf));
      }),
      { numRuns: 1000 },
    );
  });

  for (const [where, pointer, expected] of [
    ['in', 0x10, []],
    ['outside', SIZE + 1, undefined],
  ] as const) {
    it(`include an empty list of subscriptions ${where} the memory`, () => {
      const guest = new TracedGuest('preview1', new TraceHub(EventRecord, { whole: true }));
      guest.attach({ buffer: new ArrayBuffer(SIZE) });
      const event = guest.trace('poll_oneoff', [pointer, 0x20, 0, 0x30], () => 28);
      expect(allOf(event).subscriptionLabels).to.deep.equal(expected);
      expect(recordedAndRead([event]).map(allOf)).to.deep.equal([allOf(event)]);
    });
  }
});
