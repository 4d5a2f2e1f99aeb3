import { Errno, type Random } from '../../domain/index.js';
import { globals } from './globals.js';

/** Web Crypto gives no more at once. */
const POOL_BYTES = 65_536;

/**
 * Web Crypto's random bytes, fit for secrets. They are taken in pieces of 64 KiB, through an array of our own, since `getRandomValues`
 * refuses shared memory; what has been given out is wiped there. `-EIO` where the host has no Web Crypto.
 */
export class StandardRandom implements Random {
  /** Made when it is needed: of many runtimes in a process, few want random bytes. */
  #pool: Uint8Array | undefined;
  #used = POOL_BYTES;

  fill(array: Uint8Array, offset: number, length: number): number {
    this.#pool ??= new Uint8Array(POOL_BYTES);
    const pool = this.#pool;
    for (let done = 0; done < length; ) {
      if (this.#used === POOL_BYTES && !this.#refill(pool)) return -Errno.EIO;
      const from = this.#used;
      const part = Math.min(length - done, POOL_BYTES - from);
      array.set(pool.subarray(from, from + part), offset + done);
      pool.fill(0, from, from + part);
      this.#used = from + part;
      done += part;
    }
    return 0;
  }

  #refill(pool: Uint8Array): boolean {
    try {
      if (globals.crypto === undefined) return false;
      globals.crypto.getRandomValues(pool);
      this.#used = 0;
      return true;
    } catch {
      return false;
    }
  }
}
