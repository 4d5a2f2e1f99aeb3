import { type Page, paragraph } from '../../../application/reference/index.js';
import { dispositionOf, enumerations, SIGNAL_EXIT_BASE } from '../../../domain/index.js';
import { ExitStatus } from '../exit-status.js';

/** Exit statuses that have a meaning, for any program. */
const meanings: Readonly<Record<number, readonly string[]>> = {
  [ExitStatus.ok]: ['Success. Of `hostcall check`: the program can run. Of `hostcall diff`: the calls are the same.'],
  [ExitStatus.no]: [
    'Of `hostcall check`: the program cannot run. Of `hostcall diff`: the calls differ. Of `hostcall lessons`: the exercise is not solved. Of a program: whatever it means by it.',
  ],
  [ExitStatus.usage]: [
    'Of hostcall: it cannot use what it was given, and a line on stderr says why. Of a program: whatever it means by it, often that it was called wrongly.',
  ],
  70: [
    'Of a program that was built with wasi-libc: it could not store its arguments or its environment (EX_SOFTWARE of sysexits.h).',
  ],
  71: [
    'Of a program that was built with wasi-libc: a hostcall failed that tells it its arguments, its environment or its preopened directories (EX_OSERR of sysexits.h).',
    '`hostcall trace -Z prog.wasm` shows which one.',
  ],
  [ExitStatus.timeout]: ['The time that `--timeout` gives a program was up. It is the exit status of timeout(1), too.'],
  [ExitStatus.cpuTime]: ['The program had computed for as long as `--max-cpu-time` allows.'],
  [ExitStatus.output]: ['The program wrote more to stdout and stderr than `--max-output` allows.'],
  [ExitStatus.failure]: [
    'Of hostcall: it could not do its part. It is out of descriptors, a file cannot be written, or it has a bug. Of `hostcall replay`: the program did something else than was recorded.',
  ],
  [ExitStatus.trap]: [
    'The program trapped, or did not catch an exception. C programs trap when they call abort, or when an assertion fails. A line on stderr says which trap it was, and in which function.',
    '`hostcall trace -k prog.wasm` shows what it did before.',
  ],
};

/** The signal that a status stands for. */
function signalText(status: number): string | undefined {
  const name = enumerations.signal[status - SIGNAL_EXIT_BASE];
  if (name === undefined || dispositionOf(name) !== 'terminate') return undefined;
  return `${SIGNAL_EXIT_BASE} + ${status - SIGNAL_EXIT_BASE}: SIG${name}. The program ended itself with that signal (proc_raise), or somebody ended hostcall with it.`;
}

/**
 * The page about an exit status.
 * @param name as it was asked for
 * @returns undefined for what is not a number, and for a number with no meaning of its own
 */
export function exitStatusPage(name: string): Page | undefined {
  if (!/^\d{1,3}$/.test(name)) return undefined;
  const status = Number(name);
  const texts = [...(meanings[status] ?? []), signalText(status)].filter(text => text !== undefined);
  return texts.length === 0 ? undefined : { title: `${status} as an exit status`, blocks: texts.map(paragraph) };
}
