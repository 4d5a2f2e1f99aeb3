import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { captureOutput, memoryDirectory, memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { findDenials } from '../../../application/diagnosis/index.js';
import type { HostcallEvent, TraceSettings } from '../../../application/tracing/index.js';
import { type DescriptorTable, Errno, Eventtype, type HostcallName } from '../../../domain/index.js';
import { keptRecording } from '../../guests/recorded-run.js';
import { sharedProxyModule } from './proxy-guest.js';

const ROOT = 3;
const PATH = 1024;
const TABLE = 2048;
const BUFFER = 3072;
const RESULT = 4096;
const RIGHTS = 0x0fff_bfffn;

describe('In a memory that other threads write to', () => {
  let wasm: Uint8Array;
  before(async () => {
    wasm = await sharedProxyModule();
  });

  /** A guest; `between` runs when arguments have been lifted and not captured yet, `behind` when results have been lowered and not captured. */
  async function open(settings: TraceSettings = {}) {
    const hooks = { between: () => {}, behind: () => {} };
    const events: HostcallEvent[] = [];
    const stdout = captureOutput();
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 16, shared: true });
    let now = 0;
    const clock = {
      monotonic() {
        hooks.behind();
        return now++;
      },
    };
    const runtime = createRuntime(memoryPorts(), { ...settings, clock });
    const { recording } = keptRecording();
    runtime.hostcalls$.subscribe(event => {
      events.push(event);
      if (settings.whole) recording.add(event);
    });
    const instance = await runtime.instantiate(wasm, {
      stdout,
      preopens: { '/': memoryDirectory({ good: 'content', evil: 'other' }) },
      imports: { env: { memory } },
    });
    instance.initialize();
    const descriptors = instance.descriptors as DescriptorTable & { peek: DescriptorTable['peek'] };
    const peek = descriptors.peek.bind(descriptors);
    descriptors.peek = fd => {
      hooks.between();
      return peek(fd);
    };
    const bytes = new Uint8Array(memory.buffer);
    const view = new DataView(memory.buffer);
    const text = (at: number, value: string) => bytes.set(Buffer.from(value), at);
    const call = (name: HostcallName, ...args: (number | bigint)[]) => {
      const errno = instance.invoke(name, ...args);
      hooks.between = () => {};
      hooks.behind = () => {};
      return errno;
    };
    const last = () => events.at(-1) as HostcallEvent;
    return { runtime, hooks, events, stdout, memory, bytes, view, text, call, last };
  }

  for (const settings of [
    {},
    { payload: 5000, details: true },
    { payload: Number.POSITIVE_INFINITY, whole: true },
    { complete: true },
  ]) {
    describe(`with a trace ${JSON.stringify(settings)}`, () => {
      it('a path is traced as it was used', async () => {
        const { hooks, text, call, last, view } = await open(settings);
        text(PATH, 'good');
        hooks.between = () => text(PATH, 'evil');
        expect(call('path_open', ROOT, 0, PATH, 4, 0, RIGHTS, 0n, 0, RESULT)).to.equal(0);
        expect(last().path).to.equal('good');
        expect(last().text()).to.contain('= 4</good>');
        expect(call('fd_filestat_get', view.getUint32(RESULT, true), RESULT + 64)).to.equal(0);
        expect(view.getBigUint64(RESULT + 64 + 32, true)).to.equal(7n);
      });

      it('both paths of a call are traced as they were used', async () => {
        const { hooks, text, call, last } = await open(settings);
        text(PATH, 'good');
        text(PATH + 64, 'fine');
        hooks.between = () => {
          text(PATH, 'evil');
          text(PATH + 64, '????');
        };
        expect(call('path_rename', ROOT, PATH, 4, ROOT, PATH + 64, 4)).to.equal(0);
        expect(last().text()).to.contain('"good", 3</>, "fine"');
      });

      it('buffers are traced as they were used', async () => {
        for (const [pointer, length] of [
          [BUFFER, 0x8000],
          [BUFFER, 0xffff_ffff],
          [0xffff_0000, 4],
          [BUFFER + 8, 2],
        ] as const) {
          const { hooks, stdout, view, text, call, last } = await open(settings);
          text(BUFFER, 'good and more');
          view.setUint32(TABLE, BUFFER, true);
          view.setUint32(TABLE + 4, 4, true);
          hooks.between = () => {
            view.setUint32(TABLE, pointer, true);
            view.setUint32(TABLE + 4, length, true);
          };
          expect(call('fd_write', 1, TABLE, 1, RESULT)).to.equal(0);
          expect(stdout.text).to.equal('good');
          expect(last().text().replace(/ +=/, ' =')).to.equal('fd_write(1<stdout>, [{buf="good", buf_len=4}], 1) = 4');
        }
      });

      it('subscriptions and events are traced as they were used', async () => {
        const { hooks, view, bytes, call, last } = await open(settings);
        bytes.fill(0, TABLE, TABLE + 48);
        view.setBigUint64(TABLE, 0x1234n, true);
        hooks.between = () => bytes.fill(0xff, TABLE, TABLE + 48);
        hooks.behind = () => bytes.fill(0xff, BUFFER, BUFFER + 32);
        expect(call('poll_oneoff', TABLE, BUFFER, 1, RESULT)).to.equal(0);
        expect(last().text()).to.contain('0x1234').and.not.contain('0xffffffff');
      });

      it('results are traced as they were stored', async () => {
        const { hooks, bytes, text, call, last } = await open(settings);
        text(PATH, 'good');
        expect(call('path_open', ROOT, 0, PATH, 4, 0, RIGHTS, 0n, 0, RESULT)).to.equal(0);
        const expected: [HostcallName, (number | bigint)[]][] = [
          ['fd_filestat_get', [4, RESULT]],
          ['fd_fdstat_get', [4, RESULT]],
          ['fd_seek', [4, 5n, 0, RESULT]],
          ['fd_tell', [4, RESULT]],
          ['fd_prestat_get', [ROOT, RESULT]],
          ['args_sizes_get', [RESULT, RESULT + 4]],
          ['clock_res_get', [0, RESULT]],
        ];
        for (const [name, args] of expected) {
          expect(call(name, ...args)).to.equal(0);
          const plain = last().text();
          hooks.behind = () => bytes.fill(0xff, RESULT, RESULT + 64);
          expect(call(name, ...args)).to.equal(0);
          expect(last().text(), name).to.equal(plain);
        }
      });

      it('the number of bytes moved is traced and counted as it was stored', async () => {
        const { runtime, hooks, view, text, call, last } = await open(settings);
        const meter = runtime.meter();
        text(BUFFER, 'good');
        view.setUint32(TABLE, BUFFER, true);
        view.setUint32(TABLE + 4, 4, true);
        hooks.behind = () => view.setUint32(RESULT, 999, true);
        expect(call('fd_write', 1, TABLE, 1, RESULT)).to.equal(0);
        expect(view.getUint32(RESULT, true)).to.equal(999);
        expect(last().bytes).to.equal(4);
        expect(meter.summary().rows.map(({ bytes }) => bytes)).to.deep.equal([4]);
      });
    });
  }

  it('all events of a long list are stored', async () => {
    const { view, bytes, call } = await open();
    const count = 40;
    bytes.fill(0, 0x2000, 0x2000 + 48 * count);
    for (let i = 0; i < count; i++) view.setUint32(0x2000 + 48 * i, i + 1, true);
    expect(call('poll_oneoff', 0x2000, 0x4000, count, RESULT)).to.equal(0);
    expect(view.getUint32(RESULT, true)).to.equal(count);
    const told = Array.from({ length: count }, (_, i) => view.getUint32(0x4000 + 32 * i, true));
    expect(told).to.deep.equal(Array.from({ length: count }, (_, i) => i + 1));
  });

  describe('the reason of a failure comes from what was lifted, not from what is there afterwards', () => {
    it('of a path', async () => {
      const { hooks, bytes, text, call, last } = await open({ denials: findDenials });
      bytes.set([0x61, 0xff, 0x62], PATH);
      hooks.behind = () => text(PATH, 'xyz');
      expect(call('path_unlink_file', ROOT, PATH, 3)).to.equal(Errno.EILSEQ);
      expect(last().denial).to.include({ kind: 'encoding', param: 'path', position: 1, byte: 0xff });
    });

    it('of a table of buffers', async () => {
      const { hooks, view, call, last } = await open({ denials: findDenials });
      for (const [at, value] of [BUFFER, 4, 0xfff0_0000, 8].entries()) view.setUint32(TABLE + 4 * at, value, true);
      hooks.behind = () => view.setUint32(TABLE + 8, BUFFER, true);
      expect(call('fd_write', 1, TABLE, 2, RESULT)).to.equal(Errno.EFAULT);
      expect(last().denial).to.include({ kind: 'pointer', index: 1, pointer: 0xfff0_0000, length: 8 });
    });

    it('of subscriptions and their events', async () => {
      const { hooks, bytes, view, call, last } = await open({ denials: findDenials });
      view.setBigUint64(TABLE, 7n, true);
      view.setUint8(TABLE + 8, Eventtype.FD_READ);
      view.setUint32(TABLE + 16, 99, true);
      hooks.behind = () => {
        bytes.fill(0, TABLE, TABLE + 48);
        bytes.fill(0, BUFFER, BUFFER + 32);
        view.setUint32(RESULT, 0, true);
      };
      expect(call('poll_oneoff', TABLE, BUFFER, 1, RESULT)).to.equal(0);
      const { denial } = last();
      const [event] = denial?.kind === 'events' ? denial.events : [];
      expect(event).to.include({ index: 0, errno: Errno.EBADF });
      expect(event?.reason).to.include({ kind: 'descriptor', fd: 99 });
    });
  });

  it('a table that another thread changes all the time never makes a call throw', async function () {
    this.timeout(240_000);
    const { memory, view, call, events } = await open({ payload: 6000, whole: true });
    view.setUint32(TABLE, BUFFER, true);
    view.setUint32(TABLE + 4, 8, true);
    const stop = new Int32Array(memory.buffer, 65536, 1);
    const worker = new Worker(
      `const { parentPort, workerData: { memory, at } } = require('node:worker_threads');
       const table = new Int32Array(memory.buffer, at, 2);
       const stop = new Int32Array(memory.buffer, 65536, 1);
       for (let i = 0; Atomics.load(stop, 0) !== 1; i++) {
         table[1] = [8, 0x9000, -1, 7000][i & 3];
         if (i === 0) parentPort.postMessage('changing');
       }`,
      { eval: true, workerData: { memory, at: TABLE } },
    );
    try {
      await once(worker, 'message');
      for (let i = 0; i < 5000; i++) {
        expect(call('fd_write', 1, TABLE, 1, RESULT)).to.be.oneOf([0, 21]);
        const event = events.pop() as HostcallEvent;
        if (event.errno === 0) expect(event.text()).to.match(new RegExp(`buf_len=${event.bytes}}`));
      }
    } finally {
      Atomics.store(stop, 0, 1);
      await worker.terminate();
    }
  });
});
