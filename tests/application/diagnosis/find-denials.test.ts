import { expect } from 'chai';
import { memoryDirectory, memoryPorts } from '../../../adapters/memory/index.js';
import { GuestMemory } from '../../../application/abi/guest-memory.js';
import { returnedDenial } from '../../../application/diagnosis/host-denials.js';
import { explainDenial, findDenials } from '../../../application/diagnosis/index.js';
import { EventRecord } from '../../../application/formats/strace/event-record.js';
import type { Interceptors } from '../../../application/interception/index.js';
import { defaultLimits } from '../../../application/limits.js';
import { Runtime, type RuntimeSettings } from '../../../application/runtime/index.js';
import { type CallFilter, type HostcallEvent, Tap, TraceHub } from '../../../application/tracing/index.js';
import {
  DescriptorTable,
  type Directory,
  Errno,
  errnosOf,
  type HostcallName,
  hostcallNames,
  PathWalk,
  Right,
  UNSTABLE,
} from '../../../domain/index.js';
import { proxyModule } from '../abi/proxy-guest.js';
import { at, EVERY_RIGHT, ROOT } from '../hostcalls/fixture.js';

/** A guest that only those listen to whom a test lets listen. */
async function openQuietly(
  settings: RuntimeSettings,
  filter: CallFilter,
  directory: Directory = memoryDirectory({ x: 'x' }),
) {
  const runtime = new Runtime(memoryPorts(), settings);
  const events: HostcallEvent[] = [];
  runtime.watch(filter).subscribe(event => events.push(event));
  const instance = await runtime.instantiate(await proxyModule(), { preopens: { '/data': directory } });
  instance.initialize();
  const memory = new Uint8Array((instance.exports.memory as { buffer: ArrayBuffer }).buffer);
  const path = (text: string) => {
    memory.set(new TextEncoder().encode(text), at.path);
    return [at.path, text.length] as const;
  };
  const call = (name: HostcallName, ...args: (number | bigint)[]) => instance.invoke(name, ...args);
  return { events, call, path, instance, runtime };
}

const open = (path: readonly [number, number], base = BigInt(Right.FD_READ)) =>
  [ROOT, 0, ...path, 0, base, 0n, 0, at.result] as const;

const textOf = (event: HostcallEvent | undefined) => event?.denial && explainDenial(event.denial);

