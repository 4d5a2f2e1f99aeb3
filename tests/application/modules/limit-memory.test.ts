import { expect } from 'chai';
import { NodeEngine } from '../../../adapters/node/engine.js';
import { limitMemory, readSections } from '../../../application/modules/index.js';
import { buildWat } from '../../guests/build-wat.js';

const PAGE = 65_536;
const { Table } = WebAssembly as unknown as { readonly Table: new (type: object) => object };

describe('limitMemory', () => {
  it('lowers the maximum of a shared memory imported after other imports, and changes nothing else', async () => {
    const wasm = await buildWat(`(module
      (import "env" "f" (func (param i64)))
      (import "env" "t" (table 1 2 funcref))
      (import "env" "g" (global i32))
      (import "env" "memory" (memory 2 16384 shared))
      (func (export "size") (result i32) (memory.size)))`);
    const limited = limitMemory(wasm, 5 * PAGE);
    expect(readSections(limited)).to.deep.equal({
      ...readSections(wasm),
      memories: [{ initial: 2, maximum: 5, shared: true }],
      imports: readSections(wasm).imports.map(item =>
        item.kind === 'memory' ? { ...item, memory: { initial: 2, maximum: 5, shared: true } } : item,
      ),
    });
    expect(limited).to.have.length(wasm.length);
    const engine = new NodeEngine();
    const module = await engine.compile(limited);
    const linked = (maximum: number) => {
      const memory = new WebAssembly.Memory({ initial: 2, maximum, shared: true });
      const t = new Table({ initial: 1, maximum: 2, element: 'anyfunc' });
      return engine.instantiate(module, { env: { memory, f: () => {}, t, g: 1 } });
    };
    const { exports } = await linked(5);
    expect((exports.size as () => number)()).to.equal(2);
    const refused = await linked(6).catch((error: unknown) => error);
    expect(engine.isLinkError(refused)).to.equal(true);
  });

  it('leaves a lower maximum', async () => {
    const wasm = await buildWat('(module (import "env" "memory" (memory 2 3 shared)))');
    expect(limitMemory(wasm, 100 * PAGE)).to.deep.equal(wasm);
  });
});
