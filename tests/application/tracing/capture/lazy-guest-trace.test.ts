import { expect } from 'chai';
import { memoryPorts } from '../../../../adapters/memory/index.js';
import { EventRecord } from '../../../../application/formats/index.js';
import { noInterception } from '../../../../application/interception/index.js';
import { Guest } from '../../../../application/runtime/index.js';
import { HubGuestTrace, LazyGuestTrace, TraceHub } from '../../../../application/tracing/index.js';
import { PREVIEW1 } from '../../../../domain/index.js';

/** A guest whose trace is created on demand. */
function lazilyTraced() {
  const ports = memoryPorts();
  let loads = 0;
  const trace = new LazyGuestTrace(() => {
    loads++;
    return new HubGuestTrace(new TraceHub(EventRecord, {}, ports.engine));
  });
  const guest = new Guest(ports, trace, noInterception, {});
  guest.attach({ buffer: new ArrayBuffer(65_536) });
  const { sched_yield } = guest.imports()[PREVIEW1] as Record<string, () => number>;
  return { guest, yields: sched_yield as () => number, loads: () => loads };
}

describe('a trace that is created on demand', () => {
  it('is not created for calls that nothing subscribes to', () => {
    const { guest, yields, loads } = lazilyTraced();
    expect(yields()).to.equal(0);
    guest.settle();
    guest.close();
    expect(loads()).to.equal(0);
  });

  it('has the calls that come after a subscription, and is made once', () => {
    const { guest, yields, loads } = lazilyTraced();
    yields();
    const names: string[] = [];
    let ended = false;
    const watching = guest.hostcalls$.subscribe({
      next: ({ name, sequence, instance }) => names.push(`${instance} ${sequence} ${name}`),
      complete: () => {
        ended = true;
      },
    });
    guest.hostcalls$.subscribe(({ name }) => names.push(`again ${name}`));
    yields();
    watching.unsubscribe();
    yields();
    expect(names).to.deep.equal(['0 0 sched_yield', 'again sched_yield', 'again sched_yield']);
    expect(ended).to.equal(false);
    expect(loads()).to.equal(1);
  });

  for (const when of ['before', 'after'] as const) {
    it(`completes when the guest is closed ${when} a subscription`, () => {
      const { guest, yields } = lazilyTraced();
      let calls = 0;
      let ended = 0;
      const subscribe = () =>
        guest.hostcalls$.subscribe({
          next: () => calls++,
          complete: () => ended++,
        });
      if (when === 'after') subscribe();
      guest.close();
      if (when === 'before') subscribe();
      yields();
      expect({ calls, ended }).to.deep.equal({ calls: 0, ended: 1 });
    });
  }
});
