import { expect } from 'chai';
import {
  type Clocks,
  Descriptor,
  DescriptorTable,
  Errno,
  type Events,
  Eventtype,
  Fdflag,
  Filetype,
  interestOf,
  isReady,
  NOT_READY,
  Poll,
  type PollEvent,
  Right,
  StreamBase,
  type Subscription,
} from '../../../domain/index.js';

class Line extends StreamBase {
  arrived: number = NOT_READY;
  room = false;

  override readable(): number {
    return this.arrived;
  }

  override writable(): boolean {
    return this.room;
  }
}

const RIGHTS = Right.POLL_FD_READWRITE | Right.FD_READ | Right.FD_WRITE;

describe('Poll', () => {
  let now: number;
  let line: Line;
  let table: DescriptorTable;
  let poll: Poll;
  const events: Events = { count: 0, items: Array.from({ length: 8 }, () => ({}) as PollEvent) };
  const clocks: Clocks = {
    resolution: () => 1,
    read: (_id, into) => {
      into.seconds = 0;
      into.nanoseconds = now;
      return 0;
    },
    monotonic: () => now,
  };

  beforeEach(() => {
    now = 100;
    line = new Line();
    table = new DescriptorTable(8);
    table.insert(new Descriptor(line, Filetype.UNKNOWN, RIGHTS, 0, 0, 'line'));
    poll = new Poll(table, clocks);
    poll.begin();
  });

  const subscription = (type: number, members: Partial<Subscription> = {}): Subscription => ({
    userdataLow: 7,
    userdataHigh: 0,
    type,
    clockId: 1,
    timeout: 0,
    timeoutLow: 0,
    timeoutHigh: 0,
    clockFlags: 0,
    fd: 0,
    ...members,
  });
  const reading = subscription(Eventtype.FD_READ);
  const writing = subscription(Eventtype.FD_WRITE);
  const inTime = (timeout: number) => subscription(Eventtype.CLOCK, { timeout, timeoutLow: timeout });

  /** The types of the events of one round. */
  function round(...items: Subscription[]): number[] {
    const count = poll.round({ count: items.length, items }, events);
    return events.items.slice(0, count).map(({ type }) => type);
  }

  it('returns what it waits for, in order, and until when', () => {
    expect(round(writing, inTime(50), reading, inTime(30))).to.deep.equal([]);
    expect(poll.interests).to.deep.equal([
      { source: line, event: 'write' },
      { source: line, event: 'read' },
    ]);
    expect(poll.remaining).to.equal(30);
  });

  it('measures a duration from the first round', () => {
    round(inTime(50));
    now = 130;
    expect(round(inTime(50))).to.deep.equal([]);
    expect(poll.remaining).to.equal(20);
    now = 150;
    expect(round(inTime(50))).to.deep.equal([Eventtype.CLOCK]);
    poll.begin();
    expect(round(inTime(50))).to.deep.equal([]);
    expect(poll.remaining).to.equal(50);
  });

  it('has no deadline without a clock', () => {
    round(inTime(50), reading);
    round(reading);
    expect(poll.remaining).to.equal(Number.POSITIVE_INFINITY);
    expect(poll.interests).to.have.lengthOf(1);
  });

  it('reports events in the order of the subscriptions', () => {
    line.arrived = 3;
    line.room = true;
    expect(round(inTime(0), writing, inTime(1), reading)).to.deep.equal([
      Eventtype.CLOCK,
      Eventtype.FD_WRITE,
      Eventtype.FD_READ,
    ]);
    expect(events.items[2]).to.include({ errno: 0, nbytes: 3, flags: 0, userdataLow: 7 });
  });

  it('reports a failed readiness check as the error of an event', () => {
    line.arrived = -Errno.EIO;
    expect(round(reading)).to.deep.equal([Eventtype.FD_READ]);
    expect(events.items[0]).to.include({ errno: Errno.EIO, nbytes: 0 });
  });

  it('a call that would wait returns its interest', () => {
    const found = table.peek(0) as Descriptor;
    const interest = interestOf(found, 'read');
    expect(interest).to.deep.equal({ source: line, event: 'read' });
    expect(interest && isReady(interest)).to.equal(false);
    line.arrived = 0;
    expect(interest && isReady(interest)).to.equal(true);
    expect(isReady({ source: line, event: 'write' })).to.equal(false);
    found.flags = Fdflag.NONBLOCK;
    expect(interestOf(found, 'read')).to.equal(undefined);
  });
});
