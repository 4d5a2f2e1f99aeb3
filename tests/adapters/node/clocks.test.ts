import { expect } from 'chai';
import { NodeClocks } from '../../../adapters/node/index.js';
import { Clockid } from '../../../domain/index.js';

describe('node: clocks', () => {
  const now = Date.now;
  afterEach(() => {
    Date.now = now;
  });

  /** REALTIME in milliseconds. */
  function realtime(clocks: NodeClocks): number {
    const into = { seconds: 0, nanoseconds: 0 };
    expect(clocks.read(Clockid.REALTIME, into)).to.equal(0);
    return into.seconds * 1000 + into.nanoseconds / 1e6;
  }

  it('REALTIME is what Date.now shows', () => {
    const clocks = new NodeClocks();
    for (const begin = now(); now() - begin < 50; ) {
      const before = now();
      // Two milliseconds are what it may be off.
      expect(realtime(clocks)).to.be.within(before - 2, now() + 3);
    }
  });

  it('REALTIME has parts of a millisecond, and does not go back by itself', () => {
    const clocks = new NodeClocks();
    let parts = false;
    let last = 0;
    for (const begin = now(); now() - begin < 20; ) {
      const time = realtime(clocks);
      expect(time).to.be.at.least(last);
      if (!Number.isInteger(time)) parts = true;
      last = time;
    }
    expect(parts).to.equal(true);
  });

  it('REALTIME follows when the clock is set, forward and back, and before 1970 it is 1970', () => {
    const clocks = new NodeClocks();
    for (const step of [3_600_000, -3_600_000, 0, 5]) {
      Date.now = () => now() + step;
      // It is looked for once a millisecond.
      for (const begin = now(); now() - begin < 3; );
      const before = Date.now();
      expect(realtime(clocks)).to.be.within(before, Date.now() + 1);
    }
    Date.now = () => -5000;
    for (const begin = now(); now() - begin < 3; );
    expect(realtime(clocks)).to.be.within(0, 1);
  });

  it('MONOTONIC does not care', () => {
    const clocks = new NodeClocks();
    const before = clocks.monotonic();
    Date.now = () => 0;
    expect(clocks.monotonic()).to.be.within(before, before + 60e9);
  });

  it('the CPU clocks go on while something is computed', () => {
    const clocks = new NodeClocks();
    const into = { seconds: 0, nanoseconds: 0 };
    for (const id of [Clockid.PROCESS_CPUTIME_ID, Clockid.THREAD_CPUTIME_ID]) {
      const cpu = () => {
        expect(clocks.read(id, into)).to.equal(0);
        return into.seconds * 1e9 + into.nanoseconds;
      };
      const before = cpu();
      const used = process.cpuUsage().user + process.cpuUsage().system;
      const end = used + 30_000;
      while (process.cpuUsage().user + process.cpuUsage().system < end);
      expect(cpu() - before).to.be.at.least(20e6);
    }
  });
});
