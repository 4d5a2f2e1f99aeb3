import { type Descriptor, Errno, type Interest, longestWait, type Ports, type Waiting } from '../../domain/index.js';

/** The waiting of a call through a descriptor: the port, or for as long as the descriptor allows. */
export function waitingFor(
  descriptor: Descriptor,
  event: Interest['event'],
  { waiting, clocks }: Pick<Ports, 'waiting' | 'clocks'>,
): Waiting {
  const nanoseconds = longestWait(descriptor, event);
  return nanoseconds === Number.POSITIVE_INFINITY ? waiting : new TimedWaiting(waiting, clocks, nanoseconds);
}

/**
 * Waiting that has an end: what one call waits for, in however many waits, takes no longer than its descriptor allows (`SO_RCVTIMEO`, `SO_SNDTIMEO`:
 * https://man7.org/linux/man-pages/man7/socket.7.html). The time begins when this is made.
 */
class TimedWaiting implements Waiting {
  readonly #waiting: Waiting;
  readonly #clocks: Ports['clocks'];
  /** Monotonic nanoseconds. */
  readonly #deadline: number;

  /** @param nanoseconds from now, finite */
  constructor(waiting: Waiting, clocks: Ports['clocks'], nanoseconds: number) {
    this.#waiting = waiting;
    this.#clocks = clocks;
    this.#deadline = clocks.monotonic() + nanoseconds;
  }

  /** @returns as {@link Waiting.wait}; `-EAGAIN` also when the time is over */
  wait(nanoseconds: number, interests: readonly Interest[]): number {
    const remaining = this.#deadline - this.#clocks.monotonic();
    return remaining <= 0 ? -Errno.EAGAIN : this.#waiting.wait(Math.min(nanoseconds, remaining), interests);
  }
}
