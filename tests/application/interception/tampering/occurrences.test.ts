import { expect } from 'chai';
import fc from 'fast-check';
import { occurs, parseOccurrences } from '../../../../application/interception/tampering/occurrences.js';

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
    [
      '',
      'when= tells no calls; write one of first, first+, first+step, first..last, first..last+step, such as when=2+',
    ],
    ['x', /^when=x tells no calls/],
    ['-1', /^when=-1 tells no calls/],
    ['1.5', /^when=1\.5 tells no calls/],
    ['1..', /^when=1\.\. tells no calls/],
    ['..2', /^when=\.\.2 tells no calls/],
    ['+2', /^when=\+2 tells no calls/],
    ['1 +', /^when=1 \+ tells no calls/],
    ['0', 'when=0 begins before the first call; calls count from 1'],
    ['0+2', /^when=0\+2 begins before/],
    ['1+0', 'when=1+0 never goes on; a step is 1 or more'],
    ['4..3', 'when=4..3 ends before it begins; put the smaller number first'],
  ] as const) {
    it(`are told by '${text}' no more than by other nonsense`, () => {
      if (typeof message === 'string') expect(() => parseOccurrences(text)).to.throw(message);
      else expect(() => parseOccurrences(text)).to.throw(message);
    });
  }

  it('are those between first and last that lie a multiple of the step after the first', () => {
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
