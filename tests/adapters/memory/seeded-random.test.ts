import { expect } from 'chai';
import { SeededRandom } from '../../../adapters/memory/index.js';

/** Bytes in as many pieces as there are lengths. */
function draw(random: SeededRandom, ...lengths: number[]): string {
  const pieces = lengths.map(length => {
    const array = new Uint8Array(length + 2);
    expect(random.fill(array, 1, length)).to.equal(0);
    expect([array[0], array.at(-1)]).to.deep.equal([0, 0]);
    return array.subarray(1, length + 1);
  });
  return Buffer.concat(pieces).toString('hex');
}

describe('SeededRandom', () => {
  it('is xoshiro128** whose state comes from SplitMix64', () => {
    // The first two outputs of SplitMix64 for 0 are published; the bytes were computed from them in another language.
    expect(draw(new SeededRandom(0), 16)).to.equal('5d04c9de759d089a62d377ab0564e1c3');
  });

  it('gives the same bytes in whatever pieces they are asked for', () => {
    const whole = draw(new SeededRandom(7), 45);
    expect(draw(new SeededRandom(7), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)).to.equal(whole);
    expect(draw(new SeededRandom(7), 3, 1, 41)).to.equal(whole);
  });

  it('takes 64 bits of the seed', () => {
    const seeds = [0, 1, -1, 2n ** 63n];
    expect(new Set(seeds.map(seed => draw(new SeededRandom(seed), 16))).size).to.equal(seeds.length);
    expect(draw(new SeededRandom(2n ** 64n), 16)).to.equal(draw(new SeededRandom(0), 16));
  });
});
