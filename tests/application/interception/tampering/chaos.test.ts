import { expect } from 'chai';
import { SteppedClock } from '../../../../adapters/memory/index.js';
import { nodePorts } from '../../../../adapters/node/index.js';
import { createRuntime } from '../../../../application/assembly/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import { type ChaosSettings, chaos } from '../../../../application/interception/index.js';
import { Errno, Fdflag, type HostcallName, Oflag } from '../../../../domain/index.js';
import { ProxyGuest } from '../../abi/proxy-guest.js';
import { at, EVERY_RIGHT, type Fixture, open, openFixture, READING, ROOT } from '../../hostcalls/fixture.js';

const START = 1_000_000_000_000_000_000n;

describe('chaos', () => {
  let fixture: Fixture | undefined;
  let clock: SteppedClock;
  let effects: string[];
  afterEach(() => fixture?.dispose());

  async function openWith(settings: Partial<ChaosSettings> = {}) {
    clock = new SteppedClock(START);
    effects = [];
    const interceptors = [
      chaos({ seed: 1, rate: 1, onEffect: (name, effect) => effects.push(`${name} ${effect}`), ...settings }),
    ];
    fixture?.dispose();
    fixture = await openFixture({}, { clocks: clock, waiting: clock }, { interceptors });
    return fixture.proxy;
  }

  /** The effects on a call made many times, in the order of their names. */
  function troublesOf(make: () => unknown, times = 400): string[] {
    effects.length = 0;
    for (let i = 0; i < times; i++) make();
    return [...new Set(effects.map(each => each.split(' ')[1] as string))].sort();
  }

  const opening = (proxy: ProxyGuest, oflags: number, rights: bigint) => () => {
    const path = proxy.text(at.path, 'hi.txt');
    if (proxy.call('path_open', ROOT, 1, ...path, oflags, rights, rights, 0, at.result) === 0)
      proxy.call('fd_close', proxy.view.getUint32(at.result, true));
  };

  it('gives each call an effect that fits it', async () => {
    const proxy = await openWith({ calls: '!fd_close' });
    const reading = opening(proxy, 0, READING);
    expect(troublesOf(reading)).to.deep.equal(['EACCES', 'EIO', 'EMFILE', 'ENFILE', 'ENOENT', 'slow']);
    const creating = opening(proxy, Oflag.CREAT, EVERY_RIGHT);
    expect(troublesOf(creating)).to.deep.equal([
      'EACCES',
      'EDQUOT',
      'EIO',
      'EMFILE',
      'ENFILE',
      'ENOSPC',
      'EROFS',
      'ETXTBSY',
      'slow',
    ]);
    const claiming = opening(proxy, Oflag.CREAT | Oflag.EXCL, EVERY_RIGHT);
    expect(troublesOf(claiming)).to.include('EEXIST');
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 2], [at.buffer2, 2]);
    expect(troublesOf(() => proxy.call('fd_write', 1, ...iovecs, at.result))).to.deep.equal([
      'EIO',
      'EPIPE',
      'short',
      'slow',
    ]);
    const one = proxy.iovecs(at.iovecs, [at.buffer, 1]);
    expect(troublesOf(() => proxy.call('fd_write', 1, ...one, at.result))).to.deep.equal(['EIO', 'EPIPE', 'slow']);
  });

  it('lets files run out of space, and returns EAGAIN for nonblocking descriptors only', async () => {
    const proxy = await openWith({ calls: 'fd_write,fd_read' });
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 4]);
    const writing = (fd: number) => troublesOf(() => proxy.call('fd_write', fd, ...iovecs, at.result));
    expect(writing(open(proxy, 'hi.txt'))).to.deep.equal(['EDQUOT', 'EIO', 'ENOSPC', 'short', 'slow']);
    const nonblocking = open(proxy, 'hi.txt', { fdflags: Fdflag.NONBLOCK });
    expect(writing(nonblocking)).to.deep.equal(['EAGAIN', 'EDQUOT', 'EIO', 'ENOSPC', 'short', 'slow']);
  });

  it('ignores calls that chaosTable does not list, and those on descriptors that are not open', async () => {
    const proxy = await openWith();
    proxy.ok('fd_prestat_get', ROOT, at.result);
    proxy.ok('args_sizes_get', at.result, at.result2);
    expect(proxy.call('fd_sync', 99)).to.equal(Errno.EBADF);
    expect(proxy.call('clock_time_get', 1, 0n, 0x7fff0000)).to.equal(Errno.EFAULT);
    expect(effects).to.deep.equal([]);
  });

  it('executes a call on the first part of its buffers', async () => {
    const proxy = await openWith({ calls: 'fd_write' });
    proxy.text(at.buffer, 'abcde');
    proxy.text(at.buffer2, 'fghij');
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 5], [at.buffer2, 5]);
    const lengths = new Set<number>();
    for (let i = 0; i < 300; i++) {
      effects.length = 0;
      const before = fixture?.stdout.text.length ?? 0;
      const errno = proxy.call('fd_write', 1, ...iovecs, at.result);
      const text = fixture?.stdout.text.slice(before) ?? '';
      if (errno !== 0) {
        expect(text).to.equal('');
        continue;
      }
      const length = proxy.view.getUint32(at.result, true);
      expect(text).to.equal('abcdefghij'.slice(0, length));
      expect(effects).to.deep.equal([length < 10 ? 'fd_write short' : 'fd_write slow']);
      expect(proxy.lines.at(-1)).to.match(length < 10 ? / = \d \(INJECTED\)$/ : / = 10 \(DELAYED\)$/);
      lengths.add(length);
    }
    expect([...lengths].sort((a, b) => a - b)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('reads a part, and continues after it', async () => {
    const proxy = await openWith({ calls: 'fd_read', rate: 0.8 });
    const fd = open(proxy, 'dir/inner.txt');
    let text = '';
    for (let i = 0; i < 100 && text.length < 5; i++) {
      proxy.bytes.fill(0x2e, at.buffer, at.buffer + 8);
      const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 2], [at.buffer + 2, 2]);
      if (proxy.call('fd_read', fd, ...iovecs, at.result) !== 0) continue;
      const length = proxy.view.getUint32(at.result, true);
      const seen = Buffer.from(proxy.bytes.slice(at.buffer, at.buffer + 8)).toString();
      expect(seen.slice(length)).to.equal('.'.repeat(8 - length));
      text += seen.slice(0, length);
    }
    expect(text).to.equal('inner');
    expect(effects).to.include('fd_read short');
  });

  it('sets the wall clock back at times, by two seconds at most; never the monotonic one', async () => {
    const proxy = await openWith({ calls: 'clock_time_get', rate: 0.5 });
    const read = (id: number) => {
      proxy.ok('clock_time_get', id, 0n, at.result);
      return proxy.view.getBigUint64(at.result, true);
    };
    let back = 0;
    for (let i = 0; i < 200; i++) {
      const truth = START + BigInt(clock.monotonic());
      const behind = truth - read(0);
      if (proxy.lines.at(-1)?.includes('INJECTED')) {
        back++;
        expect(behind > 0n && behind <= 2_000_000_000n, String(behind)).to.equal(true);
      } else if (!proxy.lines.at(-1)?.includes('DELAYED')) {
        expect(behind).to.equal(0n);
      }
      const monotonic = BigInt(clock.monotonic());
      expect(read(1) >= monotonic).to.equal(true);
    }
    expect(back).to.be.within(40, 120);
    expect(new Set(effects)).to.deep.equal(new Set(['clock_time_get back', 'clock_time_get slow']));
  });

  it('delays by 1 to 100 ms', async () => {
    const proxy = await openWith({ calls: 'sched_yield' });
    for (let i = 0; i < 100; i++) {
      const before = clock.monotonic();
      proxy.ok('sched_yield');
      expect(clock.monotonic() - before).to.be.within(1e6, 100e6);
      expect(proxy.lines.at(-1)).to.match(/ = 0 \(DELAYED\)$/);
    }
  });

  it('closes a descriptor although fd_close fails', async () => {
    const proxy = await openWith({ calls: 'fd_close' });
    const errnos = new Set<number>();
    for (let i = 0; i < 60; i++) {
      const fd = open(proxy, 'hi.txt');
      errnos.add(proxy.call('fd_close', fd));
      expect(proxy.descriptors.peek(fd)).to.equal(undefined);
    }
    expect(errnos).to.deep.equal(new Set([0, Errno.EIO]));
  });

  it('affects the given part of the calls', async () => {
    for (const [rate, least, most] of [
      [0, 0, 0],
      [undefined, 25, 75],
      [0.5, 440, 560],
      [1, 1000, 1000],
    ] as const) {
      const proxy = await openWith({ calls: ['sched_yield'], rate });
      for (let i = 0; i < 1000; i++) proxy.ok('sched_yield');
      expect(effects.length, `rate ${rate}`).to.be.within(least, most);
    }
  });

  it('is the same for the same seed, and different for another', async () => {
    async function course(seed: number | bigint) {
      const proxy = await openWith({ seed, rate: 0.3, calls: '!fd_close' });
      for (let i = 0; i < 100; i++) opening(proxy, 0, READING)();
      return effects.join();
    }
    const first = await course(7);
    expect(await course(7n)).to.equal(first);
    expect(await course(8)).to.not.equal(first);
  });

  it('has a sequence for each guest, so that guests side by side do not affect each other', async () => {
    const lines = async (together: boolean) => {
      const runtime = createRuntime(nodePorts(), { interceptors: [chaos({ seed: 5, rate: 0.5, calls: 'fd_sync' })] });
      const guest = await ProxyGuest.open(runtime, {});
      const other = await ProxyGuest.open(runtime, {});
      const errnos: number[] = [];
      const others: number[] = [];
      for (let i = 0; i < 40; i++) {
        errnos.push(guest.call('fd_sync', 1));
        if (together) others.push(other.call('fd_sync', 1));
      }
      guest.close();
      other.close();
      return [errnos.join(), others.join()];
    };
    const [alone] = await lines(false);
    const [beside, other] = await lines(true);
    expect(beside).to.equal(alone);
    expect(other).to.not.equal(beside);
  });

  it('can be limited to a path', async () => {
    const proxy = await openWith({ calls: 'path_open,fd_sync', paths: ['/dir/'] });
    open(proxy, 'hi.txt');
    expect(effects).to.deep.equal([]);
    const path = proxy.text(at.path, 'dir/inner.txt');
    proxy.call('path_open', ROOT, 1, ...path, 0, READING, READING, 0, at.result);
    expect(effects).to.have.length(1);
  });

  for (const [settings, message] of [
    [{ seed: 1.5 }, 'option "seed" of chaos() is 1.5; give a whole number'],
    [{ seed: 'x' as never }, 'option "seed" of chaos() is "x"; give a whole number'],
    [{ seed: 1, rate: 1.5 }, 'option "rate" of chaos() is 1.5; give a number from 0 to 1, or leave it out'],
    [{ seed: 1, rate: Number.NaN }, 'option "rate" of chaos() is NaN'],
    [{} as never, 'option "seed" of chaos() is missing; give a whole number'],
    [{ seed: 1, rates: 1 } as never, 'unknown option "rates" of chaos(); did you mean rate?'],
    [{ seed: 1, calls: 'fd_raed' }, "unknown hostcall 'fd_raed'"],
    [{ seed: 1, calls: ['fd_raed' as HostcallName] }, "unknown hostcall 'fd_raed'"],
  ] as [ChaosSettings, string][]) {
    it(`refuses ${JSON.stringify(settings)}`, () => {
      expect(() => chaos(settings)).to.throw(ConfigurationError, message);
    });
  }
});
