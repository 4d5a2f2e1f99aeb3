import { expect } from 'chai';
import fc from 'fast-check';
import { ALONE, align } from '../../../application/comparison/align.js';

/** Few different numbers, so that much is equal; now and then many. */
const sequence = fc
  .tuple(fc.constantFrom(1, 2, 4, 30), fc.array(fc.nat(), { maxLength: 60 }))
  .map(([kinds, numbers]) => Uint32Array.from(numbers, number => number % kinds));

/** How many pairs the best alignment has, by the table of all prefixes. */
function best(a: Uint32Array, b: Uint32Array): number {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const ours of a) {
    const row = [0];
    for (let j = 1; j <= b.length; j++)
      row.push(ours === b[j - 1] ? (above[j - 1] ?? 0) + 1 : Math.max(above[j] ?? 0, row[j - 1] ?? 0));
    above = row;
  }
  return above[b.length] ?? 0;
}

/** Checks that partners are equal and grow, and counts them. */
function pairs(a: Uint32Array, b: Uint32Array, partners: Int32Array): number {
  expect(partners).to.have.length(a.length);
  let last = -1;
  let count = 0;
  partners.forEach((partner, place) => {
    if (partner === ALONE) return;
    // There are too many for an assertion each.
    if (partner <= last || partner >= b.length || a[place] !== b[partner])
      throw new Error(`${place} stands beside ${partner}`);
    last = partner;
    count++;
  });
  return count;
}

/** Numbers that look random, the same each time. */
function noise(length: number, kinds: number, seed: number): Uint32Array {
  let state = seed;
  return Uint32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * kinds);
  });
}

const joined = (...parts: readonly Uint32Array[]) => Uint32Array.from(parts.flatMap(part => [...part]));

describe('align', () => {
  it('finds as many pairs as there are', () => {
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        expect(pairs(a, b, align(a, b))).to.equal(best(a, b));
      }),
      { numRuns: 1000 },
    );
  });

  it('is correct, if not optimal, when its search is limited', () => {
    fc.assert(
      fc.property(sequence, sequence, fc.integer({ min: 1, max: 3 }), (a, b, mostCost) => {
        const count = pairs(a, b, align(a, b, mostCost));
        expect(count).to.be.at.most(best(a, b));
        if (best(a, b) === Math.min(a.length, b.length) && a.length === b.length) expect(count).to.equal(a.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('pairs everything of equal sequences, and nothing of those that have nothing in common', () => {
    const numbers = noise(10_000, 50, 1);
    expect(pairs(numbers, numbers, align(numbers, numbers.slice()))).to.equal(10_000);
    expect(
      pairs(
        numbers,
        numbers.map(number => number + 50),
        align(
          numbers,
          numbers.map(number => number + 50),
        ),
      ),
    ).to.equal(0);
  });

  it('finds a long common stretch, however much precedes it on one side', () => {
    const common = noise(40_000, 500, 2);
    const a = joined(noise(20_000, 500, 3), common);
    const b = joined(common, noise(20_000, 500, 4));
    expect(pairs(a, b, align(a, b, 100))).to.be.at.least(40_000);
  });

  it('aligns 300,000 with 300,000 in moments, where they differ little and where they differ everywhere', function () {
    this.timeout(240_000);
    const a = noise(300_000, 1000, 5);
    const little = a.map((number, place) => (place % 5000 === 0 ? 1000 : number));
    expect(pairs(a, little, align(a, little))).to.equal(299_940);
    const other = noise(300_000, 1000, 6);
    expect(pairs(a, other, align(a, other))).to.be.greaterThan(1000);
  });
});
