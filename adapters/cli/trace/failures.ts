/** The end of a trace with `--explain-failures`: what failed, why, how often, and what to do. */

import { explainDenial } from '../../../application/diagnosis/index.js';
import { formatStrace, type TraceOutcome } from '../../../application/formats/index.js';
import { hostcallsIn } from '../../../application/hostcall-set.js';
import type { Runtime } from '../../../application/runtime/index.js';
import type { CallFilter, HostcallEvent } from '../../../application/tracing/index.js';
import { LateCalls } from '../../../application/tracing/index.js';
import {
  Errno,
  errnoName,
  errnoText,
  hostcallNames,
  opensByPath,
  reportsEvents,
  Whence,
} from '../../../domain/index.js';
import { isStackOverflow } from '../../web/index.js';
import { remedyFor } from './remedies.js';

/** Calls that failed alike. */
interface Failure {
  /** The call and its errno. */
  readonly head: string;
  /** The first of them, as in the trace. */
  readonly example: string;
  readonly why: string;
  readonly remedy: string | undefined;
  count: number;
  /** Numbers of the first ones. */
  readonly calls: number[];
}

/** So many numbers of calls are listed for each failure. */
const SHOWN_CALLS = 8;
/** So many directories that could not be opened for writing are remembered. */
const MOST_PROBES = 1000;
/** So many different failures are told apart; others are only counted. */
const MOST_FAILURES = 200;

const PRESTAT = 'fd_prestat_get returns EBADF at the end of the list of directories, in every program';
const PROBE =
  'path_open returns EISDIR where a program tries to open each file for writing first, as those built with Go do; it then opened the directory for reading';

const ASKS_OFFSET =
  'fd_seek by 0 returns ESPIPE where there is no offset; programs use it to find out whether they have a stream';

const NORMAL = { head: '', example: '', remedy: undefined };

/** Collects calls that failed. */
export class Failures {
  readonly #failures = new Map<string, Failure>();
  /** What is as it should be, by the sentence that says so. */
  readonly #normal = new Map<string, Failure>();
  /** Directories that could not be opened for writing, by descriptor and path. */
  readonly #probes = new Map<string, { readonly failure: Failure; readonly call: number }>();
  #more = 0;

