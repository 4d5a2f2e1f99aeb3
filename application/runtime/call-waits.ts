import {
  type Abi,
  describe,
  Errno,
  type HostcallName,
  type ParamForm,
  type ParamKind,
  paramKinds,
  requiredRights,
  takesBytes,
} from '../../domain/index.js';
import type { Lifter, RawArgument } from '../abi/index.js';
import type { Pending, PendingCalls } from '../hostcalls/index.js';
import type { SuspendedTap } from './suspended-tap.js';

/** A shell, as it is called here: for any hostcall. */
export type Shell = (...args: RawArgument[]) => number;

/** The wait of a call; undefined if it would not wait. @param before its wait in the round before */
export type Ask = (args: readonly RawArgument[], before?: Pending) => Pending | undefined;

/** A call that waits without its thread being blocked. */
export interface WaitingCall {
  /** The hostcall's number. */
  readonly call: number;
  readonly shell: Shell;
  readonly args: readonly RawArgument[];
  readonly ask: Ask;
  readonly tap: SuspendedTap;
}

/**
 * Makes a call that would wait: waits first, and then makes it like any other call, which finds ready what it needs. So interceptors, traces and recordings see one
 * call, which takes as long as the wait.
 *
 * What still is not ready then (another process has read from the same pipe, say) is waited for again. A write of more than its reader takes at once is a
 * short one.
 * @param first what it would wait for
 * @param wait waits; what it throws ends the call
 * @returns what the shell returns
 */
export async function callWhenReady(
  { call, shell, args, ask, tap }: WaitingCall,
  first: Pending,
  wait: (pending: Pending) => Promise<void>,
): Promise<number> {
  tap.begin(call, args);
  let pending: Pending | undefined = first;
  let waited = first;
  for (;;) {
    for (; pending !== undefined; pending = ask(args, pending)) {
      waited = pending;
      await wait(pending);
    }
    tap.resume();
    const errno = shell(...args);
    // A connection that is being made is waited for, too.
    pending = errno === Errno.EAGAIN || errno === Errno.EINPROGRESS ? ask(args, waited) : undefined;
    if (pending === undefined) return errno;
    tap.begin(call, args);
  }
}

/** Tells of each hostcall whether a call of it would wait. */
export class CallWaits {
  readonly #pending: PendingCalls;
  readonly #lifter: Lifter;

  constructor(pending: PendingCalls, lifter: Lifter) {
    this.#pending = pending;
    this.#lifter = lifter;
  }

  /** The function that determines whether a call of this hostcall would wait; undefined if none does. */
  askOf(name: HostcallName, abi: Abi): Ask | undefined {
    const { params, waits, classes } = describe(name);
    // A call with an offset is not for streams, so it waits for disks only.
    if (waits === undefined || params.some(({ kind }) => kind === 'filesize')) return undefined;
    const ofForm = (form: ParamForm) => positionOf(name, kind => paramKinds[kind].form === form);
    const subscriptionsAt = ofForm('subscriptions');
    if (subscriptionsAt >= 0) return this.#askPoll(subscriptionsAt, ofForm('count'), abi);
    const fdAt = positionOf(name, kind => kind === 'fd');
    if (fdAt < 0) return undefined;
    const buffersAt = ofForm('buffers');
    const event = params.some(({ kind }) => takesBytes(kind) || kind === 'address') ? 'write' : 'read';
    const rights = requiredRights(name, 'fd' as never);
    const forSockets = classes.includes('net');
    return (args, before) => {
      if (buffersAt >= 0 && !this.#hasRoom(args, buffersAt)) return undefined;
      return this.#pending.transfer(u32(args, fdAt), event, rights, forSockets, before);
    };
  }

  /** Whether there is something to read into or to write. A call with bad pointers returns at once, too. */
  #hasRoom(args: readonly RawArgument[], at: number): boolean {
    const iovecs = this.#lifter.iovecs(u32(args, at), u32(args, at + 1));
    this.#lifter.release();
    return typeof iovecs !== 'number' && iovecs.count > 0;
  }

  #askPoll(at: number, countAt: number, abi: Abi): Ask {
    const lift = abi === 'unstable' ? 'subscriptionsUnstable' : 'subscriptions';
    return (args, before) => {
      const lifted = this.#lifter[lift](u32(args, at), u32(args, countAt));
      this.#lifter.release();
      if (typeof lifted === 'number') return undefined;
      return this.#pending.poll(lifted, lifted.events, before);
    };
  }
}

function u32(args: readonly RawArgument[], at: number): number {
  return (args[at] as number) >>> 0;
}

/**
 * Where the first parameter of some kind is among the wasm arguments of a hostcall.
 * @returns -1 if there is none
 */
function positionOf(name: HostcallName, wanted: (kind: ParamKind) => boolean): number {
  let at = 0;
  for (const { kind } of describe(name).params) {
    if (wanted(kind)) return at;
    at += paramKinds[kind].wasm.length;
  }
  return -1;
}
