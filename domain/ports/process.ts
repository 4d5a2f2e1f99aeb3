/** Port: the process the guest believes it is in. */
export interface Process {
  /** sched_yield: gives other threads a chance to run. Returns at once where there are none. */
  yield(): void;
}
