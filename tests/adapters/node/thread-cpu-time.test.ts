import { expect } from 'chai';
import { cpuTimeOfWorker, placeOfThread, threadCpuTime } from '../../../adapters/node/thread-cpu-time.js';
import { LINUX, needing, threadTime } from '../../needs.js';

/** Does something where Node tells, or does not tell, how long a thread has computed. */
function where<T>(threadCpuUsage: (() => NodeJS.CpuUsage) | undefined, act: () => T): T {
  const own = Object.getOwnPropertyDescriptor(process, 'threadCpuUsage');
  Object.defineProperty(process, 'threadCpuUsage', { value: threadCpuUsage, configurable: true, writable: true });
  try {
    return act();
  } finally {
    if (own === undefined) Reflect.deleteProperty(process, 'threadCpuUsage');
    else Object.defineProperty(process, 'threadCpuUsage', own);
  }
}

needing(LINUX, threadTime()).describe('node: how long a thread has computed', () => {
  it('is what Node tells, and where it does not, what the scheduler does', () => {
    expect(where(() => ({ user: 3, system: 4 }), threadCpuTime)).to.equal(7000);
    expect(where(undefined, threadCpuTime)).to.be.above(1e6);
  });

  it('is asked of a worker only where the system does not tell', async () => {
    const asked = (usage: () => Promise<NodeJS.CpuUsage>) => ({ cpuUsage: usage }) as never;
    const refused = asked(() => Promise.reject(new Error('ended')));
    const answers = asked(async () => ({ user: 1, system: 2 }));
    expect(await cpuTimeOfWorker(refused, placeOfThread())).to.be.above(1e6);
    for (const place of [undefined, { kind: 'thread', directory: undefined }, { kind: 'thread', directory: '/none' }]) {
      expect(await cpuTimeOfWorker(answers, place as never)).to.equal(3000);
      expect(await cpuTimeOfWorker(refused, place as never)).to.equal(undefined);
      expect(await cpuTimeOfWorker({} as never, place as never)).to.equal(undefined);
    }
  });
});