  /** Adds a call that has ended. One that succeeded counts only for what it says of failures. */
  add(call: HostcallEvent): void {
    const { name, errno, denial, sequence } = call;
    if (opensByPath(name) && errno === 0) this.#reopened(call);
    if (denial === undefined) return;
    if (denial.kind === 'descriptor' && denial.problem === 'no-more-preopens') {
      count(this.#normal, PRESTAT, { ...NORMAL, why: PRESTAT }, sequence);
      return;
    }
    if (asksForOffset(call)) {
      count(this.#normal, ASKS_OFFSET, { ...NORMAL, why: ASKS_OFFSET }, sequence);
      return;
    }
    const head = errno === 0 ? `${name}, some events` : `${name} ${errnoName(errno)} (${errnoText(errno)})`;
    const why = explainDenial(denial);
    const key = `${head}\n${why}`;
    if (!this.#failures.has(key) && this.#failures.size >= MOST_FAILURES) {
      this.#more++;
      return;
    }
    const about = this.#failures.get(key) ?? { head, example: exampleOf(call), why, remedy: remedyFor(denial) };
    const failure = count(this.#failures, key, about, sequence);
    if (opensByPath(name) && errno === Errno.EISDIR && this.#probes.size < MOST_PROBES)
      this.#probes.set(place(call), { failure, call: sequence });
  }

  /** A directory has been opened: that it could not be opened for writing before was a question. */
  #reopened(call: HostcallEvent): void {
    const probe = this.#probes.get(place(call));
    if (probe === undefined) return;
    this.#probes.delete(place(call));
    const { failure, call: asked } = probe;
    const shown = failure.calls.indexOf(asked);
    if (shown >= 0) failure.calls.splice(shown, 1);
    if (--failure.count === 0) this.#failures.delete(`${failure.head}\n${failure.why}`);
    count(this.#normal, PROBE, { ...NORMAL, why: PROBE }, asked);
  }

  /**
   * All of it as lines, what failed most often first.
   * @param outcome how the program ended
   * @param directories that it was given, by their guest paths
   */
  lines(outcome: TraceOutcome, directories: readonly string[]): string[] {
    const failures = [...this.#failures.values()].sort((a, b) => b.count - a.count);
    const total = failures.reduce((sum, each) => sum + each.count, this.#more);
    const lines = [
      failures.length === 0
        ? 'No call failed unexpectedly.'
        : `${times(total, 'call')} failed, for ${times(failures.length, 'reason')}${this.#more === 0 ? '' : ' and more'}:`,
    ];
    if (failures.length === 0 && 'exitCode' in outcome && outcome.exitCode !== 0) {
      const given = directories.length === 0 ? 'and it was given none' : `and it was given ${directories.join(', ')}`;
      lines.push(
        `The program ended with ${outcome.exitCode} all the same. If it misses a file: a C library refuses by itself, without a call,`,
        `what lies in no directory that the program was given, ${given} (--dir HOST::GUEST gives more).`,
      );
    }
    for (const failure of failures) {
      lines.push('', `${times(failure.count, 'call')}: ${failure.head}`, `  why:   ${failure.why}`);
      if (failure.remedy !== undefined) lines.push(`  to do: ${failure.remedy}`);
      lines.push(`  where: ${where(failure)}`, `         ${failure.example}`);
    }
    if (this.#more > 0) lines.push('', `${times(this.#more, 'call')}: for other reasons, too many to tell apart`);
    if (this.#normal.size > 0) lines.push('', 'Nothing to worry about:');
    for (const each of this.#normal.values()) lines.push(`  ${each.why} (${where(each)})`);
    return lines;
  }
}

/** Whether a program only wants to know whether a descriptor has an offset. */
function asksForOffset(call: HostcallEvent): boolean {
  if (!('whence' in call.args) || call.errno !== Errno.ESPIPE) return false;
  return call.args.offset === 0n && call.args.whence === Whence.CUR;
}

/** The call without what it gave, which is told already. */
function exampleOf(call: HostcallEvent): string {
  const line = formatStrace(call);
  const result = line.lastIndexOf(' = ');
  return call.errno === 0 || result < 0 ? line : line.slice(0, result).trimEnd();
}

function place(call: HostcallEvent): string {
  return `${call.instance} ${call.descriptor} ${call.path}`;
}

function count(
  failures: Map<string, Failure>,
  key: string,
  about: Omit<Failure, 'count' | 'calls'>,
  call: number,
): Failure {
  let failure = failures.get(key);
  if (failure === undefined) {
    failure = { ...about, count: 0, calls: [] };
    failures.set(key, failure);
  }
  failure.count++;
  if (failure.calls.length < SHOWN_CALLS) failure.calls.push(call);
  return failure;
}

function where({ calls, count: all }: Failure): string {
  const more = all > calls.length ? ` and ${all - calls.length} more` : '';
  return `${all === 1 ? 'call' : 'calls'} ${calls.join(', ')}${more}`;
}

function times(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Collects what fails, whatever is printed of it, among the calls and paths that are wanted. */
export function collectFailures(
  runtime: Pick<Runtime, 'watch'>,
  { calls = hostcallNames, paths }: CallFilter,
): Pick<Failures, 'lines'> {
  const failures = new Failures();
  const late = new LateCalls<HostcallEvent>(call => failures.add(call), { isStackOverflow });
  runtime.watch({ calls, paths, status: ['failed'] }).subscribe(call => late.add(call));
  const telling = hostcallsIn(calls).filter(name => opensByPath(name) || reportsEvents(name));
  runtime.watch({ calls: telling, paths, status: ['successful'] }).subscribe(call => late.add(call));
  return {
    lines(outcome, directories) {
      late.settle();
      return failures.lines(outcome, directories);
    },
  };
}
