import {
  comparablePaths,
  describe,
  type HostcallName,
  hostcallNames,
  isGuestPathBelow,
} from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import type { CallRecord } from '../capture/call-record.js';
import { touchedPaths } from './touched-paths.js';

/** How a call ended: with success; with an errno; not at all, since it ended the program. */
export const callStatuses = ['successful', 'failed', 'unfinished'] as const;
export type CallStatus = (typeof callStatuses)[number];

/** Selects calls: those that meet all conditions. A condition that is not given is met by every call. */
export interface CallFilter {
  /** Names of hostcalls, as from `parseHostcallSet`. */
  readonly calls?: Iterable<HostcallName> | undefined;
  /** How it ended. */
  readonly status?: Iterable<CallStatus> | undefined;
  /** Guest paths: the call touches one of them, or what is below it, by name or through a descriptor. */
  readonly paths?: Iterable<string> | undefined;
}

/** How many hostcalls there are. */
export const HOSTCALL_COUNT = hostcallNames.length;

/** A filter, ready to decide. */
export class CompiledFilter {
  /** By the hostcall's number: 1 if it is wanted. */
  readonly calls = new Uint8Array(HOSTCALL_COUNT);
  readonly successful: boolean;
  readonly failed: boolean;
  readonly unfinished: boolean;
  /** From `comparablePaths`; undefined for any path. */
  readonly paths: readonly string[] | undefined;

  /** @throws ConfigurationError for an unknown hostcall or status */
  constructor({ calls, status, paths }: CallFilter) {
    if (calls === undefined) this.calls.fill(1);
    else for (const name of calls) this.calls[numberOf(name)] = 1;
    const wanted = new Set<string>(status ?? callStatuses);
    for (const each of wanted) {
      if ((callStatuses as readonly string[]).includes(each)) continue;
      throw new ConfigurationError(`unknown status '${each}' of a call`, `the statuses are ${callStatuses.join(', ')}`);
    }
    this.successful = wanted.has('successful');
    this.failed = wanted.has('failed');
    this.unfinished = wanted.has('unfinished');
    this.paths = paths === undefined ? undefined : comparablePaths(paths);
    if (this.paths === undefined) return;
    for (const [number, name] of hostcallNames.entries()) if (!canTouch(name)) this.calls[number] = 0;
  }

  /** Whether a call that has ended is wanted. */
  admits(call: CallRecord): boolean {
    const { state, errno } = call;
    if (!(state === 'left' ? this.unfinished : errno === 0 ? this.successful : this.failed)) return false;
    return this.admitsEntry(call);
  }

  /** Whether a call that has begun may be wanted. */
  admitsEntry(call: CallRecord): boolean {
    return this.calls[call.call] === 1 && (this.paths === undefined || touchesAny(call, this.paths));
  }
}

function numberOf(name: HostcallName): number {
  const number = hostcallNames.indexOf(name);
  if (number < 0) throw new ConfigurationError(`unknown hostcall '${name}'`, 'the names are in hostcallNames');
  return number;
}

function touchesAny(call: CallRecord, paths: readonly string[]): boolean {
  return touchedPaths(call).some(touched => paths.some(path => isGuestPathBelow(touched, path)));
}

/** Whether a hostcall can touch a path: it takes a descriptor, a path or subscriptions. */
function canTouch(name: HostcallName): boolean {
  return describe(name).params.some(({ kind }) => kind === 'fd' || kind === 'path' || kind === 'subscriptions');
}
