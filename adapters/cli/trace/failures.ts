/** What `--explain-failures` collects while the program runs. */

import { explainDenial } from '../../../application/diagnosis/index.js';
import { formatStrace } from '../../../application/formats/index.js';
import { hostcallsIn } from '../../../application/hostcall-set.js';
import type { Runtime } from '../../../application/runtime/index.js';
import type { CallFilter, Denial, HostcallEvent } from '../../../application/tracing/index.js';
import { LateCalls } from '../../../application/tracing/index.js';
import {
  Errno,
  errnoName,
  errnoText,
  everyHostcall,
  opensByPath,
  reportsEvents,
  Whence,
  walkedPaths,
} from '../../../domain/index.js';
import { isStackOverflow } from '../../web/index.js';

/** Calls that are alike. */
export interface Calls {
  count: number;
  /** Numbers of the first ones. */
  readonly calls: number[];
  /** The number of the last one. */
  last: number;
}

/** Calls that failed alike. */
export interface Failure extends Calls {
  /** The call and its errno. */
  readonly head: string;
  /** The first of them, as in the trace. */
  readonly example: string;
  readonly errno: number;
  readonly why: string;
  readonly denial: Denial;
}

/** So many numbers of calls are listed for each failure. */
const SHOWN_CALLS = 8;
/** So many directories that could not be opened for writing are remembered. */
const MOST_PROBES = 1000;
/** So many different failures are told apart, those that occurred last; others are only counted. */
const MOST_FAILURES = 200;

/** So many names of files are remembered. */
const MOST_NAMES = 10_000;

/** Sentences about what is as it should be. */
const PRESTAT = 'fd_prestat_get returns EBADF at the end of the list of directories, in every program';
const PROBE =
  'path_open returns EISDIR where a program tries to open each file for writing first, as those built with Go do; it then opened the directory for reading';
const ASKS_OFFSET =
  'fd_seek by 0 returns ESPIPE where there is no offset; programs use it to find out whether they have a stream';
const NO_LINK =
  'path_readlink returns EINVAL for what is not a symbolic link; programs use it to find out where a path leads';

/** Collects calls that failed. */
export class Failures {
  /** The one that occurred last is the last. */
  readonly #failures = new Map<string, Failure>();
  /** Expected failures, by the sentence that explains them. */
  readonly normal = new Map<string, Calls>();
  /** The last components of the paths that calls have named. */
  readonly names = new Set<string>();
  /** Directories that could not be opened for writing, by descriptor and path. */
  readonly #probes = new Map<string, { readonly key: string; readonly failure: Failure; readonly call: number }>();
  /** How many calls failed for reasons beyond those that are told apart. */
  more = 0;

  /** Those that are told apart. */
  get all(): readonly Failure[] {
    return [...this.#failures.values()];
  }

  /** Notes which file a call names. */
  name({ path }: HostcallEvent): void {
    if (path !== undefined && this.names.size < MOST_NAMES) this.names.add(lastComponent(path));
  }

  /** Adds a call that has ended. One that succeeded counts only for what it says of failures. */
  add(call: HostcallEvent): void {
    const { name, errno, denial, sequence } = call;
    if (opensByPath(name) && errno === 0) this.#reopened(call);
    if (denial === undefined) return;
    const normal = normalOf(call, denial);
    if (normal !== undefined) {
      count(this.normal, normal, sequence, {});
      return;
    }
    const head = errno === 0 ? `${name}, some events` : `${name} ${errnoName(errno)} (${errnoText(errno)})`;
    const why = explainDenial(denial);
    const key = `${head}\n${why}`;
    const about = this.#failures.get(key) ?? { head, example: exampleOf(call), errno, why, denial };
    const failure = count(this.#failures, key, sequence, about);
    this.#forgetOldest();
    if (opensByPath(name) && errno === Errno.EISDIR && this.#probes.size < MOST_PROBES)
      this.#probes.set(place(call), { key, failure, call: sequence });
  }

  /** A directory has been opened: that it could not be opened for writing before was a question. */
  #reopened(call: HostcallEvent): void {
    const probe = this.#probes.get(place(call));
    if (probe === undefined) return;
    this.#probes.delete(place(call));
    const { key, failure, call: asked } = probe;
    const shown = failure.calls.indexOf(asked);
    if (shown >= 0) failure.calls.splice(shown, 1);
    if (--failure.count === 0) this.#failures.delete(key);
    count(this.normal, PROBE, asked, {});
  }

  #forgetOldest(): void {
    const [oldest] = this.#failures;
    if (oldest === undefined || this.#failures.size <= MOST_FAILURES) return;
    this.#failures.delete(oldest[0]);
    this.more += oldest[1].count;
  }
}

/** Counts a call among those like it. @param about what they have in common */
function count<About>(map: Map<string, About & Calls>, key: string, call: number, about: About): About & Calls {
  const counted = map.get(key) ?? { ...about, count: 0, calls: [], last: call };
  counted.count++;
  counted.last = call;
  if (counted.calls.length < SHOWN_CALLS) counted.calls.push(call);
  map.delete(key);
  map.set(key, counted);
  return counted;
}

function lastComponent(path: string): string {
  return path.slice(path.lastIndexOf('/', path.length - 2) + 1);
}

/** The sentence about a failure that is as it should be. */
function normalOf(call: HostcallEvent, denial: Denial): string | undefined {
  if (denial.kind === 'descriptor' && denial.problem === 'no-more-preopens') return PRESTAT;
  if (asksForOffset(call)) return ASKS_OFFSET;
  return denial.kind === 'operation' && denial.finding === 'not-a-link' ? NO_LINK : undefined;
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

/**
 * Collects what fails, whatever is printed of it, among the calls and paths that are wanted.
 * @returns gives what there is
 */
export function collectFailures(
  runtime: Pick<Runtime, 'watch'>,
  { calls = everyHostcall, paths }: CallFilter,
): () => Failures {
  const failures = new Failures();
  const late = new LateCalls<HostcallEvent>(call => failures.add(call), { isStackOverflow });
  runtime.watch({ calls, paths, status: ['failed'] }).subscribe(call => late.add(call));
  const telling = hostcallsIn(calls).filter(name => opensByPath(name) || reportsEvents(name));
  runtime.watch({ calls: telling, paths, status: ['successful'] }).subscribe(call => late.add(call));
  runtime.watch({ calls: everyHostcall.filter(name => walkedPaths(name) > 0) }).subscribe(call => failures.name(call));
  return () => {
    late.settle();
    return failures;
  };
}
