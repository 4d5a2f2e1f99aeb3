import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { intercept } from '../../../application/assembly/index.js';
import type { Interceptor, Interceptors } from '../../../application/interception/index.js';
import { type DescriptorTable, Errno, Fdflag, type HostcallName, hostcallNames } from '../../../domain/index.js';
import { le } from '../abi/proxy-guest.js';
import { at, EVERY_RIGHT, type Fixture, open, openFixture, ROOT } from '../hostcalls/fixture.js';

describe('an intercepted call', () => {
  let fixture: Fixture | undefined;
  afterEach(() => fixture?.dispose());

  async function openWith(...interceptors: Interceptors[]) {
    fixture = await openFixture({ args: ['one'] }, {}, { interceptors });
    return fixture.proxy;
  }

  it('has its arguments by the names of the table, as values', async () => {
    let seen: unknown;
    const proxy = await openWith({
      path_open(call, proceed) {
        seen = { name: call.name, args: { ...call.args }, results: { ...call.results }, instance: call.instance };
        return proceed();
      },
    });
    const fd = open(proxy, 'dir/inner.txt', { fdflags: Fdflag.NONBLOCK });
    expect(fd).to.equal(4);
    expect(seen).to.deep.equal({
      name: 'path_open',
      args: {
        fd: ROOT,
        dirflags: 1,
        path: 'dir/inner.txt',
        oflags: 0,
        fs_rights_base: Number(EVERY_RIGHT),
        fs_rights_inheriting: Number(EVERY_RIGHT),
        fdflags: Fdflag.NONBLOCK,
      },
      results: {},
      instance: 0,
    });
  });

  it('can be rejected, and the trace says what the guest saw', async () => {
    const proxy = await openWith({ path_unlink_file: () => -Errno.EPERM });
    proxy.expect('path_unlink_file', [ROOT, ...proxy.text(at.path, 'hi.txt')], {
      errno: Errno.EPERM,
      line: 'path_unlink_file(3</>, "hi.txt") = -1 EPERM (Operation not permitted)',
    });
    expect(readFileSync(join((fixture as Fixture).root, 'hi.txt'), 'utf8')).to.equal('hi\n');
  });

  it('can proceed with other arguments; omitted ones stay', async () => {
    const proxy = await openWith({
      path_open: (_call, proceed) => proceed({ path: 'dir/inner.txt' }),
      fd_seek: (call, proceed) => proceed({ offset: call.args.offset + 1 }),
    });
    const fd = open(proxy, 'hi.txt');
    proxy.expect('fd_seek', [fd, 2n, 0, at.result], {
      writes: [[at.result, le([3, 8])]],
      line: 'fd_seek(4</dir/inner.txt>, 2, SEEK_SET) = 3',
    });
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 8]);
    proxy.ok('fd_read', fd, ...iovecs, at.result);
    expect(Buffer.from(proxy.bytes.subarray(at.buffer, at.buffer + 2)).toString()).to.equal('er');
  });

  it('can be repeated', async () => {
    let attempts = 0;
    const flaky: Interceptors = { fd_sync: (_call, proceed) => (++attempts < 3 ? -Errno.EIO : proceed()) };
    const patient: Interceptors = {
      fd_sync(_call, proceed) {
        let result = proceed();
        while (result === -Errno.EIO) result = proceed();
        return result;
      },
    };
    const proxy = await openWith(flaky, patient);
    proxy.ok('fd_sync', open(proxy, 'hi.txt'));
    expect(attempts).to.equal(3);
  });

  it('passes through the interceptor added last first', async () => {
    const order: string[] = [];
    const named = (name: string): Interceptors => ({
      path_open(call, proceed) {
        order.push(`${name} > ${call.args.path}`);
        const result = proceed({ path: `${call.args.path}${name}` });
        order.push(`${name} < ${result}`);
        return result;
      },
    });
    const proxy = await openWith(named('t'), named('x'), named('t'));
    expect(open(proxy, 'hi.')).to.equal(4);
    expect(order).to.deep.equal(['t > hi.', 'x > hi.t', 't > hi.tx', 't < 4', 'x < 4', 't < 4']);
  });

  it('exposes the buffers of a write, and can write others', async () => {
    const seen: string[] = [];
    const proxy = await openWith({
      fd_write(call, proceed) {
        seen.push(...call.args.iovs.map(window => Buffer.from(window).toString()));
        const upper = call.args.iovs.map(window => Buffer.from(Buffer.from(window).toString().toUpperCase()));
        return proceed({ iovs: upper });
      },
    });
    proxy.text(at.buffer, 'hello, ');
    proxy.text(at.buffer2, 'wörld');
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 7], [at.buffer2, 0], [at.buffer2, 6]);
    proxy.expect('fd_write', [1, ...iovecs, at.result], {
      writes: [[at.result, le([13, 4])]],
      line: /= 13$/,
    });
    expect(seen).to.deep.equal(['hello, ', 'wörld']);
    expect(fixture?.stdout.text).to.equal('HELLO, WÖRLD');
  });

  it('can read into the interceptor’s own buffers', async () => {
    const proxy = await openWith({
      fd_read(call, proceed) {
        const own = [new Uint8Array(1), new Uint8Array(0), new Uint8Array(100)];
        const result = proceed({ iovs: own });
        const [first, , rest] = own as [Uint8Array, Uint8Array, Uint8Array];
        call.args.iovs[0]?.set([rest[0] as number, first[0] as number]);
        return result;
      },
    });
    const fd = open(proxy, 'hi.txt');
    proxy.expect('fd_read', [fd, ...proxy.iovecs(at.iovecs, [at.buffer, 8]), at.result], {
      writes: [
        [at.buffer, [0x69, 0x68]],
        [at.result, le([3, 4])],
      ],
      line: /= 3$/,
    });
  });

  it('can be answered from its records, which hold the answer', async () => {
    let size = 0n;
    const proxy = await openWith({
      clock_time_get(call) {
        call.results.time.seconds = 1;
        call.results.time.nanoseconds = 5;
        return 0;
      },
      fd_filestat_get(call, proceed) {
        const result = proceed();
        size = call.results.buf.size;
        call.results.buf.size = 4096n;
        return result;
      },
      args_sizes_get(call, proceed) {
        const count = proceed();
        call.results.argv_buf_size.value += 1000;
        return count + 1;
      },
    });
    proxy.expect('clock_time_get', [0, 0n, at.result], {
      writes: [[at.result, le([1_000_000_005n, 8])]],
      line: /^clock_time_get\(/,
    });
    proxy.ok('fd_filestat_get', open(proxy, 'hi.txt'), at.result);
    expect(size).to.equal(3n);
    expect(proxy.view.getBigUint64(at.result + 32, true)).to.equal(4096n);
    proxy.expect('args_sizes_get', [at.result, at.result2], {
      writes: [
        [at.result, le([3, 4])],
        [at.result2, le([1014, 4])],
      ],
      line: /^args_sizes_get\(/,
    });
  });

  it('fills a buffer, and no byte beside it', async () => {
    const proxy = await openWith({
      random_get(call) {
        call.args.buf.fill(7);
        return 0;
      },
    });
    proxy.expect('random_get', [at.buffer, 5], { writes: [[at.buffer, [7, 7, 7, 7, 7]]], line: /= 0$/ });
  });

  it('exposes the subscriptions of a poll', async () => {
    let seen: unknown;
    const proxy = await openWith({
      poll_oneoff(call, proceed) {
        seen = [call.args.in.count, call.args.in.items[0]?.timeout];
        const result = proceed();
        expect(call.args.out.count).to.equal(1);
        return result;
      },
    });
    proxy.bytes.fill(0, at.in, at.in + 48);
    proxy.view.setUint32(at.in + 16, 1, true);
    proxy.view.setBigUint64(at.in + 24, 1000n, true);
    proxy.ok('poll_oneoff', at.in, at.out, 1, at.result);
    expect(seen).to.deep.equal([1, 1000]);
    expect(proxy.view.getUint32(at.result, true)).to.equal(1);
  });

  it('gives access to the guest’s descriptors', async () => {
    let table: DescriptorTable | undefined;
    const proxy = await openWith({
      fd_close(call, proceed) {
        table = call.descriptors;
        expect(table.peek(call.args.fd)?.label).to.equal('/hi.txt');
        return proceed();
      },
    });
    proxy.ok('fd_close', open(proxy, 'hi.txt'));
    expect(table).to.equal(proxy.descriptors);
  });

  it('is not made when its pointers are invalid', async () => {
    let calls = 0;
    const proxy = await openWith({
      random_get: () => {
        calls++;
        return 0;
      },
    });
    expect(proxy.call('random_get', 0xffff, 2)).to.equal(Errno.EFAULT);
    expect(calls).to.equal(0);
  });

  it('is typed by the table', async () => {
    const seen: unknown[] = [];
    const proxy = await openWith({
      path_link(call, proceed) {
        // @ts-expect-error: it has no such argument
        seen.push(call.args.old_path, call.args.path);
        return proceed();
      },
    });
    const [pointer, length] = proxy.text(at.path, 'hi.txt');
    proxy.ok('path_link', ROOT, 0, pointer, length, ROOT, ...proxy.text(at.path2, 'new'));
    expect(seen).to.deep.equal(['hi.txt', undefined]);
    // @ts-expect-error: there is no such hostcall
    const misnamed: Interceptors = { path_opn: () => 0 };
    expect(() => intercept(misnamed)).to.throw('unknown hostcall "path_opn"');
  });

  it('has the interceptor’s object as this', async () => {
    class Counter {
      count = 0;
      sched_yield(): number {
        this.count++;
        return 0;
      }
    }
    const counter = new Counter();
    const proxy = await openWith(counter);
    proxy.ok('sched_yield');
    expect(counter.count).to.equal(1);
  });

  for (const name of hostcallNames.filter(each => each !== 'proc_exit' && each !== 'proc_raise')) {
    it(`returns the same with and without an interceptor that only proceeds: ${name}`, async () => {
      const proceeds: Interceptor = (_call, proceed) => proceed();
      const twice = { [name]: proceeds } as Interceptors;
      const outcomes: unknown[] = [];
      for (const interceptors of [[], [twice, twice]]) {
        const { proxy, root, dispose } = await openFixture({ args: ['a', 'bc'] }, {}, { interceptors });
        try {
          writeFileSync(join(root, 'hi.txt'), 'some text');
          const fd = open(proxy, 'hi.txt');
          outcomes.push(settled(proxy.call(name, ...sampleArguments(name, fd)), name, proxy.bytes));
        } finally {
          dispose();
        }
      }
      expect(outcomes[1]).to.deep.equal(outcomes[0]);
    });
  }
});

