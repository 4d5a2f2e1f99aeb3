import { UnwatchedRuntime } from '../../../application/runtime/index.js';
import type { CommandDescription } from '../command-description.js';
import { prepareGuest, runGuest } from '../guest/guest-run.js';
import { settled } from '../world/settled.js';
import { programArguments, type RunOptions, runOptions } from './run-options.js';

/** `hostcall run`: runs a program. */
export const runCommand: CommandDescription = {
  name: 'run',
  summary: 'run a program',
  description:
    'Runs a WASI program. It gets its arguments and the standard streams, and nothing else of the host unless you give it: no directory, no environment variable.',
  arguments: programArguments,
  passThrough: true,
  groups: runOptions,
  examples: [
    ['hostcall run prog.wasm --help', "options after the program are the program's"],
    ['hostcall run --dir . prog.wasm in.txt', 'it may use this directory, as "."'],
    ['hostcall run --dir ./data::/ --env HOME=/ --env LANG prog.wasm'],
    ['hostcall run --dir .::/:ro --mem /tmp prog.wasm'],
    ['hostcall run --overlay . prog.wasm', 'lists what it would have changed'],
    ['hostcall run --host deterministic --seed 7 --clock 2026-01-31 --dir . prog.wasm'],
    ['hostcall run --invoke add lib.wasm 2 3', 'prints 5'],
  ],
  exitStatus: `that of the program (its lowest 8 bits, where the system keeps no more); 134 if it trapped;
  2 if hostcall cannot use what it was given; 125 if hostcall itself failed.`,
  async run([program, args], options: RunOptions, supervisor) {
    const guest = await prepareGuest({ program: program as string, args: args as string[], options, supervisor });
    // To load inversify, and what a trace needs, would take a third as long as Node takes to start.
    const runtime = new UnwatchedRuntime(guest.world.ports);
    return settled(guest, () => runGuest(runtime, guest));
  },
};
