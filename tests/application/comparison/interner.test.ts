import { expect } from 'chai';
import fc from 'fast-check';
import { Interner } from '../../../application/comparison/interner.js';

describe('Interner', () => {
  it('numbers texts in the order of arrival, and sorts them by their text alone, with any seed', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 })), fc.nat(), fc.nat(), (texts, one, other) => {
        const [first, second] = [new Interner(one), new Interner(other)];
        const distinct = [...new Set(texts)];
        for (const text of texts) {
          expect(first.number(text)).to.equal(distinct.indexOf(text));
          second.number(text);
        }
        for (let i = 1; i < distinct.length; i++) {
          expect(Math.sign(second.compare(i - 1, i))).to.equal(Math.sign(first.compare(i - 1, i)));
        }
      }),
    );
  });

  it('finds each of many texts again', () => {
    const interner = new Interner();
    const texts = Array.from({ length: 10_000 }, (_, i) => `sched_yield() = ${i}`);
    for (const text of texts) interner.number(text);
    expect(texts.map(text => interner.number(text))).to.deep.equal(texts.map((_, i) => i));
  });

  it('forgets all texts but some, which get new numbers', () => {
    const interner = new Interner();
    for (let i = 0; i < 5000; i++) interner.number(`sched_yield() = ${i}`);
    const kept = Uint32Array.of(7, 4000, 7, 9);
    const renumbered = interner.retain([kept]);
    expect([...kept]).to.deep.equal([0, 1, 0, 2]);
    expect([7, 4000, 9, 8].map(old => renumbered[old])).to.deep.equal([0, 1, 2, -1]);
    expect(interner.count).to.equal(3);
    expect(['9', '4000', '7', '8', '9'].map(i => interner.number(`sched_yield() = ${i}`))).to.deep.equal([
      2, 1, 0, 3, 2,
    ]);
  });
});
