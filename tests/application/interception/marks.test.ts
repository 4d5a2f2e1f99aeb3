import { expect } from 'chai';
import { SteppedClock } from '../../../adapters/memory/index.js';
import { nodePorts } from '../../../adapters/node/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { formatStrace } from '../../../application/formats/strace/format-strace.js';
import type { Interceptor, Interceptors } from '../../../application/interception/index.js';
import type { HostcallEvent } from '../../../application/tracing/index.js';
import { Errno } from '../../../domain/index.js';
import { ProxyGuest } from '../abi/proxy-guest.js';
import { at, type Fixture, openFixture, ROOT } from '../hostcalls/fixture.js';
import { uncaughtDuring } from '../uncaught.js';

describe('what an interceptor reports of a call', () => {
  let fixture: Fixture | undefined;
  afterEach(() => fixture?.dispose());

  async function openWith(interceptors: Interceptors, clock?: SteppedClock) {
    fixture = await openFixture({}, clock && { clocks: clock, waiting: clock }, { interceptors: [interceptors] });
    return fixture.proxy;
  }

  it('is in its line, behind the result', async () => {
    const proxy = await openWith({
      fd_sync(call) {
        call.markInjected();
        return -Errno.EIO;
      },
      sched_yield(call, proceed) {
        call.delay(1000);
        return proceed();
      },
      fd_tell(call) {
        call.delay(1000);
        call.markInjected();
        return 5;
      },
      fd_close: (_call, proceed) => proceed(),
    });
    proxy.expect('fd_sync', [ROOT], { errno: Errno.EIO, line: 'fd_sync(3</>) = -1 EIO (I/O error) (INJECTED)' });
    proxy.expect('sched_yield', [], { line: 'sched_yield() = 0 (DELAYED)' });
    proxy.expect('fd_tell', [ROOT, at.result], {
      writes: [[at.result, [5, 0, 0, 0, 0, 0, 0, 0]]],
      line: 'fd_tell(3</>) = 5 (INJECTED) (DELAYED)',
    });
    proxy.expect('fd_close', [ROOT], { line: 'fd_close(3</>) = 0' });
  });

  it('is in its event, and in JSON', async () => {
    const clock = new SteppedClock(0n);
    const events: HostcallEvent[] = [];
    const runtime = createRuntime(
      { ...nodePorts(), clocks: clock, waiting: clock },
      {
        interceptors: [
          {
            sched_yield(call, proceed) {
              call.delay(2500);
              call.markInjected();
              return proceed();
            },
            fd_close: (_call, proceed) => proceed(),
          },
        ],
      },
    );
    const proxy = await ProxyGuest.open(runtime, {});
    runtime.hostcalls$.subscribe(event => events.push(event));
    proxy.ok('sched_yield');
    proxy.ok('fd_close', 0);
    const [marked, plain] = events as [HostcallEvent, HostcallEvent];
    expect(marked).to.include({ injected: true, delayed: true, duration: 2500 });
    expect(JSON.parse(JSON.stringify(marked))).to.include({ name: 'sched_yield', injected: true, delayed: true });
    expect(formatStrace(marked, { times: true })).to.match(/ = 0 \(INJECTED\) \(DELAYED\) <0\.000003>$/);
    expect(plain).to.include({ injected: false, delayed: false });
    expect(JSON.parse(JSON.stringify(plain))).to.not.have.any.keys('injected', 'delayed');
    proxy.close();
  });

  it('takes no time on a stepped clock', async () => {
    const clock = new SteppedClock(0n);
    const proxy = await openWith(
      {
        sched_yield(call, proceed) {
          call.delay(3600e9);
          return proceed();
        },
      },
      clock,
    );
    proxy.ok('sched_yield');
    expect(clock.monotonic()).to.equal(3600e9);
  });

  it('waits again when the host wakes up early', async () => {
    const clock = new SteppedClock(0n);
    const waits: number[] = [];
    const sleepy = {
      wait(nanoseconds: number) {
        waits.push(nanoseconds);
        clock.advance(Math.min(nanoseconds, 400));
        return 0;
      },
    };
    fixture = await openFixture(
      {},
      { clocks: clock, waiting: sleepy },
      {
        interceptors: [
          {
            sched_yield(call, proceed) {
              call.delay(1000);
              return proceed();
            },
          },
        ],
      },
    );
    fixture.proxy.ok('sched_yield');
    expect(waits).to.deep.equal([1000, 600, 200]);
  });

  for (const nanoseconds of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`cannot be a delay of ${nanoseconds} ns`, async () => {
      const proxy = await openWith({
        sched_yield(call, proceed) {
          call.delay(nanoseconds);
          return proceed();
        },
      });
      const reported = await uncaughtDuring(() => proxy.ok('sched_yield'));
      expect(String(reported)).to.equal(`RangeError: sched_yield cannot be delayed by ${nanoseconds} ns`);
      expect(proxy.lines.at(-1)).to.not.contain('DELAYED');
    });
  }
});

