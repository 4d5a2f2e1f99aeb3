import { expect } from 'chai';
import { map, Subscriber, take } from 'rxjs';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import { type HostcallEvent, TraceHub } from '../../../../application/tracing/index.js';
import { uncaughtDuring } from '../../uncaught.js';
import { TracedGuest } from '../traced-guest.js';

describe('the trace hub', () => {
  it('records only while there is a subscriber', () => {
    const guest = new TracedGuest();
    expect(guest.tap.tracer(0)).to.equal(null);
    const first = guest.hub.hostcalls$.subscribe();
    const second = guest.hub.entered$.subscribe();
    expect(guest.tap.tracer(0)).not.to.equal(null);
    first.unsubscribe();
    expect(guest.tap.tracer(0)).not.to.equal(null);
    second.unsubscribe();
    expect(guest.tap.tracer(0)).to.equal(null);
  });

  it('does not read the clock without subscribers', () => {
    const guest = new TracedGuest();
    guest.call('sched_yield', []);
    expect(guest.now).to.equal(0);
  });

  it('switches on and off during a run, in existing guests', () => {
    const guest = new TracedGuest();
    const names: string[] = [];
    guest.call('fd_sync', [4]);
    const subscription = guest.hub.hostcalls$.subscribe(({ name }) => names.push(name));
    guest.call('fd_tell', [4, 0]);
    subscription.unsubscribe();
    guest.call('fd_close', [4]);
    guest.hub.hostcalls$.subscribe(({ name }) => names.push(name));
    guest.call('sched_yield', []);
    expect(names).to.deep.equal(['fd_tell', 'sched_yield']);
  });

  it('runs an action once, before the next call begins', () => {
    const guest = new TracedGuest();
    const seen: string[] = [];
    guest.hub.beforeNextCall(() => seen.push('before'));
    guest.call('sched_yield', [], () => seen.push('sched_yield'));
    guest.call('sched_yield', [], () => seen.push('sched_yield'));
    expect(seen).to.deep.equal(['before', 'sched_yield', 'sched_yield']);
    expect(guest.tap.tracer(0)).to.equal(null);
  });

  it('runs an action requested during a call before the next one, even if subscribers come meanwhile', () => {
    const guest = new TracedGuest();
    const seen: string[] = [];
    guest.hub.entered$.subscribe(({ name }) => seen.push(`entered ${name}`));
    guest.call('fd_sync', [4], () => {
      guest.hub.beforeNextCall(() => seen.push('before'));
      guest.hub.hostcalls$.subscribe(({ name }) => seen.push(`finished ${name}`));
      return 0;
    });
    guest.call('sched_yield', []);
    expect(seen).to.deep.equal([
      'entered fd_sync',
      'finished fd_sync',
      'before',
      'entered sched_yield',
      'finished sched_yield',
    ]);
  });

  it('lets an action before a call end it', () => {
    const guest = new TracedGuest();
    const seen: string[] = [];
    guest.hub.hostcalls$.subscribe(({ name }) => seen.push(name));
    guest.hub.beforeNextCall(() => {
      throw new Error('stop');
    });
    expect(() => guest.call('sched_yield', [])).to.throw('stop');
    guest.tap.settle();
    guest.call('fd_sync', [4]);
    expect(seen).to.deep.equal(['fd_sync']);
  });

  it('lets a subscriber leave and another come during delivery', () => {
    const guest = new TracedGuest();
    const seen: string[] = [];
    guest.hub.hostcalls$.pipe(take(1)).subscribe(({ name }) => {
      seen.push(`first ${name}`);
      guest.hub.hostcalls$.subscribe(late => seen.push(`late ${late.name}`));
    });
    guest.hub.hostcalls$.subscribe(({ name }) => seen.push(`second ${name}`));
    guest.call('fd_sync', [4]);
    guest.call('sched_yield', []);
    expect(seen).to.deep.equal(['first fd_sync', 'second fd_sync', 'second sched_yield', 'late sched_yield']);
  });

  it('stops at once when its last subscriber leaves during a call, and the call returns its errno', () => {
    const guest = new TracedGuest();
    let events = 0;
    const subscription = guest.hub.hostcalls$.subscribe(() => events++);
    const errno = guest.call('sched_yield', [], () => {
      subscription.unsubscribe();
      return 8;
    });
    expect(errno).to.equal(8);
    expect(events).to.equal(0);
    expect(guest.tap.tracer(0)).to.equal(null);
  });

  it('does not report a call during which the first subscriber came', () => {
    const guest = new TracedGuest();
    const names: string[] = [];
    guest.call('sched_yield', [], () => {
      guest.hub.hostcalls$.subscribe(({ name }) => names.push(name));
      return 0;
    });
    guest.call('fd_sync', [4]);
    expect(names).to.deep.equal(['fd_sync']);
  });

  it('hides an exception of a subscriber from the guest and from other subscribers', async () => {
    const guest = new TracedGuest();
    const names: string[] = [];
    const bug = new Error('a bug of the subscriber');
    const reported = await uncaughtDuring(() => {
      guest.hub.hostcalls$.subscribe(() => {
        throw bug;
      });
      guest.hub.entered$.subscribe(() => {
        throw bug;
      });
      guest.hub.hostcalls$.subscribe(({ name }) => names.push(name));
      expect(guest.call('sched_yield', [], () => 6)).to.equal(6);
      expect(guest.call('fd_sync', [4], () => 7)).to.equal(7);
    });
    expect(names).to.deep.equal(['sched_yield', 'fd_sync']);
    expect(reported).to.deep.equal([bug, bug, bug, bug]);
  });

  it('passes an exception of an operator to its own subscriber', () => {
    const guest = new TracedGuest();
    const errors: unknown[] = [];
    const bug = new Error('a bug of the operator');
    const failing = map(() => {
      throw bug;
    });
    guest.hub.hostcalls$.pipe(failing).subscribe({ error: error => errors.push(error) });
    expect(guest.call('sched_yield', [], () => 6)).to.equal(6);
    expect(errors).to.deep.equal([bug]);
    expect(guest.tap.tracer(0)).to.equal(null);
  });

  it('hides an exception of a custom subscriber class from the guest and from others', async () => {
    const guest = new TracedGuest();
    const names: string[] = [];
    const bug = new Error('a bug of the class');
    class Broken extends Subscriber<HostcallEvent> {
      override next(): void {
        throw bug;
      }
    }
    const reported = await uncaughtDuring(() => {
      guest.hub.hostcalls$.subscribe(new Broken());
      guest.hub.hostcalls$.subscribe(({ name }) => names.push(name));
      expect(guest.call('sched_yield', [], () => 6)).to.equal(6);
    });
    expect(names).to.deep.equal(['sched_yield']);
    expect(reported).to.deep.equal([bug]);
  });

  it('numbers calls over all guests, in the order in which they began', () => {
    const hub = new TraceHub(EventRecord);
    const one = new TracedGuest('preview1', hub);
    const two = new TracedGuest('unstable', hub);
    const seen: number[][] = [];
    hub.hostcalls$.subscribe(({ sequence, instance, errno }) => seen.push([sequence, instance, errno]));
    one.call('fd_sync', [4], () => {
      // A stream that calls back into a guest: its calls end first.
      two.call('sched_yield', [], () => 2);
      one.call('sched_yield', [], () => 3);
      return 1;
    });
    one.call('sched_yield', [], () => 4);
    expect(seen).to.deep.equal([
      [1, 1, 2],
      [2, 0, 3],
      [0, 0, 1],
      [3, 0, 4],
    ]);
  });

  it('reports a call before it does its work, and completes the same event', () => {
    const guest = new TracedGuest();
    const order: string[] = [];
    const entered: HostcallEvent[] = [];
    const finished: HostcallEvent[] = [];
    guest.hub.entered$.subscribe(event => {
      entered.push(event);
      order.push(event.text());
      expect(event.duration).to.be.NaN;
      expect(event.start).to.be.above(0);
    });
    guest.hub.hostcalls$.subscribe(event => {
      finished.push(event);
      order.push(event.text());
    });
    guest.u32(0x100, 0x200, 16);
    guest.call('fd_read', [0, 0x100, 1, 0x300], () => {
      order.push('work');
      guest.text(0x200, 'hi\n');
      guest.u32(0x300, 3);
      return 0;
    });
    guest.leave('proc_exit', [3]);
    expect(order).to.deep.equal([
      'fd_read(0<stdin>, 0x100, 1 <unfinished ...>',
      'work',
      'fd_read(0<stdin>, [{buf="hi\\n", buf_len=16}], 1) = 3',
      'proc_exit(3 <unfinished ...>',
      'proc_exit(3)                            = ?',
    ]);
    expect(entered).to.deep.equal(finished);
    expect(finished.map(({ state }) => state)).to.deep.equal(['returned', 'left']);
  });

  it('does not count the time of entered$ subscribers as part of the call', () => {
    const guest = new TracedGuest();
    guest.hub.entered$.subscribe(() => {
      guest.now += 1_000_000;
    });
    expect(guest.trace('sched_yield', []).duration).to.equal(9000);
  });

  it('receives nothing more of a guest whose tap was closed', () => {
    const guest = new TracedGuest();
    guest.hub.hostcalls$.subscribe();
    guest.tap.close();
    expect(guest.tap.tracer(0)).to.equal(null);
  });
});
