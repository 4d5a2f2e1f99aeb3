import { expect } from 'chai';
import { memoryDirectory } from '../../adapters/memory/index.js';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import type { Ports } from '../../domain/index.js';
import { Clockid } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, open, READING, ROOT } from '../application/hostcalls/fixture.js';

const SECOND = 1_000_000_000;
/** More waits than that mean that the program hangs. */
const MOST_WAITS = 100;

/** A host whose clock is set back, or on, in the middle of each wait. */
function jumping(by: number): { readonly ports: Ports; waits(): number; now(): number } {
  let monotonic = 5 * SECOND;
  let real = 1_700_000_000 * SECOND;
  let waits = 0;
  const ports: Ports = {
    ...nodePorts(),
    clocks: {
      resolution: () => 1,
      monotonic: () => monotonic,
      read(id, into) {
        const time = id === Clockid.REALTIME ? real : monotonic;
        into.seconds = Math.floor(time / SECOND);
        into.nanoseconds = time % SECOND;
        return 0;
      },
    },
    waiting: {
      wait(nanoseconds) {
        if (++waits > MOST_WAITS) throw new Error('the program waits for ever');
        const passed = Number.isFinite(nanoseconds) ? nanoseconds : SECOND;
        monotonic += passed;
        real += passed + by * SECOND;
        return 0;
      },
    },
  };
  return { ports, waits: () => waits, now: () => real };
}

describe('A clock that is set while a program waits', () => {
  for (const [what, by] of [
    ['an hour back', -3600],
    ['an hour on', 3600],
    ['not at all', 0],
  ] as const) {
    for (const clock of [Clockid.REALTIME, Clockid.MONOTONIC]) {
      it(`${what}, ends a wait for a while by clock ${clock} after that while`, async () => {
        const host = jumping(by);
        const guest = await ProxyGuest.open(createRuntime(host.ports), {});
        guest.bytes.fill(0, at.in, at.in + 48);
        guest.view.setBigUint64(at.in, 7n, true);
        guest.view.setUint32(at.in + 16, clock, true);
        guest.view.setBigUint64(at.in + 24, BigInt(2 * SECOND), true);
        const before = host.ports.clocks.monotonic();
        guest.ok('poll_oneoff', at.in, at.out, 1, at.result);
        expect(guest.view.getUint32(at.result, true)).to.equal(1);
        expect(guest.view.getBigUint64(at.out, true)).to.equal(7n);
        expect((host.ports.clocks.monotonic() - before) / SECOND).to.be.within(2, 2.1);
        guest.close();
      });
    }
  }

  it('back, dates files with the new time, and loses nothing', async () => {
    const host = jumping(-3600);
    const root = memoryDirectory({}, { clocks: host.ports.clocks });
    const guest = await ProxyGuest.open(createRuntime(host.ports), { preopens: { '/': root } });
    const modified = () => {
      guest.ok('path_filestat_get', ROOT, 0, ...guest.text(at.path, 'file'), at.result2);
      return Number(guest.view.getBigUint64(at.result2 + 48, true)) / SECOND;
    };
    const fd = open(guest, 'file', { oflags: 1 });
    const write = () => guest.ok('fd_write', fd, ...guest.iovecs(at.iovecs, [at.buffer, 4]), at.result);
    write();
    const first = modified();
    host.ports.waiting.wait(SECOND, []);
    write();
    expect(modified()).to.be.closeTo(first - 3599, 0.001);
    guest.ok('fd_filestat_get', fd, at.result2);
    expect(guest.view.getBigUint64(at.result2 + 32, true)).to.equal(8n);
    guest.ok('fd_close', open(guest, 'file', { base: READING }));
    guest.close();
  });
});
