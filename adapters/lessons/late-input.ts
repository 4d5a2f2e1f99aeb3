import type { Arrival } from '../../application/lessons/index.js';
import {
  Errno,
  encodeUtf8,
  type Interest,
  type Iovecs,
  NOT_READY,
  StreamBase,
  scatter,
  type Waiting,
} from '../../domain/index.js';
import type { SteppedClock } from '../memory/index.js';

/**
 * Input that arrives while a program runs, each text at its time by a {@link SteppedClock}; behind the last one is the end. It is the port `Waiting`
 * too: whoever waits for it waits until the next text has arrived, and no longer.
 */
export class LateInput extends StreamBase implements Waiting {
  readonly #clock: SteppedClock;
  readonly #texts: { readonly at: number; readonly bytes: Uint8Array }[];
  #taken = 0;

  constructor(clock: SteppedClock, arrivals: readonly Arrival[]) {
    super();
    this.#clock = clock;
    this.#texts = arrivals.map(({ at, text }) => ({ at: at * 1e6, bytes: encodeUtf8(text) }));
  }

  override readable(): number {
    const [first] = this.#texts;
    if (first === undefined) return 0;
    return first.at > this.#clock.monotonic() ? NOT_READY : first.bytes.length - this.#taken;
  }

  override read(into: Iovecs): number {
    const there = this.readable();
    if (there === NOT_READY) return -Errno.EAGAIN;
    const [first] = this.#texts;
    if (first === undefined) return 0;
    const got = Math.min(into.total, there);
    scatter(first.bytes, this.#taken, got, into);
    this.#taken += got;
    if (this.#taken === first.bytes.length) {
      this.#texts.shift();
      this.#taken = 0;
    }
    return got;
  }

  override writable(): boolean {
    return false;
  }

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    const [first] = this.#texts;
    const awaited = interests.some(({ source }) => source === this) && first !== undefined;
    const arrival = awaited ? Math.max(0, first.at - this.#clock.monotonic()) : Number.POSITIVE_INFINITY;
    const time = Math.min(nanoseconds, arrival);
    if (!Number.isFinite(time)) return -Errno.EAGAIN;
    this.#clock.advance(time);
    return 0;
  }
}
