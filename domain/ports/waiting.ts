/** Port: letting time pass. */
export interface Waiting {
  /**
   * Blocks the calling thread until `nanoseconds` have passed, or earlier when `watching` and something may have become ready.
   * Whoever calls looks again afterwards: waking up early, for no reason, is allowed.
   * @param nanoseconds 0 or more; `Infinity` for as long as it takes
   * @param watching streams or sockets are among what is waited for
   */
  wait(nanoseconds: number, watching: boolean): void;
}
