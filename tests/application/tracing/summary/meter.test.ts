import { expect } from 'chai';
import { takeWhile } from 'rxjs';
import { ConfigurationError } from '../../../../application/errors.js';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import { METER_BYTES, type Summary, summarize, summaryOfAll, TraceHub } from '../../../../application/tracing/index.js';
import { Errno, type HostcallName } from '../../../../domain/index.js';
import { TracedGuest } from '../traced-guest.js';

/** Three reads of 3, 4 and (failed) 5 bytes, one write, random bytes, a yield, and the end. */
function work(guest: TracedGuest): void {
  guest.u32(0x100, 0x200, 16);
  for (const [nread, errno] of [
    [3, 0],
    [4, 0],
    [5, Errno.EIO],
  ] as const) {
    guest.call('fd_read', [4, 0x100, 1, 0x300], () => {
      guest.u32(0x300, nread);
      guest.now += nread * 1000;
      return errno;
    });
  }
  guest.call('fd_write', [1, 0x100, 1, 0x300], () => {
    guest.u32(0x300, 16);
    return 0;
  });
  guest.call('random_get', [0x400, 32]);
  guest.call('sched_yield', []);
  guest.leave('proc_exit', [0]);
}

const EXPECTED = [
  { name: 'fd_read', calls: 3, errors: 1, time: 39_000, shortest: 12_000, longest: 14_000, bytes: 7 },
  { name: 'fd_write', calls: 1, errors: 0, time: 9000, shortest: 9000, longest: 9000, bytes: 16 },
  { name: 'random_get', calls: 1, errors: 0, time: 9000, shortest: 9000, longest: 9000, bytes: 32 },
  { name: 'sched_yield', calls: 1, errors: 0, time: 9000, shortest: 9000, longest: 9000, bytes: 0 },
  { name: 'proc_exit', calls: 1, errors: 0, time: 9000, shortest: 9000, longest: 9000, bytes: 0 },
];

function check({ rows, total }: Summary): void {
  const plain = rows.map(({ p95: _, ...row }) => row);
  expect(plain.toSorted((a, b) => a.name.localeCompare(b.name))).to.deep.equal(
    EXPECTED.toSorted((a, b) => a.name.localeCompare(b.name)),
  );
  expect(rows[0]?.name).to.equal('fd_read');
  expect(rows[0]?.p95).to.equal(14_000);
  expect(rows[1]?.p95).to.equal(9000);
  expect(total).to.deep.equal({ calls: 7, errors: 1, time: 75_000, shortest: 9000, longest: 14_000, bytes: 55 });
}

describe('a meter', () => {
  it('counts and times without making events', () => {
    const guest = new TracedGuest();
    const meter = guest.hub.meter();
    work(guest);
    check(meter.summary());
    expect(guest.hub.store.used).to.equal(0);
    expect(guest.hub.nextSequence()).to.equal(0);
  });

  it('counts the same beside a subscriber, and the clock is read no more often', () => {
    const guest = new TracedGuest();
    const meter = guest.hub.meter();
    guest.hub.hostcalls$.subscribe();
    work(guest);
    check(meter.summary());
  });

  it('counts in memory that other threads can read, and adds up what several count there', () => {
    const memories = [0, 1, 2].map(() => new SharedArrayBuffer(METER_BYTES));
    for (const memory of memories.slice(0, 2)) {
      const guest = new TracedGuest();
      const meter = guest.hub.meter({}, memory);
      work(guest);
      check(meter.summary());
      check(summaryOfAll([memory]));
    }
    const { rows, total } = summaryOfAll(memories);
    expect(total).to.deep.equal({ calls: 14, errors: 2, time: 150_000, shortest: 9000, longest: 14_000, bytes: 110 });
    expect(rows[0]).to.deep.equal({ ...EXPECTED[0], calls: 6, errors: 2, time: 78_000, bytes: 14, p95: 14_000 });
  });

  it('counts the same as the operator', () => {
    const guest = new TracedGuest();
    const summaries: Summary[] = [];
    guest.hub.hostcalls$
      .pipe(
        takeWhile(({ name }) => name !== 'proc_exit', true),
        summarize(),
      )
      .subscribe(summary => summaries.push(summary));
    work(guest);
    expect(summaries).to.have.length(1);
    check(summaries[0] as Summary);
  });

  it('counts the same of wasi_unstable', () => {
    const guest = new TracedGuest('unstable');
    const meter = guest.hub.meter();
    work(guest);
    check(meter.summary());
  });

  it('takes names of hostcalls, and stops on request', () => {
    const guest = new TracedGuest();
    const meter = guest.hub.meter({ calls: ['sched_yield'] });
    work(guest);
    expect(meter.summary().rows.map(({ name, calls }) => [name, calls])).to.deep.equal([['sched_yield', 1]]);
    expect(guest.tap.tracer(0)).to.equal(null);
    meter.stop();
    work(guest);
    expect(meter.summary().total.calls).to.equal(1);
    expect(() => guest.hub.meter({ calls: ['fd_raed' as HostcallName] })).to.throw(ConfigurationError);
  });

  it('does not count a call during which it was started or stopped', () => {
    const guest = new TracedGuest();
    const early = guest.hub.meter();
    guest.call('sched_yield', [], () => {
      early.stop();
      return 0;
    });
    guest.hub.hostcalls$.subscribe();
    guest.hub.meter();
    let late = guest.hub.meter();
    guest.call('fd_sync', [4], () => {
      late = guest.hub.meter();
      return 0;
    });
    guest.call('fd_close', [4]);
    expect(early.summary().rows).to.deep.equal([]);
    expect(late.summary().rows.map(({ name }) => name)).to.deep.equal(['fd_close']);
  });

  it('counts nested calls separately', () => {
    const hub = new TraceHub(EventRecord);
    const guest = new TracedGuest('preview1', hub);
    const meter = hub.meter();
    const nest = (depth: number): number => (depth === 0 ? 0 : guest.call('sched_yield', [], () => nest(depth - 1)));
    nest(100);
    // Beyond a depth that no program has, calls are not counted, and disturb nothing.
    expect(meter.summary().total.calls).to.equal(64);
    guest.call('fd_sync', [4]);
    expect(meter.summary().total.calls).to.equal(65);
  });

  it('counts a call that never returned, with its time and without its bytes', () => {
    const guest = new TracedGuest();
    const meter = guest.hub.meter();
    const thrown = new Error('the stack is used up');
    const leaving = () => {
      throw thrown;
    };
    expect(() => guest.call('fd_read', [4, 0, 1, 16], leaving)).to.throw(thrown);
    guest.tap.settle();
    const { rows, total } = meter.summary();
    expect(rows.map(({ name }) => name)).to.deep.equal(['fd_read']);
    expect(total).to.deep.equal({ calls: 1, errors: 0, time: 9000, shortest: 9000, longest: 9000, bytes: 0 });
  });

  it('reports an intermediate result after each given number of events', () => {
    const guest = new TracedGuest();
    const counts: number[] = [];
    guest.hub.hostcalls$.pipe(summarize(3)).subscribe(({ total }) => counts.push(total.calls));
    work(guest);
    expect(counts).to.deep.equal([3, 6]);
  });
});
