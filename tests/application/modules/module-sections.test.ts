import { expect } from 'chai';
import { readSections } from '../../../application/modules/module-sections.js';
import { buildWat } from '../../guests/build-wat.js';

describe('readSections', () => {
  it('returns the types of imported and exported functions', async () => {
    const wasm = await buildWat(`(module
      (import "a" "f" (func (param i32 i64) (result f32)))
      (import "a" "g" (global i32))
      (import "a" "t" (table 1 funcref))
      (func (export "own") (param f64) (result i32 i64) (i32.const 0) (i64.const 0)))`);
    expect(readSections(wasm)).to.deep.equal({
      imports: [
        { module: 'a', name: 'f', kind: 'function', type: { params: ['i32', 'i64'], results: ['f32'] } },
        { module: 'a', name: 'g', kind: 'global' },
        { module: 'a', name: 't', kind: 'table' },
      ],
      exports: [{ name: 'own', kind: 'function', type: { params: ['f64'], results: ['i32', 'i64'] } }],
      memories: [],
      start: false,
      proposals: new Set(),
    });
  });

  it('returns the limits of a memory, imported or not', async () => {
    const own = await buildWat('(module (memory (export "memory") 3 200))');
    expect(readSections(own).memories).to.deep.equal([{ initial: 3, maximum: 200, shared: false }]);
    const imported = await buildWat('(module (import "env" "memory" (memory 1 2 shared)))');
    expect(readSections(imported).memories).to.deep.equal([{ initial: 1, maximum: 2, shared: true }]);
  });

  it('skips custom sections and counts of more than one byte', async () => {
    const functions = Array.from({ length: 300 }, (_, i) => `(func (export "f${i}") (param i64))`).join('');
    const wasm = await buildWat(`(module ${functions})`);
    const custom = Uint8Array.of(0, 3, 1, 0x78, 0xff);
    const bytes = Uint8Array.of(...wasm.subarray(0, 8), ...custom, ...wasm.subarray(8));
    const { exports } = readSections(bytes);
    expect(exports).to.have.length(300);
    expect(exports[299]).to.deep.equal({ name: 'f299', kind: 'function', type: { params: ['i64'], results: [] } });
  });

  it('returns no type for a function whose type it cannot read', () => {
    // A recursive group of one struct type, then a function of type 0, exported.
    const wasm = Uint8Array.of(
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[1, 5, 1, 0x4e, 1, 0x5f, 0],
      ...[3, 2, 1, 0],
      ...[7, 5, 1, 1, 0x66, 0, 0],
    );
    expect(readSections(wasm).exports).to.deep.equal([{ name: 'f', kind: 'function' }]);
  });
});
