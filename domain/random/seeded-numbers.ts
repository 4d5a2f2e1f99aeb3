const MASK = 2n ** 64n - 1n;

/**
 * Numbers that are the same in every run: xoshiro128** (https://prng.di.unimi.it/xoshiro128starstar.c), its state filled from the seed by SplitMix64
 * (https://prng.di.unimi.it/splitmix64.c).
 *
 * Not for secrets: the seed, or 16 bytes of output, determine all numbers that follow.
 */
export class SeededNumbers {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** @param seed an integer; its low 64 bits count */
  constructor(seed: number | bigint) {
    let state = BigInt.asUintN(64, BigInt(seed));
    const next = () => {
      state = (state + 0x9e3779b97f4a7c15n) & MASK;
      let mixed = state;
      mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
      mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK;
      return mixed ^ (mixed >> 31n);
    };
    const [low, high] = [next(), next()];
    this.#a = Number(BigInt.asIntN(32, low));
    this.#b = Number(BigInt.asIntN(32, low >> 32n));
    this.#c = Number(BigInt.asIntN(32, high));
    this.#d = Number(BigInt.asIntN(32, high >> 32n));
  }

  /** 32 random bits, as a signed integer. */
  bits(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return result;
  }

  /** A number from 0 to below 1, one of 2^32. */
  fraction(): number {
    return (this.bits() >>> 0) / 2 ** 32;
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
