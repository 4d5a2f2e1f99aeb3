import { expect } from 'chai';
import fc from 'fast-check';
import { captureOutput, MemoryNetwork, memoryPorts } from '../../adapters/memory/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { formatStrace } from '../../application/formats/index.js';
import type { Instance, Runtime } from '../../application/runtime/index.js';
import {
  describe as describeHostcall,
  Errno,
  errnoName,
  errnosOf,
  type HostcallName,
  PREVIEW1,
  paramKinds,
  signatureOf,
  wasmEdgeHostcalls,
} from '../../domain/index.js';
import { buildWat } from '../guests/build-wat.js';

const MS = Number(process.env.FUZZ_MS ?? 5000);
const names = Object.keys(wasmEdgeHostcalls) as HostcallName[];
const MEMORY = 65_536;
const DESCRIPTORS = 20;

/** A module that exports every function that WasmEdge adds, by the name of its row. */
function proxyModule(): Promise<Uint8Array> {
  const functions = names.map(name => {
    const params = signatureOf(name)
      .params.map(({ type }) => type)
      .join(' ');
    const gets = signatureOf(name).params.map((_, at) => `local.get ${at}`);
    const imported = name.replace(/_v1$/, '');
    return [
      `(import "${PREVIEW1}" "${imported}" (func $${name} (param ${params}) (result i32)))`,
      `(func (export "${name}") (param ${params}) (result i32) ${gets.join(' ')} call $${name})`,
    ];
  });
  const [imports, exports] = [functions.map(([line]) => line), functions.map(([, line]) => line)];
  return buildWat(`(module ${imports.join('\n')} (memory (export "memory") 1) ${exports.join('\n')})`);
}

const number = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 1, 2, 3, 4, 8, 16, 20, 80, 100, 128, 200, 300, 1024, 2048) },
  { weight: 1, arbitrary: fc.constantFrom(MEMORY - 1, MEMORY - 8, MEMORY, 0x7fffffff, 0x80000000, 0xfffffff8, -1) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffffffff }) },
);
const anyCall = fc
  .constantFrom(...names)
  .chain(name => fc.record({ name: fc.constant(name), args: fc.array(number, { minLength: 10, maxLength: 10 }) }));
const anyMemory = fc.uint8Array({ minLength: 0, maxLength: 400 });

describe('Any calls of the functions that WasmEdge adds', function () {
  this.timeout(10 * MS + 60_000);
  let runtime: Runtime;
  let module: object;
  let lines: string[] = [];
  before(async () => {
    runtime = createRuntime(memoryPorts());
    module = await runtime.compile(await proxyModule());
    runtime.hostcalls$.subscribe(call => lines.push(formatStrace(call)));
  });

  async function open(): Promise<Instance> {
    lines = [];
    const network = new MemoryNetwork({ connections: 4, capacity: 64 }).byAddress();
    const outputs = { stdout: captureOutput(), stderr: captureOutput() };
    const instance = await runtime.instantiate(module, { ...outputs, network, limits: { descriptors: DESCRIPTORS } });
    instance.initialize();
    return instance;
  }

  const memoryOf = (instance: Instance) => new Uint8Array((instance.exports.memory as { buffer: ArrayBuffer }).buffer);
  const make = (instance: Instance, name: HostcallName, args: readonly number[]) =>
    instance.invoke(name, ...args.slice(0, signatureOf(name).params.length).map(arg => arg | 0)) as number;

  it('throw nothing, and return known errnos', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 30 }), anyMemory, async (calls, bytes) => {
        const instance = await open();
        try {
          for (const { name, args } of calls) {
            memoryOf(instance).set(bytes, 0);
            const answer = errnoName(make(instance, name, args));
            if (answer !== 'ESUCCESS' && !(errnosOf(name) as string[]).includes(answer))
              expect.fail(`${answer} is not in the table: ${lines.at(-1)}`);
            expect(lines.at(-1)).to.match(new RegExp(`^${name}\\([^\n]*$`));
          }
          expect([...instance.descriptors]).to.have.length.within(3, DESCRIPTORS);
        } finally {
          instance.close();
        }
      }),
      { numRuns: 1e6, interruptAfterTimeLimit: MS },
    );
  });

  for (const name of names) {
    const { params, results } = describeHostcall(name);
    const pointed = params.filter(({ kind }) => paramKinds[kind].pointsTo !== undefined);
    if (pointed.length + results.length === 0) continue;
    it(`${name}: each pointer outside of the memory is EFAULT without effect`, async () => {
      const instance = await open();
      const memory = memoryOf(instance);
      const good: number[] = [];
      const pointers: number[] = [];
      for (const { kind } of params) {
        const { pointsTo, wasm } = paramKinds[kind];
        if (pointsTo !== undefined) pointers.push(good.length);
        // A pointer, and a length if there is one; otherwise a number that each such parameter can be.
        good.push(pointsTo === undefined ? 0 : 1024 + 256 * good.length);
        if (wasm.length > 1) good.push(1);
      }
      results.forEach((_, at) => {
        pointers.push(good.length);
        good.push(8192 + 256 * at);
      });
      expect(good).to.have.lengthOf(signatureOf(name).params.length);
      // sock_getsockopt looks its length up, at the address 1: of no bytes, any place would do.
      memory[1] = 4;
      const before = memory.slice();
      const descriptors = [...instance.descriptors].length;
      for (const at of pointers)
        for (const bad of [MEMORY, MEMORY + 1, 0x80000000, 0xfffffff8]) {
          expect(make(instance, name, good.with(at, bad)), `argument ${at} is ${bad}`).to.equal(Errno.EFAULT);
          expect(Buffer.compare(memory, before)).to.equal(0);
          expect([...instance.descriptors]).to.have.lengthOf(descriptors);
        }
      instance.close();
    });
  }
});
