/** The commands for stepping through a program, as data that can be sent to its thread. */
import { ConfigurationError } from '../../errors.js';
import type { Answer } from '../../interception/index.js';
import {
  COUNT,
  checkOptions,
  FLAG,
  type OptionKind,
  type OptionKinds,
  recordOf,
  required,
  TEXT,
} from '../../options/index.js';
import { Breakpoint, type BreakpointText } from './breakpoints.js';
import { bytesOfHex } from './hexadecimal.js';

/** The answer for a call: an {@link Answer} with bytes as hexadecimal digits. */
export type AnswerText = Omit<Answer, 'data'> & { readonly data?: string | undefined };

/** A command for the thread of a program. */
export type StepCommand =
  /** Go on, to a breakpoint or the end. */
  | { readonly command: 'continue' }
  /** Make this call and go on to the next one; to the one so many calls further on, if a number is given. */
  | { readonly command: 'step'; readonly count?: number | undefined }
  /** Make this call, and stop at its result. */
  | { readonly command: 'result' }
  /** Stop at the next call. */
  | { readonly command: 'pause' }
  /** Stop at these from now on, and at no others. */
  | { readonly command: 'breakpoints'; readonly breakpoints: readonly BreakpointText[] }
  /** The answer for the call that the program is stopped at; null for its own result. */
  | { readonly command: 'answer'; readonly answer: AnswerText | null }
  /** Sets the wall clock, to nanoseconds since 1970; lets time pass on all clocks. As decimal text. */
  | { readonly command: 'clock'; readonly realtime?: string | undefined; readonly advance?: string | undefined }
  /** The random bytes that come next, as hexadecimal digits. */
  | { readonly command: 'random'; readonly bytes: string };

const ANSWER: OptionKind = recordOf('an answer, or null');
const BREAKPOINTS: OptionKind = { expected: 'a list of breakpoints', fits: Array.isArray };

const kinds: {
  readonly [Name in StepCommand['command']]: OptionKinds<Omit<StepCommand & { command: Name }, 'command'>>;
} = {
  continue: {},
  step: { count: COUNT },
  result: {},
  pause: {},
  breakpoints: { breakpoints: required(BREAKPOINTS) },
  answer: { answer: { expected: ANSWER.expected, fits: value => value === null || ANSWER.fits(value) } },
  clock: { realtime: TEXT, advance: TEXT },
  random: { bytes: required(TEXT) },
};

const breakpointKinds: OptionKinds<BreakpointText> = { filter: required(TEXT), debugger: FLAG };

/**
 * Checks what claims to be a command. Whether an answer fits the call is found out by the thread of the program.
 * @throws ConfigurationError that says what is wrong with it
 */
export function checkStepCommand(value: unknown): StepCommand {
  const { command, ...options } = (typeof value === 'object' && value !== null ? value : {}) as { command?: unknown };
  if (typeof command !== 'string' || !Object.hasOwn(kinds, command))
    throw new ConfigurationError(`unknown command '${String(command)}'`, `there are ${Object.keys(kinds).join(', ')}`);
  checkOptions(options, `the command '${command}'`, kinds[command as StepCommand['command']] as OptionKinds<object>);
  const checked = value as StepCommand;
  switch (checked.command) {
    case 'breakpoints':
      for (const each of checked.breakpoints) {
        checkOptions(each, 'a breakpoint', breakpointKinds);
        new Breakpoint(each);
      }
      break;
    case 'clock':
      for (const text of [checked.realtime, checked.advance]) if (text !== undefined) nanosecondsOf(text);
      break;
    case 'random':
      bytesOfHex(checked.bytes);
      break;
    case 'answer':
      if (checked.answer?.data !== undefined) bytesOfHex(String(checked.answer.data));
  }
  return checked;
}

/** @throws ConfigurationError for what is no number of nanoseconds, or more than a clock can show */
export function nanosecondsOf(text: string): bigint {
  if (/^\d{1,20}$/.test(text) && BigInt(text) < 2n ** 64n) return BigInt(text);
  throw new ConfigurationError(`'${text}' is no time`, 'write nanoseconds, from 0 to 2^64 − 1');
}