describe('a call that was rejected before its interceptors', () => {
  let fixture: Fixture | undefined;
  afterEach(() => fixture?.dispose());
  const BAD = 0x7fff0000;

  async function openWith(...interceptors: Interceptors[]) {
    fixture = await openFixture({}, {}, { interceptors });
    return fixture.proxy;
  }

  const answering = (answer: unknown, seen: unknown[] = []): Interceptor<'path_unlink_file'> =>
    Object.assign(() => -Errno.EPERM, {
      rejected: (call: { errno: number; markInjected(): void }) => {
        seen.push(call.errno);
        call.markInjected();
        return answer as number;
      },
    });

  it('is shown to interceptors that ask for it, the innermost first', async () => {
    const [inner, outer]: [unknown[], unknown[]] = [[], []];
    const proxy = await openWith(
      { path_unlink_file: answering(-Errno.EBUSY, inner) },
      { path_unlink_file: (_call, proceed) => proceed() },
      { path_unlink_file: answering(-Errno.EIO, outer) },
    );
    expect(proxy.call('path_unlink_file', ROOT, BAD, 4)).to.equal(Errno.EIO);
    expect([inner, outer]).to.deep.equal([[-Errno.EFAULT], [-Errno.EBUSY]]);
    expect(proxy.lines.at(-1)).to.equal(
      'path_unlink_file(3</>, 0x7fff0000 /* out of bounds */, 4) = -1 EIO (I/O error) (INJECTED)',
    );
    proxy.bytes[at.path] = 0xff;
    expect(proxy.call('path_unlink_file', ROOT, at.path, 1)).to.equal(Errno.EIO);
    expect(inner).to.deep.equal([-Errno.EFAULT, -Errno.EILSEQ]);
  });

  it('can be answered with success where there is no result', async () => {
    const proxy = await openWith({ path_unlink_file: answering(0) });
    expect(proxy.call('path_unlink_file', ROOT, BAD, 4)).to.equal(0);
  });

  it('keeps its errno if no interceptor asks for it', async () => {
    const proxy = await openWith({ path_unlink_file: () => -Errno.EPERM }, { fd_sync: answering(0) as never });
    expect(proxy.call('path_unlink_file', ROOT, BAD, 4)).to.equal(Errno.EFAULT);
    expect(proxy.call('fd_tell', ROOT, BAD)).to.equal(Errno.EFAULT);
  });

  for (const answer of [1, 0.5, undefined, 'no']) {
    it(`keeps its errno if ${answer} is answered, and the error is thrown later`, async () => {
      const proxy = await openWith({ path_unlink_file: answering(answer) });
      const reported = await uncaughtDuring(() => {
        expect(proxy.call('path_unlink_file', ROOT, BAD, 4)).to.equal(Errno.EFAULT);
      });
      expect(String(reported)).to.match(
        /^TypeError: an interceptor of path_unlink_file returned .* for a rejected call/,
      );
    });
  }

  it('cannot be answered with success where there is a result to store', async () => {
    const proxy = await openWith({ fd_tell: answering(0) as never });
    const reported = await uncaughtDuring(() => {
      expect(proxy.call('fd_tell', ROOT, BAD)).to.equal(Errno.EFAULT);
    });
    expect(String(reported)).to.match(/must return an errno as a negative number$/);
  });
});
