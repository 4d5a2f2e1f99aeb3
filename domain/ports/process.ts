/** Port: the process the guest believes it is in. */
export interface Process {
  /** sched_yield: gives other threads a chance to run. Returns at once where there are none. */
  yield(): void;
  /**
   * Nanoseconds that have really passed since some moment, whatever clocks the guest is given. Absent where the host does not tell; then no program can have
   * a timeout.
   */
  elapsed?(): number;
  /**
   * Nanoseconds for which this thread has computed since some moment, whatever clocks the guest is given; `-ENOTSUP` where the host does not tell. Absent
   * means the same; then no program can have a limit of CPU time.
   */
  cpuTime?(): number;
}
