import { expect } from 'chai';
import { captureOutput } from '../../adapters/memory/index.js';
import { strangeErrors, strangeValues } from '../../application/contract/index.js';
import { ConfigurationError, GuestExit, GuestTrap } from '../../application/errors.js';
import { buildWat } from '../guests/build-wat.js';
import { ownHosts } from '../guests/hosts.js';

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

/** The exception of a call. */
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
    it('proc_exit ends a call into a reactor with its exact code, and nothing after it is executed', async () => {
      for (const code of [0, 7, 256, 2 ** 31, 2 ** 32 - 1]) {
        const stdout = captureOutput();
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

    it('a program that has exited does not affect others of the same module', async () => {
      const module = await host.runtime.compile(await reactor);
      const one = await host.runtime.instantiate(module, { stdout: captureOutput() });
      const other = await host.runtime.instantiate(module, { stdout: captureOutput() });
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

    it('the guest catches its own exceptions', async () => {
      const wasm = await buildWat(`(module ${exitAndWrite}
        (tag $tag)
        (func (export "_start") (try (do (throw $tag)) (catch_all (call $write)))))`);
      expect(await host.run(wasm, {})).to.include({ exitCode: 0, stdout: 'guest\n' });
    });

    it('a second _start is refused, and so is a second _initialize', async () => {
      const stdout = captureOutput();
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

    it('a command is not initialised, a reactor not started, and a module that is both is neither', async () => {
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

    it('a trap is distinguished from an exit, and from another trap', async () => {
      const instance = await host.runtime.instantiate(await reactor, { stdout: captureOutput() });
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

    describe('an exception that leaves the guest', () => {
      const throwing = '(tag $tag (param i32)) (func $throw (throw $tag (i32.const 5)))';
      for (const [where, program] of [
        ['_start', '(func (export "_start") (call $write) (call $throw))'],
        ['_initialize', '(func (export "_initialize") (call $write) (call $throw))'],
        ['the start function', '(func $begin (call $throw)) (start $begin) (func (export "_start"))'],
      ] as const) {
        it(`ends it like a trap, from ${where}`, async () => {
          const wasm = await buildWat(`(module ${exitAndWrite} ${throwing} ${program})`);
          expect(await host.run(wasm, {})).to.deep.equal({
            exitCode: undefined,
            // A start function runs before the host has the memory that the module exports.
            stdout: where === 'the start function' ? '' : 'guest\n',
            stderr: '',
            trapped: 'uncaught exception',
          });
        });
      }

      it('is the cause of a GuestTrap, from an export that was called', async () => {
        const wasm = await buildWat(`(module ${throwing} (export "throw" (func $throw)) (export "tag" (tag $tag)))`);
        const instance = await host.runtime.instantiate(wasm);
        const thrown = thrownBy(() => instance.invoke('throw'));
        expect(thrown).to.be.instanceOf(GuestTrap);
        expect((thrown as GuestTrap).message).to.equal('the guest trapped: uncaught exception');
        const { cause } = thrown as {
          cause: { is(tag: unknown): boolean; getArg(tag: unknown, index: number): unknown };
        };
        const { tag } = instance.exports;
        expect([cause.is(tag), cause.getArg(tag, 0)]).to.deep.equal([true, 5]);
        instance.close();
      });

      it('may be any value that an import throws; an Error of an import is unchanged', async () => {
        const wasm = await buildWat(
          '(module (import "env" "f" (func $f)) (func (export "_start") (call $f)) (func (export "f") (call $f)))',
        );
        let next: unknown;
        const env = {
          f: () => {
            throw next;
          },
        };
        for (next of strangeValues) {
          const thrown = await host.runtime.run(wasm, { imports: { env } }).then(
            () => expect.fail('it ended well'),
            (error: unknown) => error,
          );
          expect(thrown).to.be.instanceOf(GuestTrap);
          expect((thrown as GuestTrap).text).to.equal('uncaught exception');
          expect((thrown as GuestTrap).cause === next).to.equal(true);
        }
        for (next of [new TypeError('of the embedder'), ...strangeErrors]) {
          const instance = await host.runtime.instantiate(wasm, { imports: { env } });
          expect(thrownBy(() => instance.invoke('f')) === next).to.equal(true);
          instance.close();
        }
      });
    });

    describe('exports with names that mean something to JavaScript', () => {
      const NAMES = [
        'then',
        'catch',
        'constructor',
        'toString',
        'valueOf',
        'toJSON',
        'inspect',
        'hasOwnProperty',
        '__proto__',
      ];

      it('are ordinary exports', async () => {
        const wasm = await buildWat(`(module ${exitAndWrite}
          ${NAMES.map(name => `(func (export "${name}") (param externref externref) (result i32) (unreachable))`).join('')}
          (func (export "_start") (call $write)))`);
        expect(await host.run(wasm, {})).to.deep.equal({
          exitCode: 0,
          stdout: 'guest\n',
          stderr: '',
          trapped: undefined,
        });
        const instance = await host.runtime.instantiate(wasm);
        for (const name of NAMES)
          expect(
            thrownBy(() => instance.invoke(name)),
            name,
          ).to.be.instanceOf(GuestTrap);
        instance.close();
      });

      it('are not found in a program without them', async () => {
        const instance = await host.runtime.instantiate(await command);
        for (const name of NAMES)
          expect(
            thrownBy(() => instance.invoke(name)),
            name,
          ).to.be.instanceOf(ConfigurationError);
        instance.close();
      });
    });

    it('a non-function export of an entry’s name is refused, and so are two entries', async () => {
      for (const [exports, message] of [
        ['(global (export "_start") i32 (i32.const 1))', /"_start" is exported as a global/],
        ['(memory (export "_initialize") 1)', /"_initialize" is exported as a memory/],
        [
          '(table (export "_initialize") 1 funcref) (func (export "_start") (unreachable))',
          /"_initialize" is exported as a table/,
        ],
        [
          '(func (export "_start") (unreachable)) (func (export "_initialize") (unreachable))',
          /along with _initialize/,
        ],
      ] as const) {
        const wasm = await buildWat(`(module ${exports} (func $never (unreachable)))`);
        const refused = await host.runtime.run(wasm).catch((error: unknown) => error);
        expect(refused).to.be.instanceOf(ConfigurationError).with.property('message').that.matches(message);
        const instance = await host.runtime.instantiate(wasm);
        for (const begin of [() => instance.start(), () => instance.initialize()])
          expect(thrownBy(begin)).to.be.instanceOf(ConfigurationError).with.property('message').that.matches(message);
        instance.close();
      }
      for (const kind of [
        '(global (export "memory") i32 (i32.const 1))',
        '(func (export "memory"))',
        '(table (export "memory") 1 funcref)',
      ])
        expect(await host.run(await buildWat(`(module ${kind} (func (export "_start")))`), {})).to.include({
          exitCode: 0,
        });
    });

    it('a program without a memory, and one without imports, run', async () => {
      expect(await host.run(await buildWat('(module (func (export "_start")))'), {})).to.include({ exitCode: 0 });
      const wasm = await buildWat(`(module
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (func (export "_start") (call $exit (i32.const 3))))`);
      expect(await host.run(wasm, {})).to.include({ exitCode: 3 });
    });
  });
}
