import { createRuntime } from 'hostcall';

/** The program's clocks. */
class OtherClocks {
  #clocks;

  /** @param clocks those that were there before */
  constructor(clocks) {
    this.#clocks = clocks;
  }

  /** Nanoseconds between two times that a clock can tell apart. */
  resolution(id) {
    return this.#clocks.resolution(id);
  }

  /** Sets `into.seconds` and `into.nanoseconds`. The clock 0 is REALTIME. */
  read(id, into) {
    return this.#clocks.read(id, into);
  }

  /** MONOTONIC in one number, for deadlines and traces. */
  monotonic() {
    return this.#clocks.monotonic();
  }
}

/**
 * Makes the runtime that program.wat runs in.
 * @param ports every port, in memory: clocks, files, streams
 */
export default function makeRuntime(ports) {
  return createRuntime({ ...ports });
}
