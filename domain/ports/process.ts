/** Port: the process the guest believes it is in. */
export interface Process {
  /** sched_yield: gives other threads a chance to run. Returns at once where there are none. */
  yield(): void;
  /**
   * Nanoseconds of real time since some moment, whatever clocks the guest is given. Absent where the host does not report it; then no program can
   * have a timeout.
   */
  elapsed?(): number;
  /**
   * Nanoseconds of CPU time of this thread since some moment, whatever clocks the guest is given; `-ENOTSUP` where the host does not report it.
   * Absent means the same; then no program can have a limit on CPU time.
   */
  cpuTime?(): number;
}
