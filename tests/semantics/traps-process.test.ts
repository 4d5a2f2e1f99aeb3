import { expect } from 'chai';
import { ConfigurationError, GuestExit, GuestTrap } from '../../application/index.js';
import { buildWat } from '../guests/build-wat.js';
import { ownHosts } from '../guests/hosts.js';
import { CaptureStream } from '../guests/streams.js';

const exitAndWrite = `
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\08\\00\\00\\00\\06\\00\\00\\00guest\\n")
  (func $write (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 100))))`;

const reactor = buildWat(`(module ${exitAndWrite}
  (global $state (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $state (i32.add (global.get $state) (i32.const 1))))
  (func (export "state") (result i32) (global.get $state))
  (func (export "quit") (param i32) (call $write) (call $exit (local.get 0)) (call $write))
  (func (export "trap") (unreachable)))`);

const command = buildWat(`(module ${exitAndWrite} (func (export "_start") (call $write)))`);

/** What a call throws. */
function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (thrown) {
    return thrown;
  }
  return expect.fail('nothing was thrown');
}

for (const host of ownHosts) {
  describe(`traps of the process on ${host.name}`, () => {
    it('proc_exit ends a call into a reactor with the code as it is, and nothing after it is done', async () => {
      for (const code of [0, 7, 256, 2 ** 31, 2 ** 32 - 1]) {
        const stdout = new CaptureStream();
        const instance = await host.runtime.instantiate(await reactor, { stdout });
        instance.initialize();
        const thrown = thrownBy(() => instance.invoke('quit', code));
        expect(thrown).to.be.instanceOf(GuestExit);
        expect((thrown as GuestExit).exitCode).to.equal(code);
        expect(stdout.text).to.equal('guest\n');
        expect(thrownBy(() => instance.invoke('state'))).to.be.instanceOf(GuestExit);
        instance.close();
      }
    });

    it('a program that has exited leaves others of the same module alone', async () => {
      const module = await host.runtime.compile(await reactor);
      const one = await host.runtime.instantiate(module, { stdout: new CaptureStream() });
      const other = await host.runtime.instantiate(module, { stdout: new CaptureStream() });
      one.initialize();
      other.initialize();
      expect(thrownBy(() => one.invoke('quit', 1))).to.be.instanceOf(GuestExit);
      expect(other.invoke('state')).to.equal(1);
      one.close();
      other.close();
    });

    for (const [how, attempt] of [
      ['try … catch_all', '(try (do (call $exit (i32.const 9))) (catch_all (call $write)))'],
      [
        'try … catch_all around a call, twice over',
        '(try (do (try (do (call $quit)) (catch_all (call $write)))) (catch_all (call $write)))',
      ],
    ] as const) {
      it(`proc_exit cannot be caught by ${how}`, async () => {
        const wasm = await buildWat(`(module ${exitAndWrite}
          (func $quit (call $exit (i32.const 9)))
          (func (export "_start") ${attempt} (call $write)))`);
        expect(await host.run(wasm, {})).to.deep.equal({ exitCode: 9, stdout: '', stderr: '', trapped: undefined });
      });
    }

    it('what the guest throws itself it does catch', async () => {
      const wasm = await buildWat(`(module ${exitAndWrite}
        (tag $tag)
        (func (export "_start") (try (do (throw $tag)) (catch_all (call $write)))))`);
      expect(await host.run(wasm, {})).to.include({ exitCode: 0, stdout: 'guest\n' });
    });

    it('_start twice is refused, and so is _initialize', async () => {
      const stdout = new CaptureStream();
      const started = await host.runtime.instantiate(await command, { stdout });
      expect(started.start()).to.equal(0);
      expect(thrownBy(() => started.start())).to.be.instanceOf(ConfigurationError);
      expect(stdout.text).to.equal('guest\n');
      started.close();

      const initialized = await host.runtime.instantiate(await reactor, { stdout });
      initialized.initialize();
      expect(thrownBy(() => initialized.initialize())).to.be.instanceOf(ConfigurationError);
      expect(initialized.invoke('state')).to.equal(1);
      initialized.close();
    });

    it('a command is not initialised, a reactor not started, and what is both is neither', async () => {
      const aCommand = await host.runtime.instantiate(await command);
      expect(thrownBy(() => aCommand.initialize())).to.be.instanceOf(ConfigurationError);
      aCommand.close();
      const aReactor = await host.runtime.instantiate(await reactor);
      expect(thrownBy(() => aReactor.start())).to.be.instanceOf(ConfigurationError);
      aReactor.close();
      const both = await host.runtime.instantiate(
        await buildWat(`(module ${exitAndWrite} (func (export "_start")) (func (export "_initialize")))`),
      );
      expect(thrownBy(() => both.start())).to.be.instanceOf(ConfigurationError);
      both.close();
    });

    it('a reactor can be run: it is initialised', async () => {
      expect(await host.run(await reactor, {})).to.include({ exitCode: 0, stdout: '' });
    });

    it('proc_exit works from the start function of a module, before there are any exports', async () => {
      const wasm = await buildWat(
        `(module ${exitAndWrite} (func $begin (call $exit (i32.const 4))) (start $begin) (func (export "_start")))`,
      );
      let thrown: unknown;
      await host.runtime.instantiate(wasm).catch(error => {
        thrown = error;
      });
      expect(thrown).to.be.instanceOf(GuestExit);
      expect((thrown as GuestExit).exitCode).to.equal(4);
    });

    it('a trap is told from an exit, and from another', async () => {
      const instance = await host.runtime.instantiate(await reactor, { stdout: new CaptureStream() });
      instance.initialize();
      const thrown = thrownBy(() => instance.invoke('trap'));
      expect(thrown).to.be.instanceOf(GuestTrap);
      expect((thrown as GuestTrap).text).to.equal('unreachable');
      instance.close();
      const wasm = await buildWat(`(module ${exitAndWrite}
        (func (export "_start") (call $write) (drop (i32.load (i32.const 0x7fffffff)))))`);
      const result = await host.run(wasm, {});
      expect(result.stdout).to.equal('guest\n');
      expect(result.exitCode).to.equal(undefined);
      expect(result.trapped).to.match(/out of bounds/);
    });

    it('a program without a memory, and one that imports nothing, run', async () => {
      expect(await host.run(await buildWat('(module (func (export "_start")))'), {})).to.include({ exitCode: 0 });
      const wasm = await buildWat(`(module
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (func (export "_start") (call $exit (i32.const 3))))`);
      expect(await host.run(wasm, {})).to.include({ exitCode: 3 });
    });
  });
}
