/** The end of a trace with `--explain-failures`: what failed, why, how often, and what to do. */
import type { TraceOutcome } from '../../../application/formats/index.js';
import { errnoName, errnoText } from '../../../domain/index.js';
import type { DirectoryOption } from '../guest/dir-option.js';
import type { Calls, Failure, Failures } from './failures.js';
import { missedNames } from './missed-names.js';
import { remedyFor } from './remedies.js';

/** How a program came to its end. */
export interface Ending {
  readonly outcome: TraceOutcome;
  /** What it wrote to stderr last. */
  readonly lastWords: string;
  readonly args: readonly string[];
  readonly directories: readonly DirectoryOption[];
}

const NO_DIRECTORY = 'The program was given no directory, and can open no file: --dir HOST::GUEST gives it one.';

/** Exit statuses up to here have meanings of their own: failure, and wrong usage. */
const GENERAL_STATUSES = 2;

/** Returns all of it as lines: the failure that ended the program, then the latest ones. */
export function failureLines(failures: Failures, ending: Ending): string[] {
  const said = saidLast(failures.all, ending.lastWords);
  const found = failures.all
    .map(failure => ({ failure, ended: endedWith(failure, ending, said) }))
    .sort((a, b) => Number(b.ended !== undefined) - Number(a.ended !== undefined) || b.failure.last - a.failure.last);
  const lines = [heading(found.length, found[0]?.ended !== undefined, failures)];
  if (!isSuccess(ending.outcome)) lines.push(...withoutCalls(failures, ending));
  const first = Math.min(...found.map(({ failure }) => failure.calls[0] ?? failure.last));
  for (const { failure, ended } of found) {
    const remedy = remedyFor(failure.denial, {
      hasDirectories: ending.directories.length > 0,
      isFirst: failure.calls[0] === first,
    });
    lines.push('', `${times(failure.count, 'call')}: ${failure.head}`, `  why:   ${failure.why}`);
    if (remedy !== undefined) lines.push(`  to do: ${remedy}`);
    lines.push(`  where: ${where(failure)}`, `         ${failure.example}`);
    if (ended !== undefined) lines.push(`  ended: ${ended}`);
  }
  if (failures.more > 0)
    lines.push('', `${times(failures.more, 'call')} before: for other reasons, too many to tell apart`);
  if (failures.normal.size > 0) lines.push('', 'Nothing to worry about:');
  for (const [sentence, calls] of failures.normal) lines.push(`  ${sentence} (${where(calls)})`);
  return lines;
}

function heading(reasons: number, isEndKnown: boolean, { all, more }: Failures): string {
  if (reasons === 0) return 'No call failed unexpectedly.';
  const total = all.reduce((sum, { count }) => sum + count, more);
  const head = `${times(total, 'call')} failed, for ${times(reasons, 'reason')}${more === 0 ? '' : ' and more'}`;
  if (reasons === 1) return `${head}:`;
  return `${head}, ${isEndKnown ? 'what the program ended with' : 'the last one'} first:`;
}

/** Of which errno the program spoke last; undefined if of none that a call returned. */
function saidLast(failures: readonly Failure[], lastWords: string): number | undefined {
  const words = lastWords.toLowerCase();
  const position = (errno: number) => words.lastIndexOf(errnoText(errno).toLowerCase());
  const errnos = [...new Set(failures.map(({ errno }) => errno))].filter(errno => errno !== 0 && position(errno) >= 0);
  return errnos.sort((a, b) => position(b) - position(a))[0];
}

/** How the end of the program tells that a failure was the reason; undefined if it does not. */
function endedWith({ errno }: Failure, { outcome }: Ending, said: number | undefined): string | undefined {
  if ('exitCode' in outcome && outcome.exitCode === errno && errno > GENERAL_STATUSES)
    return `the program ended with ${errno}, which is ${errnoName(errno)}`;
  return errno === said ? `the program said "${errnoText(errno)}" on stderr at the end` : undefined;
}

/** Files that the program may have missed without a failed call. */
function withoutCalls(failures: Failures, { outcome, args, directories }: Ending): string[] {
  if (directories.length === 0) return [NO_DIRECTORY];
  const missed = missedNames(args, directories, failures.names);
  if (missed.length > 0 || failures.all.length > 0 || !('exitCode' in outcome)) return missed;
  const given = directories.map(({ guest }) => guest).join(', ');
  return [
    `The program ended with ${outcome.exitCode} all the same. If it misses a file: a C library refuses by itself, without a call,`,
    `what lies in no directory that the program was given, and it was given ${given} (--dir HOST::GUEST gives more).`,
  ];
}

function isSuccess(outcome: TraceOutcome): boolean {
  return 'signal' in outcome || ('exitCode' in outcome && outcome.exitCode === 0);
}

function where({ calls, count, last }: Calls): string {
  const more = count > calls.length ? ` and ${count - calls.length} more, the last one ${last}` : '';
  return `${count === 1 ? 'call' : 'calls'} ${calls.join(', ')}${more}`;
}

function times(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
