import { expect } from 'chai';
import { SeededNumbers } from '../../../domain/index.js';

const first = (seed: number | bigint, count: number) => {
  const numbers = new SeededNumbers(seed);
  return Array.from({ length: count }, () => numbers.fraction());
};

describe('seeded numbers', () => {
  it('are the same for the same seed, of which 64 bits count', () => {
    expect(first(7, 5)).to.deep.equal(first(7n, 5));
    expect(first(7, 5)).to.deep.equal(first(7n + (1n << 64n), 5));
    expect(first(7, 5)).to.not.deep.equal(first(8, 5));
    expect(first(7, 5)).to.not.deep.equal(first(7n + (1n << 63n), 5));
  });

  it('lie evenly from 0 to below 1', () => {
    const tenths = new Array(10).fill(0);
    for (const number of first(1, 10_000)) tenths[Math.floor(number * 10)]++;
    expect(tenths).to.have.length(10);
    for (const count of tenths) expect(count).to.be.within(880, 1120);
  });

  it('are bits and fractions of one sequence', () => {
    const [bits, fractions] = [new SeededNumbers(3), new SeededNumbers(3)];
    for (let i = 0; i < 4; i++) expect(fractions.fraction()).to.equal((bits.bits() >>> 0) / 2 ** 32);
  });
});
