/** Port: letting time pass. */
export interface Waiting {
  /**
   * Blocks the calling thread until `nanoseconds` have passed, or earlier when `watching` and something may have become ready.
   * It may return early, for no reason: the caller looks at its clock and its streams again.
   * @param nanoseconds from now, 0 or more; `Infinity` without a deadline
   * @param watching streams or sockets are among what is waited for
   */
  wait(nanoseconds: number, watching: boolean): void;
}
