import { checkValue, SEED } from '../../application/options/index.js';
import { type Random, SeededNumbers } from '../../domain/index.js';

/**
 * Bytes that are the same in every run: those of `SeededNumbers` in `domain/random`, each number's lowest byte first. The size of each request makes
 * no difference.
 *
 * Not for secrets: anyone who knows the seed, or has seen 16 bytes, knows all the bytes that follow.
 */
export class SeededRandom implements Random {
  readonly #numbers: SeededNumbers;
  /** The rest of the last number. */
  #rest = 0;
  #left = 0;

  /**
   * @param seed an integer; its low 64 bits count
   * @throws ConfigurationError for anything else
   */
  constructor(seed: number | bigint) {
    checkValue(seed, 'the seed', SEED);
    this.#numbers = new SeededNumbers(seed);
  }

  fill(array: Uint8Array, offset: number, length: number): number {
    const end = offset + length;
    let at = offset;
    for (; at < end && this.#left > 0; at++) array[at] = this.#byte();
    for (; at + 4 <= end; at += 4) {
      const bits = this.#numbers.bits();
      array[at] = bits;
      array[at + 1] = bits >> 8;
      array[at + 2] = bits >> 16;
      array[at + 3] = bits >> 24;
    }
    for (; at < end; at++) array[at] = this.#byte();
    return 0;
  }

  /** The next byte, which may leave some of a number for later. */
  #byte(): number {
    if (this.#left === 0) {
      this.#rest = this.#numbers.bits();
      this.#left = 4;
    }
    const byte = this.#rest & 0xff;
    this.#rest >>= 8;
    this.#left--;
    return byte;
  }
}
