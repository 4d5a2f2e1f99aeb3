import { expect } from 'chai';
import { toArray } from 'rxjs';
import { memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { ConfigurationError, GuestExit, GuestTrap } from '../../../application/errors.js';
import { functionSymbols } from '../../../application/modules/index.js';
import type { Instance } from '../../../application/runtime/index.js';
import type { HostcallEvent } from '../../../application/tracing/index.js';
import { buildWat } from '../../guests/build-wat.js';
import { proxyModule } from '../abi/proxy-guest.js';

const YIELD = '(import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))';
const EXIT = '(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))';

/** A runtime, and how often its MONOTONIC clock has been read. */
function countingRuntime() {
  const ports = memoryPorts();
  const counted = { readings: 0 };
  const monotonic = () => {
    counted.readings++;
    return counted.readings * 1000;
  };
  const clocks = { resolution: () => 1, read: () => 0, monotonic };
  return { runtime: createRuntime({ ...ports, clocks }), counted };
}

const runtime = createRuntime(memoryPorts());
const instantiate = async (wat: string): Promise<Instance> => runtime.instantiate(await buildWat(wat));

/** Makes a hostcall of a proxy guest. */
const call = (instance: Instance, name: string, ...args: unknown[]) => instance.invoke(name, ...args);
const names = (calls: readonly HostcallEvent[]) => calls.map(({ name }) => name);

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

describe('an instance', () => {
  it('of a command is started once', async () => {
    const instance = await instantiate(`(module ${EXIT} (memory (export "memory") 1)
      (func (export "_start") (call $exit (i32.const 7))))`);
    expect(instance.isCommand).to.equal(true);
    expect(() => instance.initialize()).to.throw(ConfigurationError, 'it is a command: call start()');
    expect(instance.start()).to.equal(7);
    expect(() => instance.start()).to.throw(ConfigurationError, 'start() was called before');
    expect(() => instance.invoke('_start'))
      .to.throw(GuestExit)
      .with.property('exitCode', 7);
    instance.close();
  });

  it('of a reactor is initialised once, and then called', async () => {
    const instance = await instantiate(`(module (memory (export "memory") 1) (global $n (mut i32) (i32.const 1))
      (func (export "_initialize") (global.set $n (i32.const 41)))
      (func (export "next") (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n))
      (func (export "fail") unreachable))`);
    expect(instance.isCommand).to.equal(false);
    expect(() => instance.start()).to.throw(ConfigurationError, 'it is a reactor: call initialize()');
    instance.initialize();
    expect(() => instance.initialize()).to.throw(ConfigurationError, 'initialize() was called before');
    expect(instance.invoke('next')).to.equal(42);
    expect(() => instance.invoke('fail')).to.throw(GuestTrap, 'unreachable');
    expect(() => instance.invoke('memory')).to.throw(
      ConfigurationError,
      'the module exports no function "memory"; it exports _initialize, next, fail',
    );
    instance.close();
  });

  it('reports where it trapped, without the host’s frames between', async () => {
    const module = await buildWat(`(module (import "env" "back" (func $back)) (memory (export "memory") 1)
      (func (export "fail") (param i32) (drop (i32.load (local.get 0))))
      (func (export "outer") (call $back)))`);
    const instance: Instance = await runtime.instantiate(module, {
      imports: { env: { back: () => instance.invoke('fail', -1) } },
    });
    const trap = thrownBy(() => instance.invoke('outer')) as GuestTrap;
    expect(trap).to.be.instanceOf(GuestTrap);
    expect(trap.frames.map(({ index }) => index)).to.deep.equal([1, 2]);
    const symbols = functionSymbols(module, 'guest.wasm');
    for (const { index = -1, offset = -1 } of trap.frames) expect(offset).to.be.above(symbols.startOf(index) ?? -1);
    expect((trap.cause as Error).stack).to.match(/^RuntimeError: memory access out of bounds\n {4}at /);
    instance.close();
  });

  it('closes its descriptors', async () => {
    const instance = await runtime.instantiate(await proxyModule());
    expect([...instance.descriptors].map(([fd]) => fd)).to.deep.equal([0, 1, 2]);
    instance.close();
    expect([...instance.descriptors]).to.deep.equal([]);
  });
});

describe('hostcalls$ of an instance', () => {
  it('has only the calls of that guest, in order, and completes when it is closed', async () => {
    const module = await proxyModule();
    const [one, other] = [await runtime.instantiate(module), await runtime.instantiate(module)];
    const seen: HostcallEvent[] = [];
    let completed = 0;
    one.hostcalls$.subscribe({ next: event => seen.push(event), complete: () => completed++ });
    call(one, 'sched_yield');
    call(other, 'fd_close', 1);
    call(one, 'fd_close', 77);
    other.close();
    expect(names(seen)).to.deep.equal(['sched_yield', 'fd_close']);
    expect(seen.map(({ errno }) => errno)).to.deep.equal([0, 8]);
    expect(new Set(seen.map(({ instance }) => instance)).size).to.equal(1);
    expect(completed).to.equal(0);
    one.close();
    one.close();
    expect(completed).to.equal(1);
  });

  it('delivers the same events as the runtime', async () => {
    const instance = await runtime.instantiate(await proxyModule());
    const [all, own]: HostcallEvent[][] = [[], []];
    const watching = runtime.hostcalls$.subscribe(event => all?.push(event));
    instance.hostcalls$.subscribe(event => own?.push(event));
    call(instance, 'sched_yield');
    expect(own?.[0]).to.equal(all?.[0]).and.not.equal(undefined);
    watching.unsubscribe();
    instance.close();
  });

  it('may be subscribed to later, during a run', async () => {
    const instance = await runtime.instantiate(await proxyModule());
    call(instance, 'sched_yield');
    let seen: readonly HostcallEvent[] | undefined;
    instance.hostcalls$.pipe(toArray()).subscribe(calls => {
      seen = calls;
    });
    call(instance, 'fd_sync', 1);
    instance.close();
    expect(names(seen ?? [])).to.deep.equal(['fd_sync']);
  });

  it('completes at once if the instance is closed already', async () => {
    const instance = await runtime.instantiate(await proxyModule());
    instance.close();
    const told: string[] = [];
    instance.hostcalls$.subscribe({ next: ({ name }) => told.push(name), complete: () => told.push('complete') });
    expect(told).to.deep.equal(['complete']);
  });

  it('has the call that a trap ended before it completes', async () => {
    const instance = await runtime.instantiate(
      await buildWat(`(module ${YIELD} (import "env" "fail" (func $fail)) (memory (export "memory") 1)
        (func (export "run") (drop (call $yield)) (call $fail)))`),
      {
        imports: {
          env: {
            fail: () => {
              throw new Error('of the embedder');
            },
          },
        },
      },
    );
    const told: string[] = [];
    instance.hostcalls$.subscribe({ next: event => told.push(event.text()), complete: () => told.push('complete') });
    expect(() => instance.invoke('run')).to.throw('of the embedder');
    instance.close();
    expect(told.map(line => line.replace(/ +<.*| +=.*/, ''))).to.deep.equal(['sched_yield()', 'complete']);
  });

  it('may be closed by a subscriber, which receives nothing more', async () => {
    const instance = await runtime.instantiate(await proxyModule());
    const told: string[] = [];
    instance.hostcalls$.subscribe({
      next: ({ name }) => {
        told.push(name);
        instance.close();
      },
      complete: () => told.push('complete'),
    });
    call(instance, 'sched_yield');
    call(instance, 'sched_yield');
    expect(told).to.deep.equal(['sched_yield', 'complete']);
  });

  it('costs a guest nothing that is not watched, while another one is', async () => {
    const { runtime, counted } = countingRuntime();
    const module = await proxyModule();
    const [one, other] = [await runtime.instantiate(module), await runtime.instantiate(module)];
    call(one, 'sched_yield');
    expect(counted.readings).to.equal(0);
    const watching = one.hostcalls$.subscribe();
    call(other, 'sched_yield');
    expect(counted.readings).to.equal(0);
    call(one, 'sched_yield');
    expect(counted.readings).to.equal(2);
    watching.unsubscribe();
    call(one, 'sched_yield');
    expect(counted.readings).to.equal(2);
    one.hostcalls$.subscribe();
    one.close();
    call(other, 'sched_yield');
    expect(counted.readings).to.equal(2);
    other.close();
  });

  it('does not affect the events of a subscriber of the runtime', async () => {
    const { runtime, counted } = countingRuntime();
    const module = await proxyModule();
    const [one, other] = [await runtime.instantiate(module), await runtime.instantiate(module)];
    const [all, own]: string[][] = [[], []];
    runtime.watch({ calls: ['fd_sync'] }).subscribe(({ name, instance }) => all?.push(`${instance} ${name}`));
    one.hostcalls$.subscribe(({ name, instance }) => own?.push(`${instance} ${name}`));
    for (const instance of [one, other]) {
      call(instance, 'fd_sync', 1);
      call(instance, 'sched_yield');
    }
    expect(all).to.deep.equal(['0 fd_sync', '1 fd_sync']);
    expect(own).to.deep.equal(['0 fd_sync', '0 sched_yield']);
    // Two for each call that is wanted: the other guest's sched_yield is not.
    expect(counted.readings).to.equal(6);
  });

  it('exists for a module that the caller instantiates', async () => {
    const guest = runtime.createImports();
    const told: string[] = [];
    guest.hostcalls$.subscribe({ next: ({ name }) => told.push(name), complete: () => told.push('complete') });
    const bytes = new Uint8Array(
      await buildWat(`(module ${YIELD} (memory (export "memory") 1) (func (export "run") (drop (call $yield))))`),
    );
    const { exports } = await memoryPorts().engine.instantiate(await runtime.compile(bytes), guest.imports);
    guest.attach(exports.memory as WebAssembly.Memory);
    (exports.run as () => void)();
    guest.close();
    expect(told).to.deep.equal(['sched_yield', 'complete']);
  });
});
