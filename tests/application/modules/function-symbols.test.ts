import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { functionSymbols } from '../../../application/modules/function-symbols.js';
import { BUILD_TIMEOUT, buildC } from '../../guests/build-c.js';
import { buildWat } from '../../guests/build-wat.js';

describe('the names of functions', function () {
  this.timeout(BUILD_TIMEOUT);

  it('come from the section "name", and their code from the code section', async () => {
    const wasm = await buildC('errand');
    const { module, nameOf, startOf } = functionSymbols(wasm, 'errand.wasm');
    expect(module).to.equal('errand.wasm');
    const indexes = Array.from({ length: 500 }, (_, index) => index);
    const names = indexes.map(nameOf);
    expect(names).to.include.members(['main', '_start', 'fopen', '__wasi_path_open']);
    const starts = indexes.map(startOf).filter(start => start !== undefined);
    expect(starts).to.deep.equal([...starts].sort((a, b) => a - b));
    // A function ends in `end`, just before the size of the next.
    for (const start of starts.slice(1, 20)) expect([wasm[start - 2], wasm[start - 3]]).to.include(0x0b);
    expect(startOf(0), 'an imported function').to.equal(undefined);
    expect(nameOf(100_000)).to.equal(undefined);
  });

  it('come from the exports without that section', async () => {
    const wasm = await buildWat(
      '(module (import "a" "b" (func)) (func) (func (export "one") (export "two")) (memory (export "m") 1))',
    );
    const { nameOf, startOf } = functionSymbols(wasm, 'm');
    expect([0, 1, 2, 3].map(nameOf)).to.deep.equal([undefined, undefined, 'one', undefined]);
    expect(startOf(2)).to.equal((startOf(1) ?? 0) + 3);
  });

  it('are empty for a truncated module', async () => {
    const wasm = await buildC('errand');
    for (const length of [8, 9, 50, 1000, wasm.length - 3]) functionSymbols(wasm.subarray(0, length), 'm').nameOf(1);
    expect(functionSymbols(readFileSync(new URL(import.meta.url)), 'm').nameOf(1)).to.equal(undefined);
  });
});
