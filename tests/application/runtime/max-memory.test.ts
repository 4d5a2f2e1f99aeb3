import { expect } from 'chai';
import { assemble, ConfigurationError } from 'hostcall';
import { memoryWorld } from 'hostcall/memory';
import { buildWat } from '../../guests/build-wat.js';

/** Grows its memory page by page until that fails, or it has 50; exits with the number of pages. */
const grower = (memory: string) =>
  buildWat(`(module
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    ${memory}
    (data (i32.const 0) "data behind the section of memories")
    (func (export "_start")
      (loop $again
        (if (i32.ge_u (memory.size) (i32.const 50)) (then (call $exit (memory.size))))
        (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
      (call $exit (memory.size))))`);

const PAGE = 65_536;
const OWN = '(memory (export "memory") 2)';

describe('maxMemory', () => {
  const runtime = assemble(memoryWorld().module);
  const pages = async (memory: string, maxMemory?: number) =>
    (await runtime.run(await grower(memory), { maxMemory })).exitCode;

  it('is the limit of growth, in whole pages', async () => {
    expect(await pages(OWN)).to.equal(50);
    expect(await pages(OWN, 20 * PAGE)).to.equal(20);
    expect(await pages(OWN, 21 * PAGE - 1)).to.equal(20);
    expect(await pages(OWN, 2 * PAGE)).to.equal(2);
  });

  it('can only lower the maximum of the module', async () => {
    expect(await pages('(memory (export "memory") 2 300)', 20 * PAGE)).to.equal(20);
    expect(await pages('(memory (export "memory") 2 10)', 20 * PAGE)).to.equal(10);
    expect(await pages('(memory (export "memory") 2 10)', Number.POSITIVE_INFINITY)).to.equal(10);
    for (const much of [2 ** 32 - 1, 2 ** 32, 1e15, Number.POSITIVE_INFINITY])
      expect(await pages(OWN, much)).to.equal(50);
  });

  it('applies to an instance too', async () => {
    const instance = await runtime.instantiate(await grower(OWN), { maxMemory: 3 * PAGE });
    expect(instance.start()).to.equal(3);
    instance.close();
  });

  it('refuses a module that begins with more, one that imports its memory, and a compiled one', async () => {
    const refused = async (run: Promise<unknown>): Promise<string> => {
      const error = await run.catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(ConfigurationError);
      return (error as Error).message;
    };
    expect(await refused(pages(OWN, PAGE))).to.contain('begins with a memory of 131072 bytes, and maxMemory is 65536');
    expect(await refused(pages('(import "env" "memory" (memory 2))', 9 * PAGE))).to.contain('imports its memory');
    const compiled = await runtime.compile(await grower(OWN));
    expect(await refused(runtime.run(compiled, { maxMemory: 9 * PAGE }))).to.contain('has been compiled');
    expect(() => runtime.createImports({ maxMemory: PAGE })).to.throw(ConfigurationError, 'maxMemory');
    expect(await refused(pages(OWN, -1))).to.contain('"maxMemory"');
  });
});
