import { expect } from 'chai';
import { memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { ConfigurationError, GuestTrap } from '../../../application/errors.js';
import { Errno } from '../../../domain/index.js';
import { buildWat } from '../../guests/build-wat.js';

const runtime = createRuntime(memoryPorts());

/** A program whose exports call its imports. Nothing calls `quiet`. */
const NEEDY = `(module
  (import "env" "quiet" (func))
  (import "env" "add" (func $add (param i32 i32) (result i32)))
  (import "env" "say" (func $say (param i32)))
  (import "env" "now" (func $now (result f64)))
  (import "env" "pair" (func $pair (result i32 i32)))
  (import "wasi_snapshot_preview1" "sock_open" (func $open (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i64) (result i32)))
  (memory (export "memory") 1)
  (func (export "add") (result i32) (call $add (i32.const 1) (i32.const 2)))
  (func (export "say") (call $say (i32.const 1)))
  (func (export "now") (drop (call $now)))
  (func (export "pair") (drop (drop (call $pair))))
  (func (export "open") (result i32) (call $open (i32.const 0) (i32.const 0) (i32.const 0)))
  (func (export "close") (result i32) (call $close (i64.const 0)))
  (func $inner (export "inner") (drop (call $add (i32.const 0) (i32.const 0))))
  (func (export "outer") (call $inner)))`;

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('functions that nothing provides', () => {
  let wasm: Uint8Array;
  before(async () => {
    wasm = await buildWat(NEEDY);
  });

  const thrownBy = (action: () => unknown) => {
    try {
      return action();
    } catch (error) {
      return error;
    }
  };

  it('are refused by default', async () => {
    for (const options of [{}, { unknownImports: 'refuse' } as const])
      expect(await failure(runtime.instantiate(wasm, options)))
        .to.be.instanceOf(ConfigurationError)
        .with.property('message')
        .that.matches(/^unknown import: function "quiet" from "env" .* \(and 6 more like it\); /);
  });

  it('trap when they are called, with their name and place', async () => {
    const instance = await runtime.instantiate(wasm, { unknownImports: 'trap' });
    for (const [called, name] of [
      ['add', 'env.add'],
      ['say', 'env.say'],
      ['now', 'env.now'],
      ['open', 'wasi_snapshot_preview1.sock_open'],
      ['close', 'wasi_snapshot_preview1.fd_close'],
    ] as const)
      expect(thrownBy(() => instance.invoke(called)))
        .to.be.instanceOf(GuestTrap)
        .with.property('text', `unknown import: ${name} was called`);
    const trap = thrownBy(() => instance.invoke('outer')) as GuestTrap;
    expect(trap.frames.map(({ index }) => index)).to.deep.equal([13, 14]);
    instance.close();
  });

  it('cannot be caught by the guest', async () => {
    const catching = await buildWat(`(module (import "env" "f" (func $f)) (memory (export "memory") 1)
      (func (export "_start") try call $f catch_all end))`);
    expect(await failure(runtime.run(catching, { unknownImports: 'trap' }))).to.be.instanceOf(GuestTrap);
  });

  it('return ENOSYS, do nothing, or trap, according to their result type', async () => {
    const instance = await runtime.instantiate(wasm, { unknownImports: 'enosys' });
    expect(instance.invoke('add')).to.equal(Errno.ENOSYS);
    expect(instance.invoke('open')).to.equal(Errno.ENOSYS);
    expect(instance.invoke('close')).to.equal(Errno.ENOSYS);
    expect(instance.invoke('say')).to.equal(undefined);
    for (const name of ['now', 'pair'])
      expect(thrownBy(() => instance.invoke(name)))
        .to.be.instanceOf(GuestTrap)
        .with.property('text', `unknown import: env.${name} was called`);
    instance.close();
  });

  it('return ENOSYS too if the module was compiled elsewhere', async () => {
    const { native } = await memoryPorts().engine.compile(wasm);
    const instance = await runtime.instantiate(native, {
      imports: { wasi_snapshot_preview1: { fd_close: () => 5 } },
      unknownImports: 'enosys',
    });
    expect(instance.invoke('add')).to.equal(Errno.ENOSYS);
    expect(instance.invoke('close')).to.equal(5);
    instance.close();
  });

  it('do not replace provided ones', async () => {
    const env = { add: (a: number, b: number) => a + b };
    const instance = await runtime.instantiate(wasm, { imports: { env }, unknownImports: 'trap' });
    expect(instance.invoke('add')).to.equal(3);
    expect(thrownBy(() => instance.invoke('say'))).to.be.instanceOf(GuestTrap);
    expect(Object.keys(env)).to.deep.equal(['add']);
    instance.close();
  });

  it('are functions only', async () => {
    const global = await buildWat('(module (import "env" "f" (func)) (import "env" "g" (global i32)))');
    expect(await failure(runtime.instantiate(global, { unknownImports: 'enosys' })))
      .to.be.instanceOf(ConfigurationError)
      .with.property('message')
      .that.contains('global "g" from "env"');
  });

  it('require a valid choice, and a module whose imports are known', async () => {
    expect(await failure(runtime.run(wasm, { unknownImports: 'trapp' as 'trap' })))
      .to.be.instanceOf(ConfigurationError)
      .with.property(
        'message',
        "option \"unknownImports\" of a program is \"trapp\"; give 'refuse', 'trap' or 'enosys', or leave it out",
      );
    expect(() => runtime.createImports({ unknownImports: 'trap' })).to.throw(
      ConfigurationError,
      'createImports() does not know what the module imports',
    );
  });
});

describe('a module without a memory for its hostcalls', () => {
  const reading = (memory: string) => `(module
    (import "wasi_snapshot_preview1" "fd_read" (func (param i32 i32 i32 i32) (result i32)))
    ${memory} (func (export "_start")))`;

  it('is refused, with the expected name of its memory', async () => {
    for (const [memory, text] of [
      ['', /"memory" is not exported; the hostcalls it imports need a memory of that name; build it/],
      ['(memory 1)', /"memory" is not exported/],
      [
        '(memory (export "mem") 1)',
        /its memory is called 'mem'; build it so that it exports its memory under that name/,
      ],
    ] as const)
      expect(await failure(runtime.instantiate(await buildWat(reading(memory)))))
        .to.be.instanceOf(ConfigurationError)
        .with.property('message')
        .that.matches(text);
  });

  it('may import one, and needs none for hostcalls without pointers', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const imported = await buildWat(reading('').replace('(module', '(module (import "env" "memory" (memory 1))'));
    expect(await runtime.run(imported, { imports: { env: { memory } } })).to.deep.equal({ exitCode: 0 });
    const closing = await buildWat(`(module
      (import "wasi_snapshot_preview1" "fd_close" (func (param i32) (result i32))) (func (export "_start")))`);
    expect(await runtime.run(closing)).to.deep.equal({ exitCode: 0 });
  });
});
