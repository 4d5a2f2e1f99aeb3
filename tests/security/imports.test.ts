import { expect } from 'chai';
import { nodePorts } from '../../adapters/node/index.js';
import { WASI } from '../../adapters/wasi/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { ConfigurationError } from '../../application/errors.js';
import { type Imports, PREVIEW1, UNSTABLE } from '../../domain/index.js';
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

  for (const name of ['constructor', '__proto__', 'toString', '__defineGetter__']) {
    it(`"${name}" of the embedder's own imports is what they have, not what they inherit`, async () => {
      const runtime = createRuntime(nodePorts());
      const wasm = await importing('env', name);
      class Env {
        f = () => 0;
      }
      for (const env of [{ f: () => 0 }, new Env(), () => 0]) {
        const imports = { env } as unknown as Imports;
        expect(await refusal(runtime.instantiate(wasm, { imports }))).to.be.instanceOf(ConfigurationError);
        const guest = runtime.createImports({ imports });
        const error = await refusal(engine.instantiate(await engine.compile(wasm), guest.imports));
        expect((error as Error).name).to.be.oneOf(['TypeError', 'LinkError']);
        guest.close();
      }
    });
  }

  it('a function of the embedder under such a name is accepted', async () => {
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

  it('a function of the embedder replaces a hostcall, however the module is instantiated', async () => {
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

describe('Hostcalls imported with another type', () => {
  const wrong = [
    ['path_open', '(param i32 i32 i32 f64 i32 i64 i64 i32 i32) (result i32)'],
    ['fd_write', '(param i32 i64 i32 i32) (result i32)'],
    ['fd_seek', '(param i32 f64 i32 i32) (result i32)'],
    ['random_get', '(param externref i32) (result i32)'],
    ['random_get', '(param i32 i32 i32) (result i32)'],
    ['random_get', '(param i32) (result i32)'],
    ['random_get', '(param i32 i32)'],
    ['proc_exit', '(param i32) (result i32)'],
  ] as const;

  for (const module of [PREVIEW1, UNSTABLE] as const) {
    for (const [name, type] of wrong) {
      it(`${name} of ${module} as ${type} is refused, however the module is instantiated`, async () => {
        const runtime = createRuntime(nodePorts());
        const wasm = await buildWat(
          `(module (import "${module}" "${name}" (func ${type})) (memory (export "memory") 1) (func (export "_start")))`,
        );
        const compiled = await engine.compile(wasm);
        const error = await refusal(runtime.run(wasm));
        expect(error).to.be.instanceOf(ConfigurationError).with.property('message').that.includes('wrong signature');
        const late = await refusal(runtime.run(compiled));
        expect(late).to.be.instanceOf(ConfigurationError).with.property('message').that.includes(name);
        const guest = runtime.createImports();
        const { wasiImport } = new WASI({ version: module === UNSTABLE ? 'unstable' : 'preview1' });
        for (const imports of [guest.imports, { [module]: wasiImport }])
          expect(await refusal(engine.instantiate(compiled, imports))).to.have.property('name', 'LinkError');
        guest.close();
        // The type of the embedder's own function is not checked.
        const imports = { [module]: { [name]: () => 0 } };
        expect(await runtime.run(wasm, { imports })).to.deep.equal({ exitCode: 0 });
      });
    }
  }

  it('are compared where the module has types that its bytes do not tell', async () => {
    // (type (struct)) (type (func (param f64 i32) (result i32))) (import PREVIEW1 "random_get" (func (type 1)))
    const name = (text: string) => [text.length, ...Buffer.from(text)];
    const imported = [1, ...name(PREVIEW1), ...name('random_get'), 0, 1];
    const types = [2, 0x5f, 0, 0x60, 2, 0x7c, 0x7f, 1, 0x7f];
    const bytes = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, types.length, ...types, 2, imported.length, ...imported];
    const wasm = Uint8Array.from(bytes);
    const error = await refusal(createRuntime(nodePorts()).run(wasm));
    // Node 20 does not know such types yet.
    expect(error)
      .to.be.instanceOf(ConfigurationError)
      .with.property('message')
      .that.matches(/random_get|garbage-collected/);
  });
});
