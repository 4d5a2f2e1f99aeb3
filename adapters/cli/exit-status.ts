/** Exit statuses of hostcall itself. `run`, `trace`, `record` and `replay` otherwise end with the guest's. */
export const ExitStatus = {
  ok: 0,
  /** `check`: the program cannot run here. `diff`: the calls differ. */
  no: 1,
  /** Bad usage or bad input: an unknown option, a missing file, not a module, an unknown import. */
  usage: 2,
  /** The program's time was up: the same as timeout(1). */
  timeout: 124,
  /** hostcall could not do its part: out of descriptors, a trace file that can't be written, a bug. */
  failure: 125,
  /** The guest trapped: 128 + SIGABRT, as with wasmtime. */
  trap: 134,
  /** The program had computed for as long as it may: 128 + SIGXCPU, as with `ulimit -t`. */
  cpuTime: 152,
  /** The program wrote more than it may: 128 + SIGXFSZ, as with `ulimit -f`. */
  output: 153,
  /** And the signal's number: `replay` of a run that a signal ended. */
  signal: 128,
} as const;
