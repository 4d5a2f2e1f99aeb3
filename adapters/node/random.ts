import * as fs from 'node:fs';
import type { Random } from '../../domain/index.js';
import { errnoOf } from './host-errors.js';

const POOL_BYTES = 32 * 1024;
/** From this length on the pool saves nothing. */
const DIRECT = POOL_BYTES / 4;
/** Node counts in 31 bits, offsets in an array included. */
const LARGEST = 2 ** 30;

/** What Linux gives at first: more than the seed of a hash table, which is all that most programs ask for. */
const FIRST_BYTES = 1024;
/** Linux's device of random bytes, and [its number](https://docs.kernel.org/admin-guide/devices.html): character device 1, 9. */
const URANDOM = '/dev/urandom';
const URANDOM_NUMBER = (1 << 8) | 9;

/** Loaded when it is needed: that takes longer than many programs take to run. */
const crypto = () => process.getBuiltinModule('node:crypto');

/**
 * The host's cryptographically secure source, read 32 KiB at a time; the first bytes are the kernel's on Linux. Bytes that were returned are wiped
 * from the pool: none are returned twice, and none can be found there.
 */
export class NodeRandom implements Random {
  /** Made when it is needed: of many runtimes in a process, few want random bytes. */
  #pool: Uint8Array | undefined;
  #used = POOL_BYTES;
  #begun = false;

  fill(array: Uint8Array, offset: number, length: number): number {
    this.#pool ??= new Uint8Array(POOL_BYTES);
    const pool = this.#pool;
    try {
      if (length >= DIRECT) {
        for (let done = 0; done < length; done += LARGEST) {
          const from = offset + done;
          crypto().randomFillSync(array.subarray(from, from + Math.min(length - done, LARGEST)));
        }
        return 0;
      }
      if (POOL_BYTES - this.#used < length) this.#refill(pool, length);
    } catch (error) {
      return errnoOf(error);
    }
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

  #refill(pool: Uint8Array, length: number): void {
    const first = pool.subarray(POOL_BYTES - FIRST_BYTES);
    const isFirst = !this.#begun && length <= FIRST_BYTES;
    this.#begun = true;
    if (isFirst && fillFromKernel(first)) {
      this.#used = POOL_BYTES - FIRST_BYTES;
      return;
    }
    crypto().randomFillSync(pool);
    this.#used = 0;
  }
}

/** @returns false if it cannot, and nothing is sure of the bytes then */
function fillFromKernel(bytes: Uint8Array): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const fd = fs.openSync(URANDOM, 'r');
    try {
      const { mode, rdev } = fs.fstatSync(fd);
      const isDevice = (mode & fs.constants.S_IFMT) === fs.constants.S_IFCHR && rdev === URANDOM_NUMBER;
      return isDevice && fs.readSync(fd, bytes) === bytes.length;
    } finally {
      fs.closeSync(fd);
    }
  } catch {
    return false;
  }
}
