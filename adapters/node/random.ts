import type { Random } from '../../domain/index.js';
import { errnoOf } from './host-errors.js';

const POOL_BYTES = 32 * 1024;
/** From this length on the pool saves nothing. */
const DIRECT = POOL_BYTES / 4;
/** Node counts in 31 bits, offsets in an array included. */
const LARGEST = 2 ** 30;

/** Loaded when it is needed: many programs want no random bytes, and it takes longer to load than they take to run. */
const crypto = () => process.getBuiltinModule('node:crypto');

/**
 * The host's cryptographically secure source, asked for 32 KiB at a time. What has been given out is wiped from the pool: no bytes
 * are given twice, and none that were given can be found there.
 */
export class NodeRandom implements Random {
  readonly #pool = new Uint8Array(POOL_BYTES);
  #used = POOL_BYTES;

  fill(array: Uint8Array, offset: number, length: number): number {
    try {
      if (length >= DIRECT) {
        for (let done = 0; done < length; done += LARGEST) {
          const from = offset + done;
          crypto().randomFillSync(array.subarray(from, from + Math.min(length - done, LARGEST)));
        }
        return 0;
      }
      if (POOL_BYTES - this.#used < length) {
        crypto().randomFillSync(this.#pool);
        this.#used = 0;
      }
    } catch (error) {
      return errnoOf(error);
    }
    const pool = this.#pool;
    const from = this.#used;
    this.#used = from + length;
    if (length > 64) {
      array.set(pool.subarray(from, from + length), offset);
      pool.fill(0, from, from + length);
    } else {
      for (let i = 0; i < length; i++) {
        array[offset + i] = pool[from + i] as number;
        pool[from + i] = 0;
      }
    }
    return 0;
  }
}
