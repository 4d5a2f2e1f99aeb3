import type { Random } from '../../domain/index.js';

const MASK = 2n ** 64n - 1n;

/**
 * Bytes that are the same in every run: xoshiro128** (Blackman and Vigna, 2018), its state filled from the seed by SplitMix64, each output given
 * out lowest byte first. How many bytes are asked for at once makes no difference.
 *
 * Not for secrets: who knows the seed, or has seen 16 bytes, knows all that will come.
 */
export class SeededRandom implements Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  /** What is left of the last output. */
  #rest = 0;
  #left = 0;

  /** @param seed an integer, of which 64 bits count */
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

  fill(array: Uint8Array, offset: number, length: number): number {
    const end = offset + length;
    let at = offset;
    for (; at < end && this.#left > 0; at++) array[at] = this.#byte();
    for (; at + 4 <= end; at += 4) {
      const output = this.#next();
      array[at] = output;
      array[at + 1] = output >> 8;
      array[at + 2] = output >> 16;
      array[at + 3] = output >> 24;
    }
    for (; at < end; at++) array[at] = this.#byte();
    return 0;
  }

  /** The next byte, which may leave some of an output for later. */
  #byte(): number {
    if (this.#left === 0) {
      this.#rest = this.#next();
      this.#left = 4;
    }
    const byte = this.#rest & 0xff;
    this.#rest >>= 8;
    this.#left--;
    return byte;
  }

  /** An output, as a signed integer of 32 bits. */
  #next(): number {
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
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
