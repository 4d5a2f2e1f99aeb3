import { expect } from 'chai';
import { SteppedClock } from '../../../../adapters/memory/index.js';
import { nodePorts } from '../../../../adapters/node/index.js';
import { createRuntime } from '../../../../application/assembly/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import { type Tampering, tamper } from '../../../../application/interception/index.js';
import { Errno, errnoName, type HostcallName } from '../../../../domain/index.js';
import { le, ProxyGuest } from '../../abi/proxy-guest.js';
import { at, type Fixture, open, openFixture, ROOT } from '../../hostcalls/fixture.js';

const BAD = 0x7fff0000;

describe('tampering', () => {
  let fixture: Fixture | undefined;
  afterEach(() => fixture?.dispose());

  async function openWith(...tamperings: Tampering[]) {
    fixture = await openFixture({}, {}, { interceptors: [tamper(...tamperings)] });
    return fixture.proxy;
  }

  /** The errnos of so many calls of random_get, as names. */
  const fills = (proxy: ProxyGuest, count: number) =>
    Array.from({ length: count }, () => proxy.call('random_get', at.buffer, 4))
      .map(errno => (errno === 0 ? '.' : errnoName(errno)))
      .join(' ');

  it('fails a call without executing it', async () => {
    const proxy = await openWith({ calls: 'path_unlink_file', error: 'EBUSY' });
    proxy.expect('path_unlink_file', [ROOT, ...proxy.text(at.path, 'hi.txt')], {
      errno: Errno.EBUSY,
      line: 'path_unlink_file(3</>, "hi.txt") = -1 EBUSY (Device or resource busy) (INJECTED)',
    });
    open(proxy, 'hi.txt');
  });

  it('lets a call succeed without executing it, and leaves the memory unchanged', async () => {
    const proxy = await openWith(
      { calls: 'fd_read', retval: 2 },
      { calls: 'path_open', retval: 77 },
      { calls: ['fd_tell'], retval: 2 ** 40 },
      { calls: 'path_unlink_file', retval: 0 },
    );
    proxy.expect('fd_read', [0, ...proxy.iovecs(at.iovecs, [at.buffer, 4]), at.result], {
      writes: [[at.result, le([2, 4])]],
      line: /^fd_read\(0<stdin>, \[\{buf="\\245\\245", buf_len=4\}\], 1\) = 2 \(INJECTED\)$/,
    });
    const [pointer, length] = proxy.text(at.path, 'no such file');
    proxy.expect('path_open', [ROOT, 0, pointer, length, 0, 0n, 0n, 0, at.result], {
      writes: [[at.result, le([77, 4])]],
      line: 'path_open(3</>, 0, "no such file", 0, 0, 0, 0) = 77 (INJECTED)',
    });
    expect(proxy.descriptors.peek(77)).to.equal(undefined);
    proxy.expect('fd_tell', [ROOT, at.result], {
      writes: [[at.result, le([2n ** 40n, 8])]],
      line: 'fd_tell(3</>) = 1099511627776 (INJECTED)',
    });
    proxy.expect('path_unlink_file', [ROOT, ...proxy.text(at.path, 'hi.txt')], {
      line: 'path_unlink_file(3</>, "hi.txt") = 0 (INJECTED)',
    });
  });

  it('returns no more bytes than the buffers hold', async () => {
    const proxy = await openWith({ calls: 'fd_read,fd_write,path_readlink,sock_recv', retval: 1000 });
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 3], [at.buffer2, 4]);
    for (const name of ['fd_read', 'fd_write'] as const) {
      proxy.expect(name, [1, ...iovecs, at.result], { writes: [[at.result, le([7, 4])]], line: / = 7 \(INJECTED\)$/ });
    }
    proxy.expect('path_readlink', [ROOT, ...proxy.text(at.path, 'link'), at.buffer, 5, at.result], {
      writes: [[at.result, le([5, 4])]],
      line: / = 5 \(INJECTED\)$/,
    });
    proxy.expect('sock_recv', [0, ...iovecs, 0, at.result, at.result2], {
      writes: [
        [at.result, le([7, 4])],
        [at.result2, le([0, 2])],
      ],
      line: / = 7 \(INJECTED\)$/,
    });
  });

  for (const [when, expected] of [
    [undefined, 'EIO EIO EIO EIO EIO EIO'],
    [2, '. EIO . . . .'],
    ['3', '. . EIO . . .'],
    ['3+', '. . EIO EIO EIO EIO'],
    ['2+2', '. EIO . EIO . EIO'],
    ['2..4', '. EIO EIO EIO . .'],
    ['1..4+2', 'EIO . EIO . . .'],
  ] as const) {
    it(`counts calls: when=${when}`, async () => {
      const proxy = await openWith({ calls: 'random_get', error: 'EIO', when });
      expect(fills(proxy, 6)).to.equal(expected);
    });
  }

  it('counts each hostcall of a set separately', async () => {
    const proxy = await openWith({ calls: 'fd_sync,fd_datasync', error: 'EIO', when: 2 });
    const fd = open(proxy, 'hi.txt');
    expect(proxy.call('fd_sync', fd)).to.equal(0);
    expect(proxy.call('fd_datasync', fd)).to.equal(0);
    expect(proxy.call('fd_sync', fd)).to.equal(Errno.EIO);
    expect(proxy.call('fd_datasync', fd)).to.equal(Errno.EIO);
  });

  it('counts the calls of each guest separately', async () => {
    const runtime = createRuntime(nodePorts(), {
      interceptors: [tamper({ calls: 'random_get', error: 'EIO', when: '2' })],
    });
    const guests = [await ProxyGuest.open(runtime, {}), await ProxyGuest.open(runtime, {})];
    for (const expected of [0, Errno.EIO, 0]) {
      for (const guest of guests) expect(guest.call('random_get', at.buffer, 4)).to.equal(expected);
    }
    for (const guest of guests) guest.close();
  });

  it('counts and answers calls with invalid pointers like any other', async () => {
    const proxy = await openWith({ calls: 'random_get', error: 'EIO', when: '2..3' });
    expect(proxy.call('random_get', BAD, 4)).to.equal(Errno.EFAULT);
    expect(proxy.call('random_get', BAD, 4)).to.equal(Errno.EIO);
    expect(proxy.lines.at(-1)).to.match(/ = -1 EIO \(I\/O error\) \(INJECTED\)$/);
    expect(proxy.call('random_get', at.buffer, 4)).to.equal(Errno.EIO);
    expect(proxy.call('random_get', BAD, 4)).to.equal(Errno.EFAULT);
  });

  it('lets a call with invalid pointers succeed only where nothing has to be stored', async () => {
    const proxy = await openWith({ calls: 'path_unlink_file,fd_tell', retval: 0 });
    expect(proxy.call('path_unlink_file', ROOT, BAD, 3)).to.equal(0);
    expect(proxy.call('fd_tell', ROOT, BAD)).to.equal(Errno.EFAULT);
    expect(proxy.lines.at(-1)).to.not.contain('INJECTED');
  });

  it('can be combined: each counts separately, and the last answer wins', async () => {
    const proxy = await openWith(
      { calls: 'random_get', error: 'EIO', when: '2..5' },
      { calls: 'random_get', error: 'EFAULT', when: 3 },
      { calls: 'random_get', retval: 0, when: 4 },
    );
    expect(fills(proxy, 6)).to.equal('. EIO EFAULT . EIO .');
    expect(proxy.lines.at(3)).to.contain('= 0 (INJECTED)');
    expect(proxy.lines.at(5)).to.not.contain('INJECTED');
  });

  it('closes a descriptor although fd_close fails, as a host does', async () => {
    const proxy = await openWith({ calls: 'fd_close', error: 'EIO' });
    const fd = open(proxy, 'hi.txt');
    expect(proxy.call('fd_close', fd)).to.equal(Errno.EIO);
    expect(proxy.descriptors.peek(fd)).to.equal(undefined);
    expect(proxy.call('fd_close', 99)).to.equal(Errno.EIO);
  });

  it('delays before and after a call, by the runtime’s clock', async () => {
    const clock = new SteppedClock(0n);
    const seen: number[] = [];
    fixture = await openFixture(
      {},
      { clocks: clock, waiting: clock },
      {
        interceptors: [
          {
            sched_yield(_call, proceed) {
              seen.push(clock.monotonic());
              return proceed();
            },
          },
          tamper(
            { calls: 'sched_yield', delayEnter: 1000, delayExit: 500, when: '1' },
            { calls: 'sched_yield,random_get', delayEnter: 30 },
          ),
        ],
      },
    );
    const { proxy } = fixture;
    proxy.ok('sched_yield');
    expect([...seen, clock.monotonic()]).to.deep.equal([1030, 1530]);
    expect(proxy.lines.at(-1)).to.match(/ = 0 \(DELAYED\)$/);
    proxy.call('random_get', BAD, 4);
    expect(clock.monotonic()).to.equal(1560);
    expect(proxy.lines.at(-1)).to.match(/EFAULT \(Bad address\) \(DELAYED\)$/);
  });

  it('is marked as both where a call is answered and delayed', async () => {
    const proxy = await openWith({ calls: 'random_get', error: 'EIO', delayEnter: 1 });
    proxy.call('random_get', at.buffer, 4);
    expect(proxy.lines.at(-1)).to.match(/EIO \(I\/O error\) \(INJECTED\) \(DELAYED\)$/);
  });

  it('applies to calls that touch a path, if one is given, and counts only these', async () => {
    const proxy = await openWith({
      calls: 'path_open,fd_read,path_rename,path_symlink',
      error: 'EIO',
      paths: ['/dir/'],
      when: '1+',
    });
    const opening = (path: string) =>
      proxy.call('path_open', ROOT, 1, ...proxy.text(at.path, path), 0, 2n, 2n, 0, at.result);
    expect(opening('hi.txt')).to.equal(0);
    expect(opening('directory')).to.equal(Errno.ENOENT);
    expect(opening('dir')).to.equal(Errno.EIO);
    expect(opening('dir/../dir/inner.txt')).to.equal(Errno.EIO);
    expect(proxy.call('fd_read', 0, ...proxy.iovecs(at.iovecs, [at.buffer, 1]), at.result)).to.equal(0);
    const [from, to] = [proxy.text(at.path, 'hi.txt'), proxy.text(at.path2, 'dir/x')];
    expect(proxy.call('path_rename', ROOT, ...from, ROOT, ...to)).to.equal(Errno.EIO);
    const [target, link] = [proxy.text(at.path, 'dir/x'), proxy.text(at.path2, 'x')];
    expect(proxy.call('path_symlink', ...target, ROOT, ...link)).to.equal(0);
    expect(proxy.call('path_open', ROOT, 1, BAD, 3, 0, 2n, 2n, 0, at.result)).to.equal(Errno.EFAULT);
  });

  it('applies to descriptors opened below the path', async () => {
    const proxy = await openWith({ calls: 'fd_read', error: 'EIO', paths: ['/hi.txt'], when: 1 });
    const [inner, hi] = [open(proxy, 'dir/inner.txt'), open(proxy, 'hi.txt')];
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 1]);
    expect(proxy.call('fd_read', inner, ...iovecs, at.result)).to.equal(0);
    expect(proxy.call('fd_read', hi, ...iovecs, at.result)).to.equal(Errno.EIO);
  });

  for (const [what, tampering, message] of [
    ['an unknown hostcall', { calls: 'fd_raed', error: 'EIO' }, "unknown hostcall 'fd_raed'; did you mean fd_read"],
    ['an unknown name', { calls: ['fd_raed' as HostcallName], error: 'EIO' }, "unknown hostcall 'fd_raed'"],
    ['no hostcall', { calls: 'none', error: 'EIO' }, 'no hostcalls to tamper with; name at least one'],
    ['an empty list', { calls: [], error: 'EIO' }, 'no hostcalls to tamper with; name at least one'],
    ['an unknown errno', { calls: 'fd_read', error: 'EOI' }, "unknown errno 'EOI'; did you mean EIO"],
    [
      'an errno out of the table',
      { calls: 'fd_read', error: 77 },
      '77 is not the errno of a failure; they go from 1 to 76',
    ],
    ['success as an error', { calls: 'fd_read', error: 0 }, '0 is not the errno of a failure'],
    [
      'an errno the call does not give',
      { calls: 'fd_read', error: 'ENOSPC' },
      'fd_read does not give ENOSPC: it can give EAGAIN, EBADF, EFAULT, EINVAL, EIO, EISDIR; add force to have it do so all the same',
    ],
    [
      'an error of a call that has none',
      { calls: 'sched_yield', error: 'EIO' },
      'sched_yield does not give EIO: it never fails; add force to have it do so all the same',
    ],
    [
      'an errno one of several does not give',
      { calls: 'fd_read,fd_write', error: 'ENOSPC' },
      'fd_read does not give ENOSPC; leave it out, or add force',
    ],
    [
      'an errno two of several do not give',
      { calls: 'fd_read,fd_tell,fd_write', error: 'ENOSPC' },
      'fd_read and fd_tell do not give ENOSPC; leave them out, or add force',
    ],
    [
      'an errno many do not give',
      { calls: '%desc', error: 'ENOSPC' },
      /^fd_\w+, fd_\w+ and \d+ more do not give ENOSPC/,
    ],
    [
      'two answers',
      { calls: 'fd_read', error: 'EIO', retval: 0 },
      'error and retval exclude each other; keep one of them',
    ],
    [
      'nothing to do',
      { calls: 'fd_read', when: 2 },
      'nothing is to be done to fd_read; add an error, a retval, or a delay on entry or exit',
    ],
    ['a call that ends the program', { calls: 'proc_exit', error: 'EIO', force: true }, 'proc_exit ends the program'],
    ['a success for it', { calls: 'proc_exit', retval: 0 }, 'proc_exit ends the program'],
    [
      'a record',
      { calls: 'fd_filestat_get', retval: 0 },
      'fd_filestat_get returns more than a number, which retval cannot provide; leave it out, or write an interceptor',
    ],
    [
      'records',
      { calls: 'args_sizes_get,clock_time_get', retval: 0 },
      'args_sizes_get and clock_time_get return more than a number, which retval cannot provide',
    ],
    [
      'events',
      { calls: 'poll_oneoff', retval: 1 },
      'poll_oneoff returns more than a number, which retval cannot provide',
    ],
    [
      'a result of a call without',
      { calls: 'fd_sync', retval: 1 },
      'fd_sync returns only success; its retval can only be 0',
    ],
    [
      'too large a result',
      { calls: 'fd_read', retval: 2 ** 32 },
      'retval 4294967296 is more than fd_read can return; give at most 4294967295',
    ],
    ['a negative result', { calls: 'fd_read', retval: -1 }, 'invalid retval -1'],
    ['a negative delay', { calls: 'fd_read', delayEnter: -1 }, 'invalid delay of -1 ns'],
    ['a delay of no number', { calls: 'fd_read', delayExit: Number.NaN }, 'invalid delay of NaN ns'],
    ['no occurrence', { calls: 'fd_read', error: 'EIO', when: 0 }, 'invalid when=0; calls are counted from 1'],
    ['half an occurrence', { calls: 'fd_read', error: 'EIO', when: 1.5 }, 'invalid when=1.5; write one of first'],
  ] as [string, Tampering, string | RegExp][]) {
    it(`is refused with ${what}`, () => {
      const call = expect(() => tamper(tampering));
      if (typeof message === 'string') call.to.throw(ConfigurationError, message);
      else call.to.throw(ConfigurationError, message);
    });
  }

  it('takes any spelling of an errno, ENOSYS for every call, and others by force', () => {
    for (const error of ['EIO', 'io', 'ERRNO_IO', '__WASI_ERRNO_IO', 29, '29']) tamper({ calls: 'fd_read', error });
    tamper({ calls: '!proc_exit', error: 'ENOSYS' });
    tamper({ calls: '%desc', error: 'ENOSPC', force: true });
  });
});
