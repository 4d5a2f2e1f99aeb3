import { expect } from 'chai';
import { nodePorts } from '../../adapters/node/index.js';
import { WASI } from '../../adapters/wasi/index.js';
import { ConfigurationError, createRuntime, type Imports, PREVIEW1, UNSTABLE } from '../../application/index.js';
import { buildWat } from '../guests/build-wat.js';
import { engine } from '../programs/web-assembly.js';

/** Names every JavaScript object answers to: the module an import names, and the item in it. */
const INHERITED = [
  ['constructor', 'isExtensible'],
  ['constructor', 'getPrototypeOf'],
  ['constructor', 'constructor'],
  ['__proto__', 'isPrototypeOf'],
  ['__proto__', 'constructor'],
  ['toString', 'call'],
  ['valueOf', 'name'],
  [PREVIEW1, 'constructor'],
  [PREVIEW1, 'hasOwnProperty'],
  [UNSTABLE, 'toString'],
] as const;

function importing(module: string, name: string): Promise<Uint8Array> {
  return buildWat(`(module
    (import "${module}" "${name}" (func $f (param i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start") i32.const 1 call $f drop))`);
}

async function refusal(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('Imports that would lead into the host', () => {
  for (const [module, name] of INHERITED) {
    it(`"${name}" from "${module}" is refused, with own imports and without`, async () => {
      const runtime = createRuntime(nodePorts());
      const wasm = await importing(module, name);
      const own: Imports = { env: { f: () => 0 }, [PREVIEW1]: { sched_yield: () => 0 } };
      for (const options of [{}, { imports: own }]) {
        const error = await refusal(runtime.instantiate(wasm, options));
        expect(error).to.be.instanceOf(ConfigurationError).with.property('message').that.includes(`"${name}"`);
      }
    });

    it(`"${name}" from "${module}" is not found by an engine that is given the imports`, async () => {
      const runtime = createRuntime(nodePorts());
      const wasm = await importing(module, name);
      const detached = [{}, { imports: { env: { f: () => 0 } } }].map(options => runtime.createImports(options));
      const version = module === UNSTABLE ? 'unstable' : 'preview1';
      const inPlace = new WASI({ version }).getImportObject();
      for (const imports of [...detached.map(guest => guest.imports), inPlace]) {
        const error = await refusal(engine.instantiate(await engine.compile(wasm), imports));
        expect(error).to.be.instanceOf(Error);
        expect((error as Error).name).to.be.oneOf(['TypeError', 'LinkError']);
      }
      for (const guest of detached) guest.close();
    });
  }

  it('what an embedder itself gives under such a name is taken', async () => {
    const seen: number[] = [];
    const imports = JSON.parse('{"__proto__": {}, "constructor": {}}') as Record<string, Record<string, unknown>>;
    for (const [module, name] of [
      ['__proto__', 'isPrototypeOf'],
      ['constructor', 'toString'],
    ] as const) {
      const own = Object.getOwnPropertyDescriptor(imports, module)?.value as Record<string, unknown>;
      own[name] = (value: number) => seen.push(value);
      const runtime = createRuntime(nodePorts());
      expect(await runtime.run(await importing(module, name), { imports })).to.deep.equal({ exitCode: 0 });
    }
    expect(seen).to.deep.equal([1, 1]);
  });

  it('a hostcall that an embedder gives comes before ours, however the module is instantiated', async () => {
    let yields = 0;
    const imports = { [PREVIEW1]: { sched_yield: () => ++yields } };
    const wasm = await buildWat(`(module
      (import "${PREVIEW1}" "sched_yield" (func $yield (result i32)))
      (import "${PREVIEW1}" "random_get" (func $random (param i32 i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "_start") call $yield drop (call $random (i32.const 0) (i32.const 8)) if unreachable end))`);
    const runtime = createRuntime(nodePorts());
    await runtime.run(wasm, { imports });
    const guest = runtime.createImports({ imports });
    const instance = await engine.instantiate(await engine.compile(wasm), guest.imports);
    guest.attach(instance.exports.memory as { buffer: ArrayBuffer });
    (instance.exports._start as () => void)();
    guest.close();
    expect(yields).to.equal(2);
  });
});
