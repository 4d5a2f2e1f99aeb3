import type { Engine, StackFrame } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { type EngineModule, engineModules } from './engine-modules.gen.js';
import { expectEqual, expectMatch } from './expectations.js';
import { strangeErrors, strangeValues } from './strange-values.js';

type Functions = Record<string, () => number>;

/** The bytes of a module. */
function moduleOf(name: EngineModule): Uint8Array {
  const hex = engineModules[name];
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

/**
 * What `Engine` promises.
 * @param make makes one
 */
export function engineContract(make: () => Engine): ContractTest[] {
  return collectTests('engine', it => {
    async function instantiate(
      engine: Engine,
      name: EngineModule,
      host: Record<string, unknown> = {},
    ): Promise<Functions> {
      const module = await engine.compile(moduleOf(name));
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
      const { imports, exports } = await make().compile(moduleOf('various'));
      expectEqual(
        imports.map(item => [item.module, item.name, item.kind]),
        [
          ['a', 'f', 'function'],
          ['a', 'm', 'memory'],
        ],
      );
      expectEqual(
        exports.map(item => [item.name, item.kind]),
        [
          ['go', 'function'],
          ['g', 'global'],
        ],
      );
    });

    it('rejects what is no module, and says why', async () => {
      const failures: unknown[] = [];
      await make()
        .compile(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]))
        .catch(error => failures.push(error));
      expectMatch((failures[0] as Error).message, /magic/);
    });

    it('adopts a module that was compiled elsewhere', async () => {
      const compiled = await make().compile(moduleOf('two'));
      const engine = make();
      const exports = (await engine.instantiate(engine.adopt(compiled.native), {})).exports as Functions;
      expectEqual(exports.two?.(), 2);
    });

    it('rejects when an import is missing, and when the start function traps', async () => {
      const engine = make();
      const failures: unknown[] = [];
      for (const name of ['importer', 'trappingStart'] as const) {
        await instantiate(engine, name).catch(error => failures.push(error));
      }
      expectEqual(failures.length, 2, 'failures');
      expectEqual(engine.trapText(failures[0]), undefined);
      expectEqual(engine.trapText(failures[1]), 'unreachable');
    });

    it('unwinds through guest code that catches everything JavaScript throws', async () => {
      const engine = make();
      const throwing = await instantiate(engine, 'catcher', {
        call: () => {
          throw new Error('to be caught');
        },
      });
      throwing.go?.();
      expectEqual(throwing.caught?.(), 1);
      const unwinding = await instantiate(engine, 'catcher', { call: () => engine.unwind() });
      for (let round = 0; round < 2; round++) thrownBy(unwinding.go);
      expectEqual(unwinding.caught?.(), 0);
    });

    it('knows a trap from anything else', async () => {
      const engine = make();
      const exports = await instantiate(engine, 'traps', {
        fail: () => {
          throw new TypeError('a bug');
        },
      });
      expectEqual(engine.trapText(thrownBy(exports.unreachable)), 'unreachable');
      expectMatch(engine.trapText(thrownBy(exports.bounds)), /out of bounds/);
      expectMatch(engine.trapText(thrownBy(exports.divide)), /divide by zero/);
      expectEqual(engine.trapText(thrownBy(exports.deep)), 'call stack exhausted');
      expectEqual(engine.trapText(thrownBy(exports.fail)), undefined);
      expectEqual(engine.trapText(new RangeError('too much')), undefined);
    });

    it('knows a used-up stack from anything else', async () => {
      const engine = make();
      const exports = await instantiate(engine, 'traps', { fail: () => {} });
      expectEqual(engine.isStackOverflow(thrownBy(exports.deep)), true);
      for (const trap of [exports.unreachable, exports.bounds]) {
        expectEqual(engine.isStackOverflow(thrownBy(trap)), false);
      }
      for (const thrown of [...strangeValues, ...strangeErrors]) {
        expectEqual(engine.isStackOverflow(thrown), false);
      }
    });

    it('knows the functions of the guest that led to a hostcall, the innermost first', async () => {
      const engine = make();
      let frames: readonly StackFrame[] = [];
      const exports = await instantiate(engine, 'looker', {
        look: () => {
          frames = engine.guestFrames();
        },
      });
      exports.go?.();
      expectEqual(
        frames.map(({ index }) => index),
        [1, 2],
      );
      expectEqual(engine.guestFrames(), []);
    });

    it('knows the functions of the guest that a trap came out of', async () => {
      const engine = make();
      const exports = await instantiate(engine, 'traps', { fail: () => {} });
      for (const [index, trap] of [exports.unreachable, exports.bounds, exports.divide].entries()) {
        const [frame, ...others] = engine.framesOf(thrownBy(trap));
        expectEqual([frame?.index, others.length], [index + 1, 0]);
      }
      const deep = engine.framesOf(thrownBy(exports.deep));
      expectEqual([...new Set(deep.map(({ index }) => index))], [4]);
      for (const thrown of [...strangeValues, ...strangeErrors]) expectEqual(engine.framesOf(thrown), []);
    });

    it('takes what is no error for an exception that the guest let through, and believes nothing it says', async () => {
      const engine = make();
      const exports = await instantiate(engine, 'thrower');
      expectEqual(engine.trapText(thrownBy(exports.fail)), 'uncaught exception');
      for (const thrown of strangeValues) expectEqual(engine.trapText(thrown), 'uncaught exception');
      for (const error of strangeErrors) expectEqual(engine.trapText(error), undefined);
    });

    it('waits for no export', async () => {
      expectEqual((await instantiate(make(), 'thenable')).two?.(), 2);
    });

    it('compares types where functions are given types, and only there', async () => {
      const engine = make();
      const typed = engine.typed({ f: (value: number) => value + 1 }, { f: { params: ['i32'], results: ['i32'] } });
      const fitting = await instantiate(engine, 'callsWithI32', typed);
      expectEqual(fitting.go?.(), 42);
      for (const name of ['callsWithF64', 'callsWithI64', 'callsWithTwo', 'callsWithNone'] as const) {
        const thrown = await instantiate(engine, name, typed).catch((error: unknown) => error);
        expectEqual(engine.isLinkError(thrown), true, name);
      }
      expectEqual(engine.isLinkError(new Error('something else')), false);
    });
  });
}
