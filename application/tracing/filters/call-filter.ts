import {
  comparablePaths,
  describe,
  type ErrnoName,
  everyHostcall,
  type HostcallName,
  isGuestPathBelow,
} from '../../../domain/index.js';
import { type HostcallSelection, hostcallsIn } from '../../hostcall-set.js';
import { checkOptions, type OptionKind, type OptionKinds, TEXTS, unknownName } from '../../options/index.js';
import type { CallRecord } from '../capture/call-record.js';
import { errnoOf } from './errno-of.js';
import { touchedPaths } from './touched-paths.js';
import { usedDescriptors } from './used-descriptors.js';

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
  /** Errnos, by name or number: the call returned one of them. */
  readonly errnos?: Iterable<ErrnoName | number> | undefined;
  /** Descriptors, by their numbers: the call takes, opens or waits for one of them. */
  readonly descriptors?: Iterable<number> | undefined;
  /** Guests, by their numbers in the runtime: one of them made the call. */
  readonly instances?: Iterable<number> | undefined;
  /** Threads of a guest, by their numbers: 1 is its first. */
  readonly threads?: Iterable<number> | undefined;
}

const NUMBERS: OptionKind = { expected: 'an iterable of numbers', fits: isIterable };

const kinds: OptionKinds<CallFilter> = {
  calls: TEXTS,
  status: TEXTS,
  paths: TEXTS,
  errnos: { expected: 'an iterable of names or numbers of errnos', fits: isIterable },
  descriptors: NUMBERS,
  instances: NUMBERS,
  threads: NUMBERS,
};

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

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
  /** undefined for any. */
  readonly errnos: ReadonlySet<number> | undefined;
  readonly descriptors: ReadonlySet<number> | undefined;
  readonly instances: ReadonlySet<number> | undefined;
  readonly threads: ReadonlySet<number> | undefined;

  /** @throws ConfigurationError for an unknown condition, hostcall or status */
  constructor(filter: CallFilter) {
    checkOptions(filter, 'a filter', kinds);
    const { calls, status, paths, errnos, descriptors, instances, threads } = filter;
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
    this.errnos = errnos && new Set(Array.from(errnos, errnoOf));
    // A descriptor is a u32: -1 is what programs pass that have none.
    this.descriptors = descriptors && new Set(Array.from(descriptors, fd => fd >>> 0));
    this.instances = instances && new Set(instances);
    this.threads = threads && new Set(threads);
    this.paths = paths === undefined ? undefined : comparablePaths(paths);
    if (this.paths === undefined) return;
    for (const [number, name] of everyHostcall.entries()) if (!canTouch(name)) this.calls[number] = 0;
  }

  /** Whether a call that has ended is wanted. */
  admits(call: CallRecord): boolean {
    const { state, errno } = call;
    if (!(state === 'left' ? this.unfinished : errno === 0 ? this.successful : this.failed)) return false;
    if (this.errnos !== undefined && !this.errnos.has(errno)) return false;
    if (this.descriptors !== undefined && !usesAny(call, this.descriptors)) return false;
    return this.admitsEntry(call);
  }

  /** Whether a call that has begun may be wanted. */
  admitsEntry(call: CallRecord): boolean {
    if (this.calls[call.call] === 0) return false;
    if (this.instances !== undefined && !this.instances.has(call.instance)) return false;
    if (this.threads !== undefined && !this.threads.has(call.thread)) return false;
    if (this.descriptors !== undefined && !usesAny(call, this.descriptors) && !opens(call)) return false;
    return this.paths === undefined || touchesAny(call, this.paths);
  }
}

function usesAny(call: CallRecord, wanted: ReadonlySet<number>): boolean {
  return usedDescriptors(call).some(fd => wanted.has(fd));
}

function opens({ shape }: CallRecord): boolean {
  return shape.promoted?.kind === 'fd';
}

function touchesAny(call: CallRecord, paths: readonly string[]): boolean {
  return touchedPaths(call).some(touched => paths.some(path => isGuestPathBelow(touched, path)));
}

/** Whether a hostcall can touch a path: it takes a descriptor, a path or subscriptions. */
function canTouch(name: HostcallName): boolean {
  return describe(name).params.some(({ kind }) => kind === 'fd' || kind === 'path' || kind === 'subscriptions');
}
