import { expect } from 'chai';
import { captureOutput, textInput } from '../../../adapters/memory/index.js';
import { type Clocks, Errno, Eventtype, type Interest, NOT_READY, Right, type Waiting } from '../../../domain/index.js';
import { alteredStream } from '../../guests/altered-stream.js';
import { le } from '../abi/proxy-guest.js';
import { at, type Fixture, open, openFixture } from './fixture.js';

/** A clock that only moves when somebody waits. */
class Time implements Clocks, Waiting {
  now = 5_000_000_000;
  /** For how long, and for what. */
  readonly waits: [nanoseconds: number, ...events: string[]][] = [];
  /** What each wait gives. */
  errno = 0;
  /** Called in every wait. */
  onWait: () => void = () => {};

  resolution(): number {
    return 1;
  }

  read(id: number, into: { seconds: number; nanoseconds: number }): number {
    into.seconds = (id === 0 ? 1_700_000_000 : 0) + Math.floor(this.now / 1e9);
    into.nanoseconds = this.now % 1e9;
    return 0;
  }

  monotonic(): number {
    return this.now;
  }

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    this.waits.push([nanoseconds, ...interests.map(({ event }) => event)]);
    if (this.waits.length > 100) throw new Error('waits forever');
    this.now += Math.min(nanoseconds, 1e9);
    this.onWait();
    return this.errno;
  }
}

interface Clock {
  userdata?: bigint;
  id?: number;
  timeout: bigint;
  absolute?: boolean;
}

