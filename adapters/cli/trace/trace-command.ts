import type { CommandDescription } from '../command-description.js';
import { programArguments } from '../run/run-options.js';
import { straceDifference } from './strace-differences.js';
import { type TraceOptions, tamperingNotes, traceGroups } from './trace-options.js';

/** `hostcall trace`: runs a program, and prints every hostcall it makes. */
export const traceCommand: CommandDescription = {
  name: 'trace',
  summary: 'run a program, and print every hostcall it makes',
  description:
    'Runs a WASI program as `hostcall run` does, and prints every hostcall it makes, as strace prints system calls: name, arguments, result.',
  arguments: programArguments,
  passThrough: true,
  groups: traceGroups,
  examples: [
    ['hostcall trace --dir . prog.wasm in.txt'],
    ['hostcall trace -e %file -Z --dir . prog.wasm', 'calls about files that fail'],
    ["hostcall trace -e 'trace=!clock_time_get' -P /tmp -T --dir . prog.wasm"],
    ['hostcall trace -c --dir . prog.wasm', 'where does the time go?'],
    ['hostcall trace -e fault=fd_write:error=ENOSPC:when=2+ --dir . prog.wasm', 'when the disk is full?'],
    ['hostcall trace -e read=0 -e fd_read prog.wasm', 'what does it read from stdin?'],
    ['hostcall trace -k -e path_open --dir . prog.wasm', 'which function opens files?'],
    ['hostcall trace -c --explain-failures --dir . prog.wasm', 'it fails, but why?'],
    ['hostcall trace -o calls.txt --dir . prog.wasm in.txt'],
    ['hostcall trace -o calls.json --dir . prog.wasm', 'open it at ui.perfetto.dev'],
    ['hostcall trace --host deterministic --dir . prog.wasm', 'the same in each run'],
    ['hostcall explain fd_prestat_get', 'what a call does'],
  ],
  notes: `${tamperingNotes}

The last line tells how the program ended. Ctrl-C and other signals that end the program complete the trace first.
A trace in a file is written once a second while calls are made: after SIGKILL that much of it may be missing.`,
  exitStatus: 'as of `hostcall run`.',
  unknownOption: straceDifference,
  async run([program, args], options: TraceOptions, supervisor) {
    const { trace } = await import('./trace.js');
    return trace({ program: program as string, args: args as string[], options, supervisor }, options);
  },
};
