import { expect } from 'chai';
import { ChromeTraceExporter } from '../../../../application/formats/index.js';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import { type HostcallEvent, TraceHub } from '../../../../application/tracing/index.js';
import { TracedGuest } from '../../tracing/traced-guest.js';
import { checkTraceEvents, type TraceEvent } from './check-trace-events.js';

/** The events that calls of some guests are exported as. */
function eventsOf(hub: TraceHub, work: () => void): readonly TraceEvent[] {
  let text = '';
  const exporter = new ChromeTraceExporter(piece => {
    text += piece;
  });
  const watching = hub.hostcalls$.subscribe((call: HostcallEvent) => exporter.call(call));
  work();
  watching.unsubscribe();
  exporter.end({ exitCode: 0 });
  return checkTraceEvents(text).traceEvents;
}

const named = (events: readonly TraceEvent[], name: string) => events.filter(event => event.name === name);

describe('a trace for Chrome', () => {
  it('has a thread for each descriptor, in their order, and one for the rest', () => {
    const guest = new TracedGuest();
    const events = eventsOf(guest.hub, () => {
      guest.call('fd_sync', [4]);
      guest.call('sched_yield', []);
      guest.call('fd_sync', [1]);
      guest.call('fd_sync', [4]);
      guest.call('fd_sync', [99], () => 8);
      guest.call('fd_sync', [-1], () => 8);
    });
    const threads = new Map(named(events, 'thread_name').map(({ tid, args }) => [tid, args?.name]));
    expect(events.filter(({ ph }) => ph === 'X').map(({ tid }) => threads.get(tid))).to.deep.equal([
      'descriptor 4',
      'no descriptor',
      'descriptor 1',
      'descriptor 4',
      'no descriptor',
      'no descriptor',
    ]);
    const order = named(events, 'thread_sort_index').toSorted(
      (a, b) => (a.args?.sort_index as number) - (b.args?.sort_index as number),
    );
    expect(order.map(({ tid }) => threads.get(tid))).to.deep.equal(['no descriptor', 'descriptor 1', 'descriptor 4']);
  });

  it('has a process for each guest', () => {
    const hub = new TraceHub(EventRecord);
    const [one, two] = [new TracedGuest('preview1', hub), new TracedGuest('preview1', hub)];
    const events = eventsOf(hub, () => {
      one.call('sched_yield', []);
      two.call('sched_yield', []);
      one.call('fd_sync', [4]);
    });
    expect(events.filter(({ ph }) => ph === 'X').map(({ pid }) => pid)).to.deep.equal([1, 2, 1]);
    expect(named(events, 'process_name').map(({ pid }) => pid)).to.deep.equal([1, 2]);
  });

  it('nests calls that are made within calls, on one thread and on several', () => {
    const guest = new TracedGuest();
    const events = eventsOf(guest.hub, () => {
      guest.call('fd_sync', [4], () => {
        guest.call('fd_sync', [4]);
        guest.call('fd_sync', [1], () => guest.call('fd_sync', [4]));
        return 0;
      });
    });
    const spans = events.filter(({ ph }) => ph === 'X').map(({ ts = 0, dur = 0 }) => [ts, ts + dur]);
    expect(spans).to.deep.equal([
      [18, 27],
      [45, 54],
      [36, 63],
      [9, 72],
    ]);
  });

  it('keeps nesting when times are fractions of nanoseconds', () => {
    const guest = new TracedGuest();
    const events = eventsOf(guest.hub, () => {
      guest.call('fd_sync', [4], () => {
        guest.now += 0.4;
        guest.call('fd_sync', [4], () => {
          guest.now += 0.4;
          return 0;
        });
        return 0;
      });
    });
    expect(events.filter(({ ph }) => ph === 'X').map(({ ts, dur }) => [ts, dur])).to.deep.equal([
      [18, 9],
      [9, 27],
    ]);
  });

  it('counts the memory when it has grown, and what was moved', () => {
    const guest = new TracedGuest();
    guest.u32(0x100, 0x200, 100);
    const moves = (bytes: number) => () => {
      guest.u32(0x80, bytes);
      return 0;
    };
    const events = eventsOf(guest.hub, () => {
      guest.call('fd_read', [4, 0x100, 1, 0x80], moves(60));
      guest.call('fd_write', [1, 0x100, 1, 0x80], moves(100));
      guest.attach({ buffer: new ArrayBuffer(0x20000) });
      guest.u32(0x100, 0x200, 100);
      guest.now += 2e6;
      guest.call('fd_read', [4, 0x100, 1, 0x80], moves(5));
      guest.call('fd_read', [4, 0x100, 1, 0x80], () => 8);
    });
    expect(named(events, 'memory').map(({ args, ts }) => [ts, args?.bytes])).to.deep.equal([
      [9, 0x10000],
      [2045, 0x20000],
    ]);
    expect(named(events, 'bytes moved').map(({ args, ts }) => [ts, args])).to.deep.equal([
      [18, { read: 60, written: 0 }],
      [2054, { read: 65, written: 100 }],
    ]);
  });

  it('counts at the end what was moved since the last count', () => {
    const guest = new TracedGuest();
    guest.u32(0x100, 0x200, 100);
    const events = eventsOf(guest.hub, () => {
      for (let i = 0; i < 3; i++)
        guest.call('fd_read', [4, 0x100, 1, 0x80], () => {
          guest.u32(0x80, 10);
          return 0;
        });
    });
    expect(named(events, 'bytes moved').map(({ args }) => args?.read)).to.deep.equal([10, 30]);
  });
});
