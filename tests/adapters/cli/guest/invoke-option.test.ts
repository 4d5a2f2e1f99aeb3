import { expect } from 'chai';
import { parseArguments, resultText } from '../../../../adapters/cli/guest/invoke-option.js';
import type { ModuleSections } from '../../../../application/modules/index.js';

const taking = (...params: string[]): ModuleSections => ({
  imports: [],
  exports: [{ name: 'f', kind: 'function', type: { params, results: [] } }],
  memories: [],
  start: false,
  proposals: new Set(),
});
const parsed = (type: string, word: string) => parseArguments('p.wasm', taking(type), 'f', [word]).arguments[0];

describe('parseArguments', () => {
  it('reads integers, decimal and hexadecimal, signed and unsigned', () => {
    expect(parsed('i32', '42')).to.equal(42);
    expect(parsed('i32', '-1')).to.equal(-1);
    expect(parsed('i32', '4294967295')).to.equal(-1);
    expect(parsed('i32', '0xff')).to.equal(255);
    expect(parsed('i32', '-0x80000000')).to.equal(-2147483648);
    expect(parsed('i64', '18446744073709551615')).to.equal(-1n);
    expect(parsed('i64', '9007199254740993')).to.equal(9007199254740993n);
  });

  it('reads floats', () => {
    expect(parsed('f64', '-1.5e3')).to.equal(-1500);
    expect(parsed('f32', 'inf')).to.equal(Number.POSITIVE_INFINITY);
    expect(parsed('f64', '-inf')).to.equal(Number.NEGATIVE_INFINITY);
    expect(parsed('f64', 'nan')).to.be.NaN;
  });

  it('refuses what does not fit, and says so', () => {
    for (const word of ['', 'x', '1.5', '1e3', ' 1', '0x', '--1'])
      expect(() => parsed('i32', word), word).to.throw(/invalid i32 '.*' for 'f'; write an integer/);
    for (const word of ['4294967296', '-2147483649'])
      expect(() => parsed('i32', word), word).to.throw(/it does not fit in 32 bits/);
    for (const word of ['', ' ', 'x', '1,5'])
      expect(() => parsed('f64', word), word).to.throw(/invalid f64 '.*' for 'f'/);
    expect(() => parsed('externref', '1')).to.throw(
      /takes an argument of type externref, which cannot be written on a command line/,
    );
  });

  it('refuses a wrong number of arguments, and an unknown function', () => {
    expect(() => parseArguments('p.wasm', taking('i32', 'i32'), 'f', ['1'])).to.throw(
      "'f' takes 2 arguments, and 1 was given; its parameters are (i32, i32)",
    );
    expect(() => parseArguments('p.wasm', taking(), 'g', [])).to.throw(
      "p.wasm does not export a function 'g'; it exports f",
    );
  });
});

describe('resultText', () => {
  it('has a line for each result', () => {
    expect(resultText(undefined, [])).to.deep.equal([]);
    expect(resultText(-1, ['i32'])).to.deep.equal(['-1']);
    expect(resultText([1n, 2], ['i64', 'i32'])).to.deep.equal(['1', '2']);
  });

  it('prints a 32-bit float with no more digits than it has', () => {
    expect(resultText(Math.fround(0.1), ['f32'])).to.deep.equal(['0.1']);
    expect(resultText(Math.fround(16777217), ['f32'])).to.deep.equal(['16777216']);
    expect(resultText(Number.NaN, ['f32'])).to.deep.equal(['NaN']);
    expect(resultText(Number.NEGATIVE_INFINITY, ['f64'])).to.deep.equal(['-inf']);
    expect(resultText(0.1, ['f64'])).to.deep.equal(['0.1']);
  });
});
