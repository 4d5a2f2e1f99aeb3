/** Clocks and random bytes that a person sets while the program runs. */
import { Clockid, type Clocks, type Random, type Timestamp } from '../../../domain/index.js';

const SECOND = 1_000_000_000n;

/** Clocks that can be set forward, and the wall clock to any time. They go on as fast as those beneath. */
export class SetClocks implements Clocks {
  readonly #clocks: Clocks;
  /** Nanoseconds by which each is ahead. */
  #wall = 0n;
  #passed = 0n;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  /** @param nanoseconds since 1970 */
  setWall(nanoseconds: bigint): void {
    const now = { seconds: 0, nanoseconds: 0 };
    this.#clocks.read(Clockid.REALTIME, now);
    this.#wall = nanoseconds - whole(now);
  }

  /** Lets time pass, on all clocks. */
  advance(nanoseconds: bigint): void {
    this.#wall += nanoseconds;
    this.#passed += nanoseconds;
  }

  resolution(id: number): number {
    return this.#clocks.resolution(id);
  }

  read(id: number, into: Timestamp): number {
    const errno = this.#clocks.read(id, into);
    const ahead = id === Clockid.REALTIME ? this.#wall : this.#passed;
    if (errno !== 0 || ahead === 0n) return errno;
    const time = BigInt.asUintN(64, whole(into) + ahead);
    into.seconds = Number(time / SECOND);
    into.nanoseconds = Number(time % SECOND);
    return 0;
  }

  monotonic(): number {
    return this.#clocks.monotonic() + Number(this.#passed);
  }
}

function whole({ seconds, nanoseconds }: Timestamp): bigint {
  return BigInt(seconds) * SECOND + BigInt(nanoseconds);
}

/** Gives bytes that were set by hand, and then those of the source beneath. */
export class SetRandom implements Random {
  readonly #random: Random;
  #bytes = new Uint8Array(0);

  constructor(random: Random) {
    this.#random = random;
  }

  /** Sets what comes next, in place of what was set before and has not been asked for. */
  set(bytes: Uint8Array): void {
    this.#bytes = bytes.slice();
  }

  fill(array: Uint8Array, offset: number, length: number): number {
    const first = Math.min(length, this.#bytes.length);
    const errno = this.#random.fill(array, offset + first, length - first);
    if (errno !== 0) return errno;
    array.set(this.#bytes.subarray(0, first), offset);
    this.#bytes = this.#bytes.slice(first);
    return 0;
  }
}
