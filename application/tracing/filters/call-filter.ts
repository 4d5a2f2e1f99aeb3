import {
  comparablePaths,
  describe,
  everyHostcall,
  type HostcallName,
  isGuestPathBelow,
} from '../../../domain/index.js';
import { type HostcallSelection, hostcallsIn } from '../../hostcall-set.js';
import { checkOptions, type OptionKinds, TEXTS, unknownName } from '../../options/index.js';
import type { CallRecord } from '../capture/call-record.js';
import { touchedPaths } from './touched-paths.js';

/** How a call ended: with success; with an errno; not at all, since it ended the program. */
export const callStatuses = ['successful', 'failed', 'unfinished'] as const;
export type CallStatus = (typeof callStatuses)[number];

/** Selects calls: those that meet all conditions. A condition that is not given is met by every call. */
export interface CallFilter {
  /** Which hostcalls. */
  readonly calls?: HostcallSelection | undefined;
  /** How it ended. */
  readonly status?: CallStatus | Iterable<CallStatus> | undefined;
  /** A guest path or several: the call touches one of them, or what is below it, by name or through a descriptor. */
  readonly paths?: string | Iterable<string> | undefined;
}

const kinds: OptionKinds<CallFilter> = { calls: TEXTS, status: TEXTS, paths: TEXTS };

/** How many hostcalls there are. */
export const HOSTCALL_COUNT = everyHostcall.length;

/** A filter, ready to decide. */
export class CompiledFilter {
  /** By the hostcall's number: 1 if it is wanted. */
  readonly calls: Uint8Array = new Uint8Array(HOSTCALL_COUNT);
  readonly successful: boolean;
  readonly failed: boolean;
  readonly unfinished: boolean;
  /** From `comparablePaths`; undefined for any path. */
  readonly paths: readonly string[] | undefined;

  /** @throws ConfigurationError for an unknown condition, hostcall or status */
  constructor(filter: CallFilter) {
    checkOptions(filter, 'a filter', kinds);
    const { calls, status, paths } = filter;
    for (const name of calls === undefined ? everyHostcall : hostcallsIn(calls))
      this.calls[everyHostcall.indexOf(name)] = 1;
    const wanted = new Set<string>(typeof status === 'string' ? [status] : (status ?? callStatuses));
    for (const each of wanted) {
      if (!(callStatuses as readonly string[]).includes(each))
        throw unknownName('status', each, callStatuses, ' of a call');
    }
    this.successful = wanted.has('successful');
    this.failed = wanted.has('failed');
    this.unfinished = wanted.has('unfinished');
    this.paths = paths === undefined ? undefined : comparablePaths(paths);
    if (this.paths === undefined) return;
    for (const [number, name] of everyHostcall.entries()) if (!canTouch(name)) this.calls[number] = 0;
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

function touchesAny(call: CallRecord, paths: readonly string[]): boolean {
  return touchedPaths(call).some(touched => paths.some(path => isGuestPathBelow(touched, path)));
}

/** Whether a hostcall can touch a path: it takes a descriptor, a path or subscriptions. */
function canTouch(name: HostcallName): boolean {
  return describe(name).params.some(({ kind }) => kind === 'fd' || kind === 'path' || kind === 'subscriptions');
}
