import { expect } from 'chai';
import { SeededRandom } from '../../../adapters/memory/index.js';

/** The generators as their authors publish them, in BigInt throughout. */
function reference(seed: bigint, words: number): Buffer {
  const mask = (1n << 64n) - 1n;
  let counter = seed & mask;
  const splitMix = () => {
    counter = (counter + 0x9e3779b97f4a7c15n) & mask;
    let z = counter;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    return z ^ (z >> 31n);
  };
  const low = 0xffffffffn;
  const rotl = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & low;
  const [first, second] = [splitMix(), splitMix()];
  const s = [first & low, first >> 32n, second & low, second >> 32n] as [bigint, bigint, bigint, bigint];
  const bytes = Buffer.alloc(words * 4);
  for (let i = 0; i < words; i++) {
    bytes.writeUInt32LE(Number((rotl((s[1] * 5n) & low, 7n) * 9n) & low), i * 4);
    const t = (s[1] << 9n) & low;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11n);
  }
  return bytes;
}

function take(random: SeededRandom, ...lengths: number[]): Buffer {
  return Buffer.concat(
    lengths.map(length => {
      const bytes = new Uint8Array(length);
      expect(random.fill(bytes, 0, length)).to.equal(0);
      return bytes;
    }),
  );
}

describe('memory: SeededRandom', () => {
  it('is xoshiro128** seeded by SplitMix64', () => {
    for (const seed of [0n, 1n, 42n, 1234567n, -1n, 2n ** 63n, 2n ** 64n + 5n]) {
      expect(take(new SeededRandom(seed), 4000)).to.deep.equal(reference(seed, 1000));
    }
    // SplitMix64's published first outputs for 0 are 0xe220a8397b1dcdaf and 0x6e789e6aa1b965f4.
    const s1 = 0xe220a839;
    const product = Math.imul(s1, 5);
    const expected = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    expect(take(new SeededRandom(0), 4).readUInt32LE()).to.equal(expected);
  });

  it('gives the same bytes in requests of any size, and takes a number and a bigint for the same seed', () => {
    const whole = take(new SeededRandom(7), 100);
    expect(take(new SeededRandom(7n), 1, 2, 3, 4, 5, 0, 7, 78)).to.deep.equal(whole);
    expect(take(new SeededRandom(8), 100)).to.not.deep.equal(whole);
  });

  it('gives every value about as often as any other', () => {
    const counts = new Uint32Array(256);
    for (const byte of take(new SeededRandom(3), 320_000)) counts[byte] = (counts[byte] as number) + 1;
    // 1250 are expected of each; the standard deviation is 35.
    for (const count of counts) expect(count).to.be.within(1250 - 6 * 35, 1250 + 6 * 35);
  });
});
