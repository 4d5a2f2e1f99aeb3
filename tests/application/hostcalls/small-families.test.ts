import { expect } from 'chai';
import { GuestExit } from '../../../application/errors.js';
import { Clockid, Errno, enumerations } from '../../../domain/index.js';
import { at, type Fixture, open, openFixture } from './fixture.js';

const signal = (name: (typeof enumerations.signal)[number]) => enumerations.signal.indexOf(name);

describe('clock, proc, random, sched and sock', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.dispose());

  it('clock_time_get reads every clock, and clock_res_get the resolutions', () => {
    const { proxy } = fixture;
    const read = (id: number) => {
      proxy.ok('clock_time_get', id, 1n, at.result);
      return proxy.view.getBigUint64(at.result, true);
    };
    const before = BigInt(Date.now()) * 1_000_000n;
    const realtime = read(Clockid.REALTIME);
    expect(Number(realtime - before)).to.be.within(-3e6, 60e9);
    const monotonic = read(Clockid.MONOTONIC);
    expect(read(Clockid.MONOTONIC) >= monotonic).to.equal(true);
    const cpu = read(Clockid.PROCESS_CPUTIME_ID);
    const computing = process.cpuUsage();
    // As long as it takes: some machines update CPU time once in 10 ms.
    for (let x = 0; process.cpuUsage(computing).user < 20_000; ) x += Math.sqrt(x);
    expect(read(Clockid.PROCESS_CPUTIME_ID) > cpu).to.equal(true);
    expect(read(Clockid.THREAD_CPUTIME_ID) > 0n).to.equal(true);
    for (const id of [0, 1, 2, 3]) {
      proxy.ok('clock_res_get', id, at.result);
      expect(Number(proxy.view.getBigUint64(at.result, true))).to.be.within(1, 1e7);
    }
    expect(proxy.lines.find(line => line.startsWith('clock_time_get'))).to.match(
      /^clock_time_get\(CLOCK_REALTIME, 1ns, .*\) += 0$/,
    );
    proxy.expect('clock_time_get', [4, 0n, at.result], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
    proxy.expect('clock_res_get', [-1, at.result], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
  });

  it('random_get fills its window and nothing else, of any size', () => {
    const { proxy } = fixture;
    for (const size of [0, 1, 7, 16, 4096, 20000, 40000]) {
      const guard = proxy.bytes.slice();
      proxy.ok('random_get', at.in, size);
      const after = proxy.bytes;
      expect(Buffer.compare(after.subarray(0, at.in), guard.subarray(0, at.in)), `before ${size}`).to.equal(0);
      expect(Buffer.compare(after.subarray(at.in + size), guard.subarray(at.in + size)), `after ${size}`).to.equal(0);
      if (size >= 4096) expect(new Set(after.subarray(at.in, at.in + size)).size).to.equal(256);
      after.fill(0xa5);
    }
    expect(proxy.lines[3]?.replace(/ +=/, ' =')).to.match(/^random_get\(".*", 16\) = 0$/);
  });

  it('sched_yield', () => {
    fixture.proxy.expect('sched_yield', [], { line: 'sched_yield() = 0' });
  });

  it('proc_exit ends a call into the guest, and is in the trace though it does not return', () => {
    const { proxy } = fixture;
    expect(() => proxy.call('proc_exit', 33))
      .to.throw(GuestExit)
      .with.property('exitCode', 33);
    expect(proxy.lines.at(-1)?.replace(/ +=/, ' =')).to.equal('proc_exit(33) = ?');
  });

  it('proc_exit reports codes unchanged, and the guest is not called again', async () => {
    const other = await openFixture();
    try {
      expect(() => other.proxy.call('proc_exit', -1))
        .to.throw(GuestExit)
        .with.property('exitCode', 0xffffffff);
      expect(() => other.proxy.call('sched_yield')).to.throw(GuestExit);
    } finally {
      other.dispose();
    }
  });

  it('proc_raise: ignored, stopping, ending', () => {
    const { proxy } = fixture;
    proxy.expect('proc_raise', [signal('CHLD')], { line: 'proc_raise(SIGCHLD) = 0' });
    proxy.expect('proc_raise', [signal('STOP')], { errno: Errno.ENOTSUP, line: /^proc_raise\(SIGSTOP\).*-1 ENOTSUP/ });
    proxy.expect('proc_raise', [31], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
    expect(() => proxy.call('proc_raise', signal('ABRT')))
      .to.throw(GuestExit)
      .with.property('exitCode', 134);
    expect(proxy.lines.at(-1)?.replace(/ +=/, ' =')).to.equal('proc_raise(SIGABRT) = ?');
  });

  it('a descriptor that is not a socket is ENOTSOCK, and one that is not open EBADF', () => {
    const { proxy } = fixture;
    const file = open(proxy, 'hi.txt');
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 1]);
    for (const [fd, errno] of [
      [1, Errno.ENOTSOCK],
      [3, Errno.ENOTSOCK],
      [file, Errno.ENOTSOCK],
      [99, Errno.EBADF],
    ] as const) {
      const line = errno === Errno.EBADF ? /-1 EBADF/ : /-1 ENOTSOCK \(Not a socket\)/;
      proxy.expect('sock_shutdown', [fd, 3], { errno, line });
      proxy.expect('sock_accept', [fd, 0, at.result], { errno, line });
      proxy.expect('sock_recv', [fd, ...iovecs, 0, at.result, at.result2], { errno, line });
      proxy.expect('sock_send', [fd, ...iovecs, 0, at.result], { errno, line });
    }
  });
});
