/** Options of strace that have no counterpart, and what there is instead. */
const differences: readonly (readonly [names: readonly string[], instead: string])[] = [
  [['-p', '--attach'], 'there is nothing to attach to: a program is traced from its start'],
  [['-b', '--detach-on'], 'a program is traced to its end'],
  [['-D', '-DD', '-DDD', '--daemonize'], 'program and trace are one process: use & of the shell'],
  [['-u', '--user'], 'run hostcall itself as that user'],
  [['-I', '--interruptible'], 'a signal ends the program, and completes the trace'],
  [['-i', '--instruction-pointer'], '-k shows where in the program a call is made'],
  [['-O', '--summary-syscall-overhead'], 'a table does not count the time of the trace itself'],
  [['-V'], 'see `hostcall --version`'],
  [['--output-separately'], 'a program is one process, so its trace is one file'],
  [['-Y', '--decode-pids', '--pidns-translation'], 'WASI has no process numbers'],
  [['--secontext'], 'WASI has no security contexts'],
  [['--seccomp-bpf'], 'calls that the trace does not want cost nothing anyway'],
  [['--kill-on-exit'], 'program and trace end together'],
  [['--signal', '--signals'], 'a WASI program cannot be sent a signal'],
  [['--kvm'], 'WASI has no KVM'],
  [['--verbose'], '-v abbreviates nothing, and -X raw shows pointers'],
];

/**
 * What to say of an option of strace that does not exist here.
 * @param problem names it: `unknown option '-p'`
 * @returns undefined for any other
 */
export function straceDifference(problem: string): string | undefined {
  const [, name = ''] = /'(-[^'=]+)/.exec(problem) ?? [];
  return differences.find(([names]) => names.includes(name))?.[1];
}