describe('finding reasons', () => {
  it('sees the calls that reasons name, even if they are not subscribed to, and does not report them', async () => {
    const { events, call, path } = await openQuietly(
      { denials: findDenials },
      { paths: ['/data/x'], status: ['failed'] },
    );
    call('fd_fdstat_set_rights', ROOT, EVERY_RIGHT & ~(1n << 1n) & 0xfbffe99n, EVERY_RIGHT & ~BigInt(Right.FD_WRITE));
    expect(call('path_open', ...open(path('none'), BigInt(Right.FD_WRITE)))).to.equal(Errno.ENOTCAPABLE);
    expect(events).to.deep.equal([]);
    call('path_open', ...open(path('x'), BigInt(Right.FD_WRITE)));
    expect(events.map(textOf)).to.deep.equal([
      '3</data> does not hand FD_WRITE down: fd_fdstat_set_rights (call 0) gave it up',
    ]);
  });

  it('does nothing by default', async () => {
    const { events, call, path } = await openQuietly({}, { status: ['failed'], calls: ['fd_read'] });
    expect(call('path_open', ...open(path('x')))).to.equal(0);
    expect(call('fd_read', 66, at.iovecs, 0, at.result)).to.equal(Errno.EBADF);
    expect(events.map(({ sequence, denial }) => ({ sequence, denial }))).to.deep.equal([
      { sequence: 0, denial: undefined },
    ]);
  });

  it('uses the struct layouts of wasi_unstable', async () => {
    const runtime = new Runtime(memoryPorts(), { denials: findDenials });
    const events: HostcallEvent[] = [];
    runtime.hostcalls$.subscribe(event => events.push(event));
    const instance = await runtime.instantiate(await proxyModule(UNSTABLE), {
      preopens: { '/data': memoryDirectory() },
    });
    instance.initialize();
    const view = new DataView((instance.exports.memory as { buffer: ArrayBuffer }).buffer);
    expect(instance.invoke('fd_filestat_get', ROOT, 65536 - 56)).to.equal(0);
    expect(instance.invoke('fd_filestat_get', ROOT, 65536 - 55)).to.equal(Errno.EFAULT);
    // A clock that is none, and a descriptor that is not open: 56 bytes each, the clock 8 bytes further back than in preview1.
    view.setUint32(at.in + 24, 9, true);
    view.setUint8(at.in + 56 + 8, 1);
    view.setUint32(at.in + 56 + 16, 77, true);
    expect(instance.invoke('poll_oneoff', at.in, at.out, 2, at.result)).to.equal(0);
    // The order is CUR, END, SET.
    expect(instance.invoke('fd_seek', 0, 0n, 0, at.result)).to.equal(Errno.ESPIPE);
    expect(events.map(textOf).slice(1)).to.deep.equal([
      'buf is outside of the memory: 56 bytes at 0xffc9, and the memory ends at 0x10000',
      'subscription 0, EINVAL: clock.id is 9, which has no meaning: there are REALTIME, MONOTONIC, PROCESS_CPUTIME_ID and THREAD_CPUTIME_ID; ' +
        'subscription 1, EBADF: 77 is not open, and was not open since the trace began',
      '0<stdin> is a stream, on which FD_TELL means nothing',
    ]);
    instance.close();
  });

  it('names the naming rule of a host', async () => {
    const directory = memoryDirectory({ dir: {} }, { rules: 'windows' });
    const { events, call, path } = await openQuietly({ denials: findDenials }, {}, directory);
    call('path_open', ...open(path('con/x')));
    call('path_unlink_file', ROOT, ...path('dir/x:y'));
    expect(events.map(event => [event.errno, event.denial?.kind, textOf(event)])).to.deep.equal([
      [
        Errno.EINVAL,
        'path',
        'refused at "con": the name is that of a device, whatever directory it is in, also with an extension',
      ],
      [
        Errno.EINVAL,
        'operation',
        'refused at "dir/x:y": the name contains a colon, which makes it a drive, or a stream of another file',
      ],
    ]);
  });

  it('reports an errno that an interceptor returned as injected', async () => {
    const answered: HostcallEvent[] = [];
    const interceptors = [{ path_open: () => -Errno.ENOENT }];
    const { events, call, path } = await openQuietly({ denials: findDenials, interceptors }, {});
    // A walk along this path has stopped, but that was another call.
    call('path_unlink_file', ROOT, ...path('../x'));
    call('path_open', ...open(path('../x')));
    answered.push(...events);
    expect(answered.map(event => event.denial?.kind)).to.deep.equal(['path', 'injected']);
    expect(textOf(answered[1])).to.match(/^it was injected by an interceptor /);
  });

  it('goes by the state of a descriptor, not by the answers of interceptors', async () => {
    const interceptors: Interceptors[] = [
      {
        fd_close(call, proceed) {
          call.markInjected();
          if (call.args.fd === ROOT) proceed();
          return -Errno.EIO;
        },
        path_open(call) {
          call.markInjected();
          return 1;
        },
      },
    ];
    const { events, call, path } = await openQuietly({ denials: findDenials, interceptors }, {});
    call('path_open', ...open(path('x')));
    call('fd_close', 0);
    call('fd_close', ROOT);
    expect(call('fd_sync', 0)).to.equal(0);
    call('fd_sync', ROOT);
    call('fd_read', 1, at.iovecs, 0, at.result);
    expect(events.map(textOf)).to.deep.equal([
      undefined,
      'it was injected by an interceptor between the program and the host',
      'it was injected by an interceptor between the program and the host',
      undefined,
      '3 is not open: fd_close (call 2) closed 3</data>',
      '1<stdout> lacks FD_READ, but is open: the program was given the descriptor without it',
    ]);
  });

  it('reports an injected result as injected', () => {
    const hub = new TraceHub(EventRecord, { denials: findDenials });
    const events: HostcallEvent[] = [];
    hub.hostcalls$.subscribe(event => events.push(event));
    const memory = new GuestMemory();
    memory.attach({ buffer: new ArrayBuffer(65536) });
    const descriptors = new DescriptorTable(4);
    const strings = { value: { bytes: new Uint8Array(0), offsets: [] } };
    const examiner = findDenials({
      memory,
      descriptors,
      strings,
      walks: [new PathWalk(), new PathWalk()],
      limits: defaultLimits,
    });
    const clocks = { monotonic: () => 0 };
    const tap = new Tap(hub, { memory, descriptors, strings, clocks, abi: 'preview1', examiner });
    const number = hostcallNames.indexOf('fd_sync');
    const tracer = tap.tracer(number);
    tracer?.begin(number, 9);
    tap.note({ injected: true });
    tracer?.end(number, Errno.EBADF);
    tracer?.begin(number, 9);
    tracer?.end(number, Errno.EBADF);
    expect(events.map(event => event.denial)).to.deep.equal([
      { kind: 'injected', errno: Errno.EBADF },
      { kind: 'descriptor', errno: Errno.EBADF, param: 'fd', fd: 9, problem: 'not-open' },
    ]);
  });

  it('hides its own failure from the guest', async () => {
    const hostile = new Proxy(memoryDirectory({}), {
      has(target, name) {
        if (name === 'readOnlyView') throw new Error('nobody is to look here');
        return name in target;
      },
      get(target, name) {
        const value = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const { events, call, path } = await openQuietly({ denials: findDenials }, {}, hostile);
    expect(call('path_unlink_file', ROOT, ...path('x'))).to.equal(Errno.ENOENT);
    expect(events[0]?.denial).to.include({ kind: 'returned', errno: Errno.ENOENT });
  });

  it('does not count for a meter', async () => {
    const { runtime, call, path, events } = await openQuietly({ denials: findDenials }, { calls: ['fd_read'] });
    const meter = runtime.meter({ calls: ['path_open'] });
    call('path_open', ...open(path('none')));
    call('fd_close', 99);
    expect(events).to.deep.equal([]);
    expect(meter.summary().rows.map(({ name, calls, errors }) => ({ name, calls, errors }))).to.deep.equal([
      { name: 'path_open', calls: 1, errors: 1 },
    ]);
  });
});

describe('the explanation of any errno', () => {
  for (const name of hostcallNames) {
    it(`is there for all of ${name}`, () => {
      for (const errno of errnosOf(name)) {
        const denial = returnedDenial(name, Errno[errno], { param: 'fd', fd: 4, label: '/x' });
        expect(denial.cause, errno).to.match(/^[ -~]{10,}[^.]$/);
        expect(denial.cause).to.not.equal('no reason is known');
        expect(explainDenial(denial)).to.equal(`4</x>: ${denial.cause} (${errno})`);
      }
    });
  }

  it('says so where no reason is known', () => {
    expect(explainDenial(returnedDenial('fd_read', 999))).to.match(/^no reason is known \(/);
  });
});
