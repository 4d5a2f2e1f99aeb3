import { WrappedStream } from '../../../application/composition/index.js';
import type { Clocks, Interest, Iovecs, Stream, Waiting } from '../../../domain/index.js';

/** A monotonic clock that stands still while the guest's calls wait, so that it tells what they worked. */
export class WorkingClock implements Pick<Clocks, 'monotonic'>, Waiting {
  /** Of a program with threads: while one of them waits, others work, and the clock advances. */
  readonly waitAsync: Waiting['waitAsync'];
  readonly #clocks: Pick<Clocks, 'monotonic'>;
  readonly #waiting: Waiting;
  /** Nanoseconds. */
  #waited = 0;
  /** When the wait that is under way began. */
  #since: number | undefined;

  constructor(clocks: Pick<Clocks, 'monotonic'>, waiting: Waiting) {
    this.#clocks = clocks;
    this.#waiting = waiting;
    this.waitAsync = waiting.waitAsync?.bind(waiting);
  }

  monotonic(): number {
    return (this.#since ?? this.#clocks.monotonic()) - this.#waited;
  }

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    return this.#without(() => this.#waiting.wait(nanoseconds, interests));
  }

  /** The same stream; while it is read, which is where some hosts wait, the clock stands. */
  input(stream: Stream): Stream {
    const without = (work: () => number) => this.#without(work);
    return new (class extends WrappedStream {
      override read(into: Iovecs): number {
        return without(() => super.read(into));
      }
    })(stream);
  }

  #without<Result>(work: () => Result): Result {
    const began = this.#clocks.monotonic();
    this.#since = began;
    try {
      return work();
    } finally {
      this.#since = undefined;
      this.#waited += this.#clocks.monotonic() - began;
    }
  }
}