/** Arguments with which a call does something. */
function sampleArguments(name: HostcallName, fd: number): (number | bigint)[] {
  const { path, iovecs, buffer, result, result2 } = at;
  const paths = [path, 6];
  const samples: Partial<Record<HostcallName, (number | bigint)[]>> = {
    args_get: [buffer, result],
    args_sizes_get: [result, result2],
    environ_get: [buffer, result],
    environ_sizes_get: [result, result2],
    clock_res_get: [1, result],
    clock_time_get: [1, 0n, result],
    fd_advise: [fd, 0n, 1n, 0],
    fd_allocate: [fd, 0n, 100n],
    fd_close: [fd],
    fd_datasync: [fd],
    fd_fdstat_get: [fd, result],
    fd_fdstat_set_flags: [fd, 1],
    fd_fdstat_set_rights: [fd, 2n, 0n],
    fd_filestat_get: [fd, result],
    fd_filestat_set_size: [fd, 1n],
    fd_filestat_set_times: [fd, 5n, 6n, 5],
    fd_pread: [fd, iovecs, 0, 0n, result],
    fd_prestat_get: [ROOT, result],
    fd_prestat_dir_name: [ROOT, buffer, 1],
    fd_pwrite: [fd, iovecs, 0, 0n, result],
    fd_read: [fd, iovecs, 0, result],
    fd_readdir: [ROOT, buffer, 24, 0n, result],
    fd_renumber: [fd, 0],
    fd_seek: [fd, 1n, 0, result],
    fd_sync: [fd],
    fd_tell: [fd, result],
    fd_write: [fd, iovecs, 0, result],
    path_filestat_get: [ROOT, 0, ...paths, result],
    path_filestat_set_times: [ROOT, 0, ...paths, 5n, 6n, 5],
    path_link: [ROOT, 0, ...paths, ROOT, ...paths],
    path_open: [ROOT, 0, ...paths, 0, 2n, 0n, 0, result],
    path_readlink: [ROOT, ...paths, buffer, 10, result],
    path_rename: [ROOT, ...paths, ROOT, ...paths],
    path_symlink: [...paths, ROOT, ...paths],
    poll_oneoff: [at.in, at.out, 0, result],
    random_get: [buffer, 0],
    sched_yield: [],
    sock_accept: [fd, 0, result],
    sock_recv: [fd, iovecs, 0, 0, result, result2],
    sock_send: [fd, iovecs, 0, 0, result],
    sock_shutdown: [fd, 1],
  };
  return samples[name] ?? [ROOT, ...paths];
}

/** An outcome without what differs from run to run: times and inodes. */
function settled(errno: number, name: HostcallName, bytes: Uint8Array): unknown {
  const varies = name.includes('filestat_get') || name === 'clock_time_get' || name === 'fd_readdir';
  return { errno, memory: varies ? undefined : Buffer.from(bytes).toString('latin1') };
}
