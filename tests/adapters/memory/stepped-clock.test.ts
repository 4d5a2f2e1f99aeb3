import { expect } from 'chai';
import { deterministicPorts, SteppedClock } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { Clockid, Errno, type Interest } from '../../../domain/index.js';
import { ProxyGuest } from '../../application/abi/proxy-guest.js';

/** Nanoseconds since 1970 of the year 2098: as a double, it is known to some hundred of them. */
const YEAR_2098 = 4_061_879_968_860_455_648n;
const SUBSCRIPTION = 0x100;
const EVENT = 0x200;
const RESULT = 0x300;

describe('SteppedClock', () => {
  it('reaches a deadline to the nanosecond, at any distance', async () => {
    const ports = deterministicPorts(1, 7n);
    let waits = 0;
    const waiting = {
      wait: (nanoseconds: number, interests: readonly Interest[]) => {
        if (++waits > 10) throw new Error(`it waits over and over, now ${nanoseconds} ns`);
        return ports.waiting.wait(nanoseconds, interests);
      },
    };
    const guest = await ProxyGuest.open(createRuntime({ ...ports, waiting }), {});
    guest.bytes.fill(0, SUBSCRIPTION, SUBSCRIPTION + 48);
    guest.view.setUint32(SUBSCRIPTION + 16, Clockid.REALTIME, true);
    guest.view.setBigUint64(SUBSCRIPTION + 24, YEAR_2098, true);
    guest.view.setUint16(SUBSCRIPTION + 40, 1, true);
    guest.ok('poll_oneoff', SUBSCRIPTION, EVENT, 1, RESULT);
    guest.ok('clock_time_get', Clockid.REALTIME, 1n, RESULT);
    expect(guest.view.getBigUint64(RESULT, true)).to.equal(YEAR_2098);
    guest.ok('clock_time_get', Clockid.MONOTONIC, 1n, RESULT);
    expect(guest.view.getBigUint64(RESULT, true)).to.equal(YEAR_2098 - 7n);
  });

  it('advances by single nanoseconds after any time', () => {
    const clock = new SteppedClock(999_999_999n, 0.5);
    const time = { seconds: 0, nanoseconds: 0 };
    clock.advance(2 ** 62);
    clock.advance(1);
    clock.read(Clockid.MONOTONIC, time);
    expect(BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanoseconds)).to.equal(2n ** 62n + 1n);
    clock.read(Clockid.REALTIME, time);
    // The look before has taken a nanosecond.
    expect(BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanoseconds)).to.equal(2n ** 62n + 2n + 999_999_999n);
  });

  it('carries nanoseconds into seconds', () => {
    const clock = new SteppedClock(999_999_999n);
    const time = { seconds: 0, nanoseconds: 0 };
    for (const [advanced, seconds, nanoseconds] of [
      [0, 0, 999_999_999],
      [1, 1, 0],
      [999_999_999, 1, 999_999_999],
    ] as const) {
      clock.advance(advanced);
      clock.read(Clockid.REALTIME, time);
      expect(time).to.deep.equal({ seconds, nanoseconds });
    }
    clock.read(Clockid.MONOTONIC, time);
    expect(time).to.deep.equal({ seconds: 1, nanoseconds: 0 });
  });

  it('passes a wait without a deadline on, and takes no time for it', () => {
    const [interests, asked] = [[], []] as [Interest[], unknown[]];
    const waiting = { wait: (...given: unknown[]) => asked.push(given) };
    const clock = new SteppedClock(0n, 0, waiting);
    expect(clock.wait(Number.POSITIVE_INFINITY, interests)).to.equal(1);
    expect(asked).to.deep.equal([[Number.POSITIVE_INFINITY, interests]]);
    expect([clock.monotonic(), clock.wait(5, interests), clock.monotonic()]).to.deep.equal([0, 0, 5]);
  });

  it('has the clocks of preview1, and no others', () => {
    const clock = new SteppedClock(0n);
    const time = { seconds: 7, nanoseconds: 7 };
    for (const id of Object.values(Clockid)) expect([clock.resolution(id), clock.read(id, time)]).to.deep.equal([1, 0]);
    for (const id of [-1, 4])
      expect([clock.resolution(id), clock.read(id, time)]).to.deep.equal([-Errno.ENOTSUP, -Errno.ENOTSUP]);
  });
});
