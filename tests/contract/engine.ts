import { expect } from 'chai';
import type { Engine, StackFrame } from '../../domain/index.js';
import { buildWat } from '../guests/build-wat.js';
import { strangeErrors, strangeValues } from '../guests/strange-values.js';

type Functions = Record<string, () => number>;

/** Calls `$call` with everything caught that can be. */
const CATCHER = `(module (import "host" "call" (func $call)) (global $caught (mut i32) (i32.const 0))
  (func (export "go") try call $call catch_all i32.const 1 global.set $caught end)
  (func (export "caught") (result i32) global.get $caught))`;

const TRAPS = `(module (import "host" "fail" (func $fail)) (memory 1)
  (func (export "unreachable") unreachable)
  (func (export "bounds") i32.const -1 i32.load drop)
  (func (export "divide") i32.const 1 i32.const 0 i32.div_s drop)
  (func $deep (export "deep") call $deep)
  (func (export "fail") call $fail))`;

/** `Engine`. */
export function describeEngine(name: string, make: () => Engine): void {
  describe(`${name}: engine`, () => {
    async function instantiate(engine: Engine, wat: string, host: Record<string, unknown> = {}): Promise<Functions> {
      const module = await engine.compile(await buildWat(wat));
      // A copy: the exports themselves could not be returned, since one of them may be called `then`.
      const exports: Functions = {};
      for (const [name, value] of Object.entries((await engine.instantiate(module, { host })).exports))
        if (name !== 'then') exports[name] = value as () => number;
      return exports;
    }

    function thrownBy(action: (() => unknown) | undefined): unknown {
      try {
        action?.();
      } catch (thrown) {
        return thrown;
      }
      throw new Error('nothing was thrown');
    }

    it('tells what a module asks for and offers', async () => {
      const { imports, exports } = await make().compile(
        await buildWat(
          '(module (import "a" "f" (func)) (import "a" "m" (memory 1)) (func (export "go")) (global (export "g") i32 (i32.const 1)))',
        ),
      );
      expect(imports.map(item => [item.module, item.name, item.kind])).to.deep.equal([
        ['a', 'f', 'function'],
        ['a', 'm', 'memory'],
      ]);
      expect(exports.map(item => [item.name, item.kind])).to.deep.equal([
        ['go', 'function'],
        ['g', 'global'],
      ]);
    });

    it('rejects what is no module, and says why', async () => {
      const failures: unknown[] = [];
      await make()
        .compile(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]))
        .catch(error => failures.push(error));
      expect((failures[0] as Error).message).to.match(/magic/);
    });

    it('adopts a module that was compiled elsewhere', async () => {
      const compiled = await make().compile(await buildWat('(module (func (export "two") (result i32) i32.const 2))'));
      const engine = make();
      const exports = (await engine.instantiate(engine.adopt(compiled.native), {})).exports as Functions;
      expect(exports.two?.()).to.equal(2);
    });

    it('rejects when an import is missing, and when the start function traps', async () => {
      const engine = make();
      const failures: unknown[] = [];
      for (const wat of ['(module (import "host" "f" (func)))', '(module (func $start unreachable) (start $start))']) {
        await instantiate(engine, wat).catch(error => failures.push(error));
      }
      expect(failures).to.have.lengthOf(2);
      expect(engine.trapText(failures[0])).to.equal(undefined);
      expect(engine.trapText(failures[1])).to.equal('unreachable');
    });

    it('unwinds through guest code that catches everything JavaScript throws', async () => {
      const engine = make();
      const throwing = await instantiate(engine, CATCHER, {
        call: () => {
          throw new Error('to be caught');
        },
      });
      throwing.go?.();
      expect(throwing.caught?.()).to.equal(1);
      const unwinding = await instantiate(engine, CATCHER, { call: () => engine.unwind() });
      for (let round = 0; round < 2; round++) thrownBy(unwinding.go);
      expect(unwinding.caught?.()).to.equal(0);
    });

    it('knows a trap from anything else', async () => {
      const engine = make();
      const exports = await instantiate(engine, TRAPS, {
        fail: () => {
          throw new TypeError('a bug');
        },
      });
      expect(engine.trapText(thrownBy(exports.unreachable))).to.equal('unreachable');
      expect(engine.trapText(thrownBy(exports.bounds))).to.match(/out of bounds/);
      expect(engine.trapText(thrownBy(exports.divide))).to.match(/divide by zero/);
      expect(engine.trapText(thrownBy(exports.deep))).to.equal('call stack exhausted');
      expect(engine.trapText(thrownBy(exports.fail))).to.equal(undefined);
      expect(engine.trapText(new RangeError('too much'))).to.equal(undefined);
    });

    it('knows a used-up stack from anything else', async () => {
      const engine = make();
      const exports = await instantiate(engine, TRAPS, { fail: () => {} });
      expect(engine.isStackOverflow(thrownBy(exports.deep))).to.equal(true);
      for (const trap of [exports.unreachable, exports.bounds]) {
        expect(engine.isStackOverflow(thrownBy(trap))).to.equal(false);
      }
      for (const thrown of [...strangeValues, ...strangeErrors]) {
        expect(engine.isStackOverflow(thrown)).to.equal(false);
      }
    });

    it('knows the functions of the guest that led to a hostcall, the innermost first', async () => {
      const engine = make();
      let frames: readonly StackFrame[] = [];
      const exports = await instantiate(
        engine,
        '(module (import "host" "look" (func)) (func call 0) (func (export "go") call 1))',
        {
          look: () => {
            frames = engine.guestFrames();
          },
        },
      );
      exports.go?.();
      expect(frames.map(({ index }) => index)).to.deep.equal([1, 2]);
      expect(engine.guestFrames()).to.deep.equal([]);
    });

    it('takes what is no error for an exception that the guest let through, and believes nothing it says', async () => {
      const engine = make();
      const exports = await instantiate(engine, '(module (tag $tag) (func (export "fail") (throw $tag)))');
      expect(engine.trapText(thrownBy(exports.fail))).to.equal('uncaught exception');
      for (const thrown of strangeValues) expect(engine.trapText(thrown)).to.equal('uncaught exception');
      for (const error of strangeErrors) expect(engine.trapText(error)).to.equal(undefined);
    });

    it('waits for no export', async () => {
      const wat = `(module (func (export "then") (param externref externref) unreachable)
        (func (export "two") (result i32) i32.const 2))`;
      expect((await instantiate(make(), wat)).two?.()).to.equal(2);
    });

    it('compares types where functions are given types, and only there', async () => {
      const engine = make();
      const typed = engine.typed({ f: (value: number) => value + 1 }, { f: { params: ['i32'], results: ['i32'] } });
      const calling = (type: string, call: string) =>
        `(module (import "host" "f" (func $f ${type})) (func (export "go") (result i32) ${call} call $f))`;
      const fitting = await instantiate(engine, calling('(param i32) (result i32)', 'i32.const 41'), typed);
      expect(fitting.go?.()).to.equal(42);
      for (const [type, call] of [
        ['(param f64) (result i32)', 'f64.const 41'],
        ['(param i64) (result i32)', 'i64.const 41'],
        ['(param i32 i32) (result i32)', 'i32.const 41 i32.const 1'],
        ['(result i32)', ''],
      ] as const) {
        const thrown = await instantiate(engine, calling(type, call), typed).catch((error: unknown) => error);
        expect(engine.isLinkError(thrown), type).to.equal(true);
      }
      expect(engine.isLinkError(new Error('something else'))).to.equal(false);
    });
  });
}
