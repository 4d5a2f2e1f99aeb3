import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { memoryPorts, pipe } from '../../../adapters/memory/index.js';
import { streamFromHost } from '../../../adapters/node/index.js';
import { StandardEngine, StandardWaiting } from '../../../adapters/web/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { ConfigurationError, GuestStopped } from '../../../application/errors.js';
import type { ProgramOptions } from '../../../application/runtime/index.js';
import { Errno, type Ports } from '../../../domain/index.js';
import { buildWat } from '../../guests/build-wat.js';

/** Sleeps for an hour; writes, and then yields for ever, and catches what it can; writes once; reads once. */
const PROGRAM = `(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "written")
  (func (export "sleep")
    (i32.store8 (i32.const 136) (i32.const 0)) (i32.store (i32.const 144) (i32.const 1))
    (i64.store (i32.const 152) (i64.const 3600000000000))
    (drop (call $poll (i32.const 128) (i32.const 256) (i32.const 1) (i32.const 16))))
  (func (export "yield")
    (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 7))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
    (loop $ever (try (do (drop (call $yield))) (catch_all)) (br $ever)))
  (func (export "complain") (result i32)
    (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 7))
    (call $write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 16)))
  (func (export "once") (result i32)
    (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 7))
    (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16))))`;

/** Writes three bytes to stderr, three to stdout at an offset, and so on with all that it may. */
const POSITIONED = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_pwrite" (func $pwrite (param i32 i32 i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\40\\00\\00\\00\\03\\00\\00\\00")
  (data (i32.const 64) "abc")
  (func (export "_start")
    (drop (call $write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 16)))
    (drop (call $pwrite (i32.const 1) (i32.const 0) (i32.const 1) (i64.const 3) (i32.const 16)))
    (drop (call $pwrite (i32.const 1) (i32.const 0) (i32.const 1) (i64.const 6) (i32.const 16)))
    (drop (call $pwrite (i32.const 1) (i32.const 0) (i32.const 1) (i64.const 9) (i32.const 16)))
    unreachable))`;

const canSuspend = new StandardEngine().suspending !== undefined;

describe('a program that is stopped', () => {
  let program: Uint8Array;
  before(async () => {
    program = await buildWat(PROGRAM);
  });

  const ports = (): Ports => ({ ...memoryPorts(), waiting: new StandardWaiting() });

  /** Calls an export, and gives what it throws. */
  async function thrownBy(name: string, options: ProgramOptions, given: Ports = ports()): Promise<unknown> {
    const instance = await createRuntime(given).instantiate(program, options);
    try {
      await instance.initializeAsync();
      return await instance.invokeAsync(name).catch(thrown => thrown);
    } finally {
      instance.close();
    }
  }

  function expectStopped(thrown: unknown, reason: string, message: string): void {
    expect(thrown).to.be.instanceOf(GuestStopped);
    expect(thrown).to.include({ reason, message });
  }

  for (const waiting of canSuspend ? (['block', 'suspend'] as const) : (['block'] as const)) {
    describe(`with waiting: '${waiting}'`, () => {
      it('stops waiting when its time is up', async () => {
        const thrown = await thrownBy('sleep', { timeout: 20, waiting });
        expectStopped(thrown, 'timeout', 'the guest was stopped: its time of 20 ms was up');
      });

      it('stops at its next hostcall, whatever it catches, with its output written', async () => {
        let written = '';
        const stdout = (bytes: Uint8Array) => {
          written += Buffer.from(bytes).toString();
        };
        const thrown = await thrownBy('yield', { timeout: 20, waiting, stdout });
        expectStopped(thrown, 'timeout', 'the guest was stopped: its time of 20 ms was up');
        expect(written).to.equal('written');
      });

      it('stops when the signal has been aborted, by an interceptor for example', async () => {
        const controller = new AbortController();
        const why = new Error('no longer needed');
        const runtime = createRuntime(ports(), {
          interceptors: [
            {
              sched_yield(_, proceed) {
                controller.abort(why);
                return proceed();
              },
            },
          ],
        });
        const instance = await runtime.instantiate(program, { signal: controller.signal, waiting, stdout: () => {} });
        await instance.initializeAsync();
        const thrown = await instance.invokeAsync('yield').catch(error => error);
        expectStopped(thrown, 'signal', 'the guest was stopped: a signal came');
        expect((thrown as Error).cause).to.equal(why);
        expect(await instance.invokeAsync('once').catch(error => error)).to.be.instanceOf(GuestStopped);
        instance.close();
      });

      it('does not begin if the signal was aborted before', async () => {
        const thrown = await thrownBy('yield', { signal: AbortSignal.abort(), waiting });
        expectStopped(thrown, 'signal', 'the guest was stopped: a signal came');
      });

      it('stops when its limit of CPU time is reached, without excessive queries of the host', async () => {
        const [elapsed, asked] = [[] as number[], [] as number[]];
        // Of ten milliseconds that pass between two calls, it computes for one.
        const process = {
          yield: () => {},
          elapsed: () => elapsed.push(0) * 10e6,
          cpuTime: () => {
            asked.push(elapsed.length);
            return elapsed.length * 1e6;
          },
        };
        const options = { maxCpuTime: 50, waiting, stdout: () => {} };
        const thrown = await thrownBy('yield', options, { ...ports(), process });
        expectStopped(thrown, 'cpu', 'the guest was stopped: it had computed for 50 ms');
        expect(elapsed.length).to.be.within(50, 60);
        expect(asked.length).to.be.within(2, 40);
      });

      it('stops when its limit of output is exceeded, with as much written', async () => {
        for (const maxOutput of [0, 3, 6]) {
          let written = '';
          const output = (bytes: Uint8Array) => {
            written += Buffer.from(bytes).toString();
          };
          const thrown = await thrownBy('yield', { maxOutput, waiting, stdout: output });
          expectStopped(thrown, 'output', `the guest was stopped: it had written more than ${maxOutput} bytes`);
          expect(written).to.equal('written'.slice(0, maxOutput));
        }
      });

      it('may write up to its limit', async () => {
        let written = '';
        const stderr = (bytes: Uint8Array) => {
          written += Buffer.from(bytes).toString();
        };
        expect(await thrownBy('complain', { maxOutput: 7, waiting, stderr })).to.equal(Errno.ESUCCESS);
        expect(written).to.equal('written');
      });

      it('is not stopped too early', async () => {
        expect(await thrownBy('once', { timeout: 3_600_000, waiting, stdin: () => 'x' })).to.equal(Errno.ESUCCESS);
      });
    });
  }

  if (canSuspend) {
    it('stops at once where it is suspended when a signal comes', async () => {
      const controller = new AbortController();
      const { reader } = pipe();
      const thrown = thrownBy('once', { signal: controller.signal, waiting: 'suspend', stdin: reader });
      setTimeout(() => controller.abort(), 5);
      expectStopped(await thrown, 'signal', 'the guest was stopped: a signal came');
    });
  }

  it('needs a port that reports elapsed time for a timeout', async () => {
    const silent: Ports = { ...ports(), process: { yield: () => {} } };
    const thrown = await createRuntime(silent)
      .instantiate(program, { timeout: 1 })
      .catch(error => error);
    expect(thrown).to.be.instanceOf(ConfigurationError);
    expect((thrown as Error).message).to.equal(
      'the port "process" does not tell how much time has passed, which a timeout needs; give it a method elapsed, or pass a signal',
    );
  });

  it('needs a host that reports CPU time for a limit of that', async () => {
    const silent: Ports = { ...ports(), process: { yield: () => {}, elapsed: () => 0, cpuTime: () => -Errno.ENOTSUP } };
    const thrown = await createRuntime(silent)
      .instantiate(program, { maxCpuTime: 1 })
      .catch(error => error);
    expect(thrown).to.be.instanceOf(ConfigurationError);
    expect((thrown as Error).message).to.equal(
      'this host does not tell how long a thread has computed, which maxCpuTime needs; give a timeout, or use Node 22.19 or later',
    );
  });

  it('counts output that is written at an offset, and output to both streams', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hostcall-output-'));
    const fd = openSync(join(folder, 'out.txt'), 'w+');
    try {
      const stdout = streamFromHost(fd, 'write');
      const runtime = createRuntime(ports());
      const instance = await runtime.instantiate(await buildWat(POSITIONED), {
        stdout,
        stderr: () => {},
        maxOutput: 9,
      });
      expect(() => instance.start()).to.throw(GuestStopped, 'it had written more than 9 bytes');
      expect(readFileSync(join(folder, 'out.txt'), 'utf8')).to.equal('\0\0\0abcabc');
      instance.close();
    } finally {
      closeSync(fd);
      rmSync(folder, { recursive: true });
    }
  });

  it('leaves no listener on the signal', async () => {
    let listeners = 0;
    const signal = {
      aborted: false,
      addEventListener: () => void listeners++,
      removeEventListener: () => void listeners--,
    };
    const instance = await createRuntime(ports()).instantiate(program, { signal });
    expect(listeners).to.equal(1);
    instance.close();
    expect(listeners).to.equal(0);
  });
});