describe('poll', () => {
  let fixture: Fixture;
  let time: Time;
  /** Whether anything comes from stdin. */
  let ready: boolean;

  beforeEach(async () => {
    time = new Time();
    ready = false;
    const typed = textInput('typed');
    const stdin = alteredStream(typed, { readable: () => (ready ? typed.readable() : NOT_READY) });
    fixture = await openFixture({ stdin, stdout: captureOutput() }, { clocks: time, waiting: time });
  });
  afterEach(() => fixture.dispose());

  const clock = ({ userdata = 0n, id = 1, timeout, absolute = false }: Clock) =>
    le([userdata, 8], [Eventtype.CLOCK, 8], [id, 8], [timeout, 8], [0, 8], [absolute ? 1 : 0, 8]);
  const descriptor = (type: number, fd: number, userdata = 0n) => le([userdata, 8], [type, 8], [fd, 8], [0, 24]);
  const event = (userdata: bigint, errno: number, type: number, nbytes = 0, flags = 0) =>
    le([userdata, 8], [errno, 2], [type, 2], [0, 4], [nbytes, 8], [flags, 8]);

  function poll(
    subscriptions: number[][],
    expected: { errno?: number; events?: number[][]; line: string | RegExp },
  ): void {
    fixture.proxy.bytes.set(subscriptions.flat(), at.in);
    const { events = [] } = expected;
    fixture.proxy.expect('poll_oneoff', [at.in, at.out, subscriptions.length, at.result], {
      errno: expected.errno ?? 0,
      writes:
        expected.errno === undefined
          ? [
              [at.out, events.flat()],
              [at.result, le([events.length, 4])],
            ]
          : [],
      line: expected.line,
    });
  }

  it('a relative timeout is waited for, and its userdata echoed', () => {
    poll([clock({ userdata: 0xfedcba9876543210n, id: 0, timeout: 100_000_000n })], {
      events: [event(0xfedcba9876543210n, 0, Eventtype.CLOCK)],
      line: 'poll_oneoff([{userdata=0xfedcba9876543210, CLOCK, CLOCK_REALTIME, timeout=100000000ns, 0}], 1) = 1 ([{userdata=0xfedcba9876543210, CLOCK}])',
    });
    expect(time.waits).to.deep.equal([[100_000_000]]);
  });

  it('a timeout of zero returns at once', () => {
    poll([clock({ timeout: 0n })], { events: [event(0n, 0, Eventtype.CLOCK)], line: /= 1/ });
    expect(time.waits).to.be.empty;
  });

  it('an absolute timeout is a point on its clock', () => {
    poll([clock({ timeout: 5_250_000_000n, absolute: true })], {
      events: [event(0n, 0, Eventtype.CLOCK)],
      line: /CLOCK_MONOTONIC, timeout=5250000000ns, .*ABSTIME/,
    });
    poll([clock({ id: 0, timeout: 1_700_000_005_500_000_001n, absolute: true })], {
      events: [event(0n, 0, Eventtype.CLOCK)],
      line: /= 1/,
    });
    poll([clock({ id: 0, timeout: 1n, absolute: true })], { events: [event(0n, 0, Eventtype.CLOCK)], line: /= 1/ });
    expect(time.waits).to.deep.equal([[250_000_000], [250_000_001]]);
  });

  it('a timeout near 2^64 does not overflow', () => {
    ready = false;
    time.onWait = () => {
      ready = true;
    };
    poll(
      [
        clock({ timeout: 2n ** 64n - 1n }),
        clock({ timeout: 2n ** 64n - 1n, absolute: true }),
        descriptor(Eventtype.FD_READ, 0, 7n),
      ],
      {
        events: [event(7n, 0, Eventtype.FD_READ, 5, 1)],
        line: /= 1/,
      },
    );
    expect(time.waits).to.have.lengthOf(1);
    expect(time.waits[0]?.[0]).to.be.greaterThan(1e19);
    expect(time.waits[0]?.[1]).to.equal('read');
  });

  it('of several clocks the nearest decides, and all that are due are reported', () => {
    poll(
      [
        clock({ userdata: 1n, timeout: 300n }),
        clock({ userdata: 2n, timeout: 200n }),
        clock({ userdata: 3n, timeout: 5_000_000_200n, absolute: true }),
      ],
      {
        events: [event(2n, 0, Eventtype.CLOCK), event(3n, 0, Eventtype.CLOCK)],
        line: /= 2/,
      },
    );
    expect(time.waits).to.deep.equal([[200]]);
  });

  it('a wait that ends early is resumed', () => {
    poll([clock({ timeout: 2_500_000_000n })], { events: [event(0n, 0, Eventtype.CLOCK)], line: /= 1/ });
    expect(time.waits.map(([ns]) => ns)).to.deep.equal([2_500_000_000, 1_500_000_000, 500_000_000]);
  });

  it('a stream that becomes ready comes before the clock', () => {
    let rounds = 0;
    time.onWait = () => {
      ready = ++rounds === 2;
    };
    poll([descriptor(Eventtype.FD_READ, 0, 1n), clock({ userdata: 2n, timeout: 10_000_000_000n })], {
      events: [event(1n, 0, Eventtype.FD_READ, 5, 1)],
      line: 'poll_oneoff([{userdata=0x1, FD_READ, fd=0<stdin>}, {userdata=0x2, CLOCK, CLOCK_MONOTONIC, timeout=10000000000ns, 0}], 2) = 1 ([{userdata=0x1, FD_READ, nbytes=5, FD_READWRITE_HANGUP}])',
    });
  });

  it('the clock decides while a stream stays silent', () => {
    poll([descriptor(Eventtype.FD_READ, 0), clock({ userdata: 2n, timeout: 10n })], {
      events: [event(2n, 0, Eventtype.CLOCK)],
      line: /= 1/,
    });
    expect(time.waits).to.deep.equal([[10, 'read']]);
  });

  it('what can never become ready is EAGAIN', () => {
    time.errno = -Errno.EAGAIN;
    poll([descriptor(Eventtype.FD_READ, 0)], { errno: Errno.EAGAIN, line: /= -1 EAGAIN/ });
    expect(time.waits).to.deep.equal([[Number.POSITIVE_INFINITY, 'read']]);
  });

  it('the end of a stream is ready, with the hangup flag', () => {
    ready = true;
    const { proxy } = fixture;
    proxy.ok('fd_read', 0, ...proxy.iovecs(at.iovecs, [at.buffer, 100]), at.result);
    poll([descriptor(Eventtype.FD_READ, 0)], { events: [event(0n, 0, Eventtype.FD_READ, 0, 1)], line: /HANGUP/ });
  });

  it('files are always ready, and report how much is left', () => {
    const fd = open(fixture.proxy, 'hi.txt');
    fixture.proxy.ok('fd_seek', fd, 1n, 0, at.result);
    poll(
      [
        descriptor(Eventtype.FD_READ, fd, 1n),
        descriptor(Eventtype.FD_WRITE, fd, 2n),
        descriptor(Eventtype.FD_WRITE, 1, 3n),
      ],
      {
        events: [
          event(1n, 0, Eventtype.FD_READ, 2),
          event(2n, 0, Eventtype.FD_WRITE),
          event(3n, 0, Eventtype.FD_WRITE),
        ],
        line: /= 3/,
      },
    );
  });

  it('an invalid subscription is an error in its event, and the others count', () => {
    const fd = open(fixture.proxy, 'hi.txt', { base: BigInt(Right.FD_READ) });
    poll(
      [
        descriptor(Eventtype.FD_READ, 99, 1n),
        descriptor(Eventtype.FD_READ, fd, 2n),
        descriptor(3, 0, 3n),
        clock({ userdata: 4n, id: 9, timeout: 0n }),
        clock({ userdata: 5n, id: 2, timeout: 1n }),
        clock({ userdata: 6n, timeout: 0n }),
        clock({ userdata: 7n, timeout: 1n }),
      ],
      {
        events: [
          event(1n, Errno.EBADF, Eventtype.FD_READ),
          event(2n, Errno.ENOTCAPABLE, Eventtype.FD_READ),
          event(3n, Errno.EINVAL, 3),
          event(4n, Errno.EINVAL, Eventtype.CLOCK),
          event(5n, Errno.ENOTSUP, Eventtype.CLOCK),
          event(6n, 0, Eventtype.CLOCK),
        ],
        line: /= 6 \(\[\{userdata=0x1, .*EBADF/,
      },
    );
    expect(time.waits).to.be.empty;
  });

  it('a wait to write to a stream open for reading, and the other way round, is EBADF', () => {
    poll([descriptor(Eventtype.FD_WRITE, 0, 1n), descriptor(Eventtype.FD_READ, 1, 2n)], {
      events: [event(1n, Errno.EBADF, Eventtype.FD_WRITE), event(2n, Errno.EBADF, Eventtype.FD_READ)],
      line: /= 2/,
    });
  });

  it('no subscriptions, and more than the limit, are EINVAL', () => {
    poll([], { errno: Errno.EINVAL, line: /-1 EINVAL/ });
  });
});
