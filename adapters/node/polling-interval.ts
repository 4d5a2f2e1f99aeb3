const SHORTEST_MS = 1;
const LONGEST_MS = 10;

/** Waits a little, and longer each time: for a descriptor that has nothing yet, and that Node cannot wait for. */
export class PollingInterval {
  readonly #never = new Int32Array(new SharedArrayBuffer(4));

  /**
   * Blocks the thread.
   * @param attempt how often there has been nothing, from 0: 1 ms at first, 10 ms at most
   */
  rest(attempt: number): void {
    Atomics.wait(this.#never, 0, 0, Math.min(SHORTEST_MS + attempt, LONGEST_MS));
  }
}
