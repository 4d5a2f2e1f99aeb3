import { expect } from 'chai';
import fc from 'fast-check';
import { occurs, parseOccurrences } from '../../application/occurrences.js';

/** Which of the first ten calls are meant. */
const among10 = (text: string) =>
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter(count => occurs(parseOccurrences(text), count));

describe('which calls are meant', () => {
  for (const [text, expected] of [
    ['1', [1]],
    ['3', [3]],
    ['8+', [8, 9, 10]],
    ['2+3', [2, 5, 8]],
    ['3..5', [3, 4, 5]],
    ['3..9+2', [3, 5, 7, 9]],
    ['3..8+2', [3, 5, 7]],
    ['9..9', [9]],
    ['8..12+', [8, 9, 10]],
    ['1+1', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ] as const) {
    it(`are ${expected.join()} for ${text}`, () => {
      expect(among10(text)).to.deep.equal(expected);
    });
  }

  for (const [text, message] of [
    ['', 'invalid when=; write one of first, first+, first+step, first..last, first..last+step, such as when=2+'],
    ['x', /^invalid when=x; write one of/],
    ['-1', /^invalid when=-1; write one of/],
    ['1.5', /^invalid when=1\.5; write one of/],
    ['1..', /^invalid when=1\.\.; write one of/],
    ['..2', /^invalid when=\.\.2; write one of/],
    ['+2', /^invalid when=\+2; write one of/],
    ['1 +', /^invalid when=1 \+; write one of/],
    ['0', 'invalid when=0; calls are counted from 1'],
    ['0+2', /^invalid when=0\+2; calls are counted from 1$/],
    ['1+0', 'invalid when=1+0; the step is 1 or more'],
    ['4..3', 'invalid when=4..3; the last call is not before the first'],
  ] as const) {
    it(`are not defined by '${text}'`, () => {
      if (typeof message === 'string') expect(() => parseOccurrences(text)).to.throw(message);
      else expect(() => parseOccurrences(text)).to.throw(message);
    });
  }

  it('are those between first and last at multiples of the step after the first', () => {
    const count = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(count, count, count, count, (first, length, step, tried) => {
        const last = first + length;
        const expected: number[] = [];
        for (let each = first; each <= last; each += step) expected.push(each);
        expect(occurs(parseOccurrences(`${first}..${last}+${step}`), tried)).to.equal(expected.includes(tried));
      }),
    );
  });
});
