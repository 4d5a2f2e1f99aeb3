import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import {
  assemble,
  ConfigurationError,
  createRuntime,
  GuestStopped,
  GuestTrap,
  type HostcallEvent,
  intercept,
  type ProgramOptions,
} from 'hostcall';
import { captureOutput, memoryPorts } from 'hostcall/memory';
import { nodeHost, nodePorts, runInWorker } from 'hostcall/node';
import { BUILD_TIMEOUT } from '../../guests/build-c.js';
import { buildThreads } from '../../guests/build-threads.js';
import { buildWat } from '../../guests/build-wat.js';

/** More than any machine needs; what does not end takes for ever. */
const PATIENCE = 200_000;

/** Waits until no worker of this process is left. */
async function withoutWorkers(): Promise<void> {
  while (process.getActiveResourcesInfo().some(name => name === 'MessagePort' || name === 'Worker'))
    await new Promise(resolve => setTimeout(resolve, 20));
}

/** What a promise is rejected with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not rejected');
}

describe('A program with threads on Node', function () {
  this.timeout(PATIENCE);
  let wasm: Uint8Array;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    wasm = await buildThreads();
  });
  afterEach(withoutWorkers);

  async function run(scenario: string, options: ProgramOptions = {}) {
    const output = captureOutput();
    const errors = captureOutput();
    const calls: HostcallEvent[] = [];
    const runtime = createRuntime(nodePorts());
    runtime.hostcalls$.subscribe(call => calls.push(call));
    const { exitCode } = await runtime.run(wasm, { args: [scenario], stdout: output, stderr: errors, ...options });
    return { exitCode, stdout: output.text, stderr: errors.text, calls };
  }

  const FINE = { exitCode: 0, stderr: '' };

  it('has two threads take turns 10,000 times, with a mutex and a condition', async () => {
    expect(await run('rounds')).to.include(FINE);
  });

  it('has threads write and read files of their own through one table of descriptors', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'hostcall-threads-'));
    try {
      expect(await run('files', { preopens: { '/': directory } })).to.include(FINE);
      for (let i = 0; i < 8; i++)
        expect(readFileSync(join(directory, `file${i}`), 'utf8')).to.have.length(200 * 'thread 0 line 000\n'.length);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  for (const scenario of ['reading', 'polling']) {
    it(`goes on while one thread waits for input (${scenario})`, async () => {
      // There is input only when the first thread has made calls since another began to wait for it.
      let give: ((text: string) => void) | undefined;
      const stdin = () =>
        new Promise<string>(resolve => {
          give = resolve;
        });
      const stderr = captureOutput();
      const runtime = createRuntime(nodePorts());
      let calls = 0;
      runtime.hostcalls$.subscribe(({ thread }) => {
        if (give !== undefined && thread === 1 && ++calls === 100) give('hello');
      });
      expect(await runtime.run(wasm, { args: [scenario], stdin, stderr })).to.deep.equal({ exitCode: 0 });
      expect(stderr.text).to.equal('');
      expect(calls).to.be.at.least(100);
    });
  }

  it('gives EBADF to a call that waits for a descriptor when another thread closes it', async () => {
    let asked: () => void = () => {};
    const waits = new Promise<void>(resolve => {
      asked = resolve;
    });
    const stdin = () => {
      asked();
      return new Promise<string>(() => {});
    };
    // Only when the thread waits is the other one let go on.
    const stdout = () => waits;
    expect(await run('closing', { stdin, stdout })).to.include(FINE);
  });

  it('lets a thread grow the memory, and finds what lies there', async () => {
    expect(await run('growing')).to.include({ ...FINE, stdout: 'new\n' });
  });

  it('starts one thread after the other, without one left over', async () => {
    expect(await run('series')).to.include(FINE);
  });

  it('starts as many threads as may be, and then gives EAGAIN', async () => {
    expect(await run('limits', { maxThreads: 5 })).to.include({ ...FINE, stdout: '04\n' });
  });

  it('ends with its first thread, whatever others do', async () => {
    expect(await run('returning')).to.include(FINE);
  });

  it('ends when any thread calls proc_exit, whatever others do', async () => {
    const { exitCode, calls } = await run('exiting');
    expect(exitCode).to.equal(7);
    const last = calls.filter(({ state }) => state === 'left').map(({ thread, name }) => `${thread} ${name}`);
    expect(last).to.include('5 proc_exit');
  });

  it('has calls in its trace that were waiting at its end', async () => {
    const controller = new AbortController();
    const calls: string[] = [];
    const runtime = createRuntime(nodePorts());
    runtime.hostcalls$.subscribe(({ thread, name, state }) => calls.push(`${thread} ${name} ${state}`));
    const stdin = () => {
      controller.abort();
      return new Promise<string>(() => {});
    };
    await rejection(
      runtime.run(wasm, { args: ['reading'], stdin, stdout: captureOutput(), signal: controller.signal }),
    );
    expect(calls).to.include('2 fd_read left');
  });

  it('ends when any thread traps, and tells where', async () => {
    const error = await rejection(run('trapping'));
    expect(error).to.be.instanceOf(GuestTrap);
    const { text: why, frames } = error as GuestTrap;
    expect(why).to.equal('unreachable');
    expect(frames.map(frame => frame.function)).to.include.members(['begin_thread', 'wasi_thread_start']);
  });

  it('is stopped when its time is up, whatever its threads do', async () => {
    const error = await rejection(run('lasting', { timeout: 500 }));
    expect(error).to.be.instanceOf(GuestStopped).and.to.have.property('reason', 'timeout');
  });

  it('is stopped by a signal, whatever its threads do', async () => {
    const controller = new AbortController();
    const stdout = () => controller.abort();
    const error = await rejection(run('lasting', { signal: controller.signal, stdout }));
    expect(error).to.be.instanceOf(GuestStopped).and.to.have.property('reason', 'signal');
  });

  it('ends when its instance is closed', async () => {
    const runtime = createRuntime(nodePorts());
    const instance = await runtime.instantiate(wasm, { args: ['lasting'], stdout: () => instance.close() });
    // What it would tell never comes: nothing of it runs any more.
    instance.startAsync();
  });

  it('gives each thread a number, and events the number of the thread', async () => {
    const { stdout, calls, ...rest } = await run('greeting');
    expect(rest).to.include(FINE);
    expect(stdout).to.equal('one\ntwo\nthree\n');
    expect(calls.slice(2).map(({ thread, name }) => `${thread} ${name}`)).to.deep.equal([
      '1 thread-spawn',
      '2 fd_write',
      '1 thread-spawn',
      '3 fd_write',
      '1 fd_write',
    ]);
    const spawned = calls.find(({ name }) => name === 'thread-spawn') as HostcallEvent;
    expect(spawned.result).to.deep.equal({ tid: 2 });
    expect(spawned.text()).to.match(/^thread-spawn\(\d+\) += {1,2}2$/);
    expect(calls[3]?.text()).to.match(/^\[tid 2\] fd_write\(/);
    expect(calls[3]?.toJSON()).to.include({ thread: 2 });
    expect(calls[2]?.toJSON()).not.to.have.property('thread');
  });

  describe('is refused', () => {
    const program = (memory: string, rest = '') =>
      buildWat(`(module
        ${memory}
        (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
        (export "memory" (memory 0))
        (func (export "_start") (drop (call $spawn (i32.const 0))))
        ${rest})`);
    const SHARED = '(import "env" "memory" (memory 1 2 shared))';
    const START = '(func (export "wasi_thread_start") (param i32 i32))';

    async function refusal(guest: Uint8Array, options: ProgramOptions = {}, ports = nodePorts()): Promise<string> {
      const error = await rejection(createRuntime(ports).run(guest, options));
      expect(error).to.be.instanceOf(ConfigurationError);
      return (error as Error).message;
    }

    it('if it exports no function in which threads begin', async () => {
      expect(await refusal(await program(SHARED))).to.equal(
        'the program starts threads, and does not export "wasi_thread_start", in which they begin; build it for wasm32-wasip1-threads',
      );
    });

    it('if its memory is its own', async () => {
      const own = (await program('', `(memory 1) ${START}`).catch(() => undefined)) as Uint8Array | undefined;
      const guest =
        own ??
        (await buildWat(`(module
        (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "_start")) ${START})`));
      expect(await refusal(guest)).to.equal(
        'the program starts threads, and its memory cannot be shared with them; build it for wasm32-wasip1-threads, so that it imports a shared memory',
      );
    });

    it('on a host without threads', async () => {
      expect(await refusal(await program(SHARED, START), {}, memoryPorts())).to.match(
        /^the program is built for threads, and this host has none; run it on Node, or in a page/,
      );
    });

    it('with functions of the embedder, which threads cannot call', async () => {
      const guest = await program(`${SHARED} (import "env" "f" (func))`, START);
      expect(await refusal(guest, { imports: { env: { f: () => {} } } })).to.match(
        /^the program has threads, and "env.f" of the imports option cannot be given to them: only a memory can/,
      );
    });

    it('with waiting: suspend', async () => {
      expect(await refusal(wasm, { waiting: 'suspend' })).to.match(/^a program with threads is not suspended/);
    });

    it('if it begins with more memory than it may have', async () => {
      expect(await refusal(wasm, { maxMemory: 65_536 })).to.match(/^the module begins with a memory of \d+ bytes, and/);
    });

    it('where start() is called, which would block the thread that its calls are made in', async () => {
      const instance = await createRuntime(nodePorts()).instantiate(wasm, {
        args: ['greeting'],
        stdout: captureOutput(),
      });
      expect(() => instance.start()).to.throw(ConfigurationError, /^the program has threads/);
      instance.close();
    });
  });

  it('has the memory that its embedder gives', async () => {
    const memory = new WebAssembly.Memory({ initial: 200, maximum: 256, shared: true });
    expect(await run('greeting', { imports: { env: { memory } } })).to.include(FINE);
    expect(Buffer.from(new Uint8Array(memory.buffer)).includes('greeting')).to.equal(true);
  });

  it('may grow its memory up to maxMemory', async () => {
    const begins = 1_280_000;
    const options = { args: ['growing'], maxMemory: begins, stderr: captureOutput(), stdout: captureOutput() };
    expect(await createRuntime(nodePorts()).run(wasm, options)).to.deep.equal({ exitCode: 1 });
  });

  it('calls functions that are not provided as the option unknownImports says', async () => {
    const guest = await buildWat(`(module
      (import "env" "memory" (memory 1 2 shared))
      (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
      (import "env" "f" (func $f (result i32)))
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (export "memory" (memory 0))
      (func (export "wasi_thread_start") (param i32 i32) (call $exit (call $f)))
      (func (export "_start") (drop (call $spawn (i32.const 0)))
        (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))))`);
    const runtime = createRuntime(nodePorts());
    expect(await runtime.run(guest, { unknownImports: 'enosys' })).to.deep.equal({ exitCode: 52 });
    const error = await rejection(runtime.run(guest, { unknownImports: 'trap' }));
    expect((error as GuestTrap).text).to.equal('unknown import: env.f was called');
  });

  it('tells which functions lead to a call', async () => {
    const runtime = createRuntime(nodePorts(), { stacks: true });
    const stacks: (readonly (string | undefined)[])[] = [];
    runtime.hostcalls$.subscribe(({ thread, stack = [] }) => {
      if (thread === 2) stacks.push(stack.map(frame => frame.function));
    });
    await runtime.run(wasm, { args: ['greeting'], stdout: captureOutput() });
    expect(stacks).to.have.length(1);
    expect(stacks[0]).to.include.members(['greet', 'begin_thread', 'wasi_thread_start']);
  });

  it('passes arguments of 32 and 64 bits on as they are', async () => {
    const guest = await buildWat(`(module
      (import "env" "memory" (memory 1 2 shared))
      (import "wasi" "thread-spawn" (func (param i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_pread" (func $pread (param i32 i32 i32 i64 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_seek" (func $seek (param i32 i64 i32 i32) (result i32)))
      (export "memory" (memory 0))
      (func (export "wasi_thread_start") (param i32 i32))
      (func (export "_start")
        (drop (call $pread (i32.const -1) (i32.const 8) (i32.const 0) (i64.const -2) (i32.const 16)))
        (drop (call $seek (i32.const 0x7fffffff) (i64.const -0x8000000000000000) (i32.const 2) (i32.const 24)))))`);
    const raw: unknown[] = [];
    const runtime = createRuntime(nodePorts());
    runtime.hostcalls$.subscribe(call => raw.push([...call.raw, call.errno]));
    await runtime.run(guest);
    expect(raw).to.deep.equal([
      [-1, 8, 0, -2n, 16, 8],
      [0x7fffffff, -0x8000000000000000n, 2, 24, 8],
    ]);
  });

  it('has hostcalls intercepted, whichever thread makes them', async () => {
    const runtime = assemble(
      nodeHost(),
      intercept({
        fd_write(call, proceed) {
          return call.args.fd === 1 ? 0 : proceed();
        },
      }),
    );
    const output = captureOutput();
    expect(await runtime.run(wasm, { args: ['greeting'], stdout: output })).to.deep.equal({ exitCode: 0 });
    expect(output.text).to.equal('');
  });

  it('runs in a worker of its own, in which its threads have theirs', async () => {
    const run = runInWorker(new URL('./worker-setup.js', import.meta.url), wasm, {
      args: ['greeting'],
      stdin: 'ignore',
    });
    const said = text(run.stdout);
    run.stderr.resume();
    expect(await run.outcome).to.deep.equal({ kind: 'exited', exitCode: 0 });
    expect(await said).to.equal('one\ntwo\nthree\n');
  });

  it('is stopped in a worker of its own', async () => {
    const ignored = { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' } as const;
    const setup = new URL('./worker-setup.js', import.meta.url);
    const run = runInWorker(setup, wasm, { args: ['lasting'], timeout: 500, ...ignored });
    expect(await run.outcome).to.include({ kind: 'stopped', reason: 'timeout' });
  });

  it('gets ENOSYS for a thread where the host has none and functions may be missing', async () => {
    const guest = await buildWat(`(module
      (import "env" "memory" (memory 1 2 shared))
      (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (func (export "_start") (call $exit (i32.sub (i32.const 0) (call $spawn (i32.const 0))))))`);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
    const options = { imports: { env: { memory } }, unknownImports: 'enosys' } as const;
    expect(await createRuntime(memoryPorts()).run(guest, options)).to.deep.equal({ exitCode: 52 });
  });

  it('without threads gets a shared memory all the same', async () => {
    const guest = await buildWat(`(module
      (import "env" "memory" (memory 1 2 shared))
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (func (export "_start") (i32.store (i32.const 8) (i32.const 3)) (call $exit (i32.load (i32.const 8)))))`);
    expect(await createRuntime(nodePorts()).run(guest)).to.deep.equal({ exitCode: 3 });
  });
});
