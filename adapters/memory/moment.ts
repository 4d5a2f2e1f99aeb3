import type { Timestamp } from '../../domain/index.js';

const SECOND = 1_000_000_000n;

/** A stored time: set from a clock without a BigInt, and converted to one only on request. */
export class Moment {
  #seconds = 0;
  #nanoseconds = 0;
  /** The same in one number, once it was needed. */
  #whole: bigint | undefined;

  set({ seconds, nanoseconds }: Timestamp): void {
    this.#seconds = seconds;
    this.#nanoseconds = nanoseconds;
    this.#whole = undefined;
  }

  /** Nanoseconds since 1970. */
  get whole(): bigint {
    this.#whole ??= BigInt(this.#seconds) * SECOND + BigInt(this.#nanoseconds);
    return this.#whole;
  }

  set whole(nanoseconds: bigint) {
    this.#whole = nanoseconds;
  }
}
