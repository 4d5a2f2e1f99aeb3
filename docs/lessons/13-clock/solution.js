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
    if (id !== 0) return this.#clocks.read(id, into);
    into.seconds = 2 ** 31;
    into.nanoseconds = 0;
    return 0;
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
  return createRuntime({ ...ports, clocks: new OtherClocks(ports.clocks) });
}
