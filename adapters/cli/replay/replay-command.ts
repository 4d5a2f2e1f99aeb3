import type { CommandDescription } from '../command-description.js';
import { straceDifference } from '../trace/strace-differences.js';
import { type ReplayOptions, replayGroups } from './replay-options.js';

/** `hostcall replay`: runs a program again from its recording, or prints the recording. */
export const replayCommand: CommandDescription = {
  name: 'replay',
  summary: 'run a program again from its recording',
  description:
    'Runs a program again from what `hostcall record` recorded: it is given the same, and prints the same. No file of the host is read or written, no clock is read, and nothing waits. If the program does anything else than was recorded, it is stopped.',
  arguments: [
    { name: 'file.hcr', text: 'the recording', completes: 'recording' },
    {
      name: 'prog.wasm',
      text: 'the program (default: where it was when it was recorded)',
      number: '?',
      completes: 'program',
    },
  ],
  groups: replayGroups,
  examples: [
    ['hostcall replay run.hcr'],
    ['hostcall replay run.hcr build/prog.wasm'],
    ['hostcall replay --from 1200 run.hcr'],
    ['hostcall replay --print -e %file -Z run.hcr', 'which calls about files failed?'],
    ['hostcall replay --print -c run.hcr', 'where did the time go?'],
    ['hostcall replay --print -o run.json run.hcr', 'open it at ui.perfetto.dev'],
  ],
  notes: `With an option about calls, lines or a summary, calls are printed: all of them unless an option
chooses some. Of what the program wrote, a recording has the first 32 bytes per call. -c and -C count
the calls that are chosen; the time is that of when they were recorded, and includes waiting.`,
  exitStatus: `that of the recorded program, also 134 if it trapped; 125 if the program does
  something else than was recorded; 2 if the recording or the program can't be used.`,
  unknownOption: straceDifference,
  async run([path, wasm], options: ReplayOptions, supervisor) {
    const { replayFile } = await import('./replay.js');
    return replayFile(path as string, wasm as string | undefined, options, supervisor);
  },
};
