import { expect } from 'chai';
import fc from 'fast-check';
import {
  ChromeTraceExporter,
  NdjsonExporter,
  SpeedscopeExporter,
  type TraceExporter,
  type TraceOutcome,
} from '../../../../application/formats/index.js';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import { type HostcallEvent, TraceHub } from '../../../../application/tracing/index.js';
import { hostcallNames } from '../../../../domain/index.js';
import { cases, make } from '../../tracing/hostcall-cases.js';
import { anyCall, anyGuest, makeAny } from '../../tracing/random-calls.js';
import { TracedGuest } from '../../tracing/traced-guest.js';
import { checkNdjson, type Line } from './check-ndjson.js';
import { checkSpeedscope, timeByStack } from './check-speedscope.js';
import { checkTraceEvents } from './check-trace-events.js';

const PROGRAM = 'a "program" \u{1f600}\n\ud800';

/** A call, and calls that are made before it returns. Times are nanoseconds. */
interface NestedCall {
  readonly guest: number;
  readonly fd: number;
  readonly before: number;
  readonly after: number;
  readonly inner: readonly NestedCall[];
}

const time = fc.constantFrom(0, 0.4, 0.7, 1, 999, 1000, 123_456_789);

function nestedCall(depth: number): fc.Arbitrary<NestedCall> {
  return fc.record({
    guest: fc.constantFrom(0, 1),
    fd: fc.constantFrom(1, 4, 9),
    before: time,
    after: time,
    inner: depth === 0 ? fc.constant([]) : fc.array(nestedCall(depth - 1), { maxLength: 3 }),
  });
}

/** What an exporter writes of some events. */
function exported(
  Exporter: new (write: (text: string) => void, options: { program: string }) => TraceExporter,
  events: readonly HostcallEvent[],
  outcome: TraceOutcome = { exitCode: 0 },
): string {
  let text = '';
  const exporter = new Exporter(
    piece => {
      text += piece;
    },
    { program: PROGRAM },
  );
  for (const event of events) exporter.call(event);
  exporter.end(outcome);
  return text;
}

/** What `JSON.stringify` makes of events, which is put together in another way. */
const stringified = (events: readonly HostcallEvent[]): Line[] => JSON.parse(JSON.stringify(events));

/** Calls of a trace in NDJSON, without what is there only. */
function callsOf(lines: readonly Line[]): Line[] {
  return lines.slice(1, -1).map(({ type, text, ...call }) => call);
}

/** Checks what all three formats make of some events. */
function checkAll(events: readonly HostcallEvent[], outcome?: TraceOutcome): void {
  const lines = checkNdjson(exported(NdjsonExporter, events, outcome));
  expect(callsOf(lines)).to.deep.equal(stringified(events));
  expect(lines.slice(1, -1).map(({ text }) => text)).to.deep.equal(events.map(event => event.text()));

  const { traceEvents } = checkTraceEvents(exported(ChromeTraceExporter, events, outcome));
  const shown = traceEvents.filter(({ ph }) => ph === 'X');
  expect(shown.map(({ name }) => name)).to.deep.equal(events.map(({ name }) => name));
  expect(shown.map(({ args }) => [args?.sequence, args?.text, args?.errno])).to.deep.equal(
    events.map(event => [event.sequence, event.text(), event.errno]),
  );
  expect(shown.map(({ args }) => [args?.args, args?.result])).to.deep.equal(
    stringified(events).map(({ args, result }) => [args, result]),
  );

  const file = checkSpeedscope(exported(SpeedscopeExporter, events, outcome));
  const inCalls = [...timeByStack(file)].filter(([stack]) => stack.includes(';'));
  const total = inCalls.reduce((sum, [, time]) => sum + time, 0);
  expect(total).to.equal(events.reduce((sum, { duration }) => sum + duration, 0));
}

describe('every exporter', () => {
  it('takes every hostcall, whether it succeeds or fails', () => {
    const names = new Set<string>();
    for (const chosen of cases) {
      const events: HostcallEvent[] = [];
      make(chosen, event => events.push(event));
      expect(events).to.have.length(1);
      names.add(chosen.name);
      checkAll(events);
    }
    expect(names.size).to.equal(hostcallNames.length);
  });

  it('takes any arguments over any memory', () => {
    fc.assert(
      fc.property(anyCall, call => {
        const guest = anyGuest(call);
        const events: HostcallEvent[] = [];
        guest.hub.hostcalls$.subscribe(event => events.push(event));
        makeAny(guest, call);
        makeAny(guest, call);
        checkAll(events);
      }),
      { numRuns: 300 },
    );
  });

  it('accepts nested calls of several guests with any durations', () => {
    fc.assert(
      fc.property(fc.array(nestedCall(3), { maxLength: 6 }), calls => {
        const hub = new TraceHub(EventRecord);
        const guests = [new TracedGuest('preview1', hub), new TracedGuest('preview1', hub)];
        let now = 0;
        const events: HostcallEvent[] = [];
        hub.hostcalls$.subscribe(event => events.push(event));
        const make = ({ guest, fd, before, after, inner }: NestedCall): number => {
          const chosen = guests[guest] as TracedGuest;
          // The guests have one clock, which stands still unless told otherwise.
          chosen.now = now - 9000;
          return chosen.call('fd_sync', [fd], () => {
            now += before;
            for (const call of inner) make(call);
            now += after;
            chosen.now = now - 9000;
            return 0;
          });
        };
        for (const call of calls) make(call);
        const { traceEvents } = checkTraceEvents(exported(ChromeTraceExporter, events));
        expect(traceEvents.filter(({ ph }) => ph === 'X')).to.have.length(events.length);
        const file = checkSpeedscope(exported(SpeedscopeExporter, events));
        const { startValue, endValue } = file.profiles[0];
        if (events.length > 0) {
          expect(endValue).to.equal(Math.floor(Math.max(...events.map(({ start, duration }) => start + duration))));
          expect(startValue).to.equal(Math.floor(events[0]?.start ?? 0));
        }
        checkNdjson(exported(NdjsonExporter, events));
      }),
      { numRuns: 150 },
    );
  });

  it('takes a program that makes no call', () => {
    for (const outcome of [{ exitCode: 3 }, { trap: 'unreachable' }, { error: 'it\n"failed"' }]) checkAll([], outcome);
  });

  it('records how the program ended', () => {
    const end = (outcome: TraceOutcome) => ({
      ndjson: checkNdjson(exported(NdjsonExporter, [], outcome)).at(-1),
      chrome: checkTraceEvents(exported(ChromeTraceExporter, [], outcome)).traceEvents.at(-1)?.name,
      speedscope: checkSpeedscope(exported(SpeedscopeExporter, [], outcome)).name,
    });
    expect(end({ exitCode: 3 })).to.deep.equal({
      ndjson: { type: 'end', calls: 0, exitCode: 3 },
      chrome: 'exited with 3',
      speedscope: `${PROGRAM} exited with 3`,
    });
    expect(end({ trap: 'unreachable' })).to.deep.equal({
      ndjson: { type: 'end', calls: 0, trap: 'unreachable' },
      chrome: 'trapped: unreachable',
      speedscope: `${PROGRAM} trapped: unreachable`,
    });
    expect(end({ error: 'no more "memory"' })).to.deep.equal({
      ndjson: { type: 'end', calls: 0, error: 'no more "memory"' },
      chrome: 'failed: no more "memory"',
      speedscope: `${PROGRAM} failed: no more "memory"`,
    });
  });
});
