import {
  type Abi,
  type DescriptorTable,
  describe,
  type Engine,
  Errno,
  everyHostcall,
  type HostcallName,
  type ParamForm,
  type ParamKind,
  type Ports,
  paramKinds,
  requiredRights,
  takesBytes,
  type Waiting,
} from '../../domain/index.js';
import type { Lifter, RawArgument } from '../abi/index.js';
import { ConfigurationError } from '../errors.js';
import { type Pending, PendingCalls } from '../hostcalls/index.js';
import type { Stop } from './stop.js';
import type { SuspendedTap } from './suspended-tap.js';

/** A shell, as it is called here: for any hostcall. */
type Shell = (...args: RawArgument[]) => number;
/** What a call would wait for; undefined if it would not. @param before what it waited for in the round before */
type Ask = (args: readonly RawArgument[], before?: Pending) => Pending | undefined;

/** What the calls of a guest that is suspended get for the port {@link Waiting}: the wait has been before. */
const NEVER_BLOCKS: Waiting = { wait: () => -Errno.EAGAIN };

/**
 * The suspending of one guest. A call that would wait is preceded by a wait that does not block the thread; then it is made as any other, and finds ready
 * what it needs. So interceptors, traces and recordings see one call, which takes as long as the wait.
 *
 * What still is not ready then (another process has read from the same pipe, say) is waited for again. A write of more than its reader takes at once is
 * a short one.
 */
export class Suspension {
  /** In place of the runtime's port, for the meanings of hostcalls. */
  readonly waiting = NEVER_BLOCKS;
  readonly pending: PendingCalls;
  /** Makes a function that the guest exports one that can be suspended. */
  readonly promising: NonNullable<Engine['promising']>;
  /** The hostcall that the guest is suspended in. */
  current: HostcallName | undefined;
  /** The hostcall that it was suspended in when it was closed. */
  closedIn: HostcallName | undefined;
  readonly #ports: Ports;
  readonly #suspending: NonNullable<Engine['suspending']>;
  readonly #lifter: Lifter;
  readonly #stop: Stop | undefined;
  #closed = false;
  #interrupt: (() => void) | undefined;

  /** @throws ConfigurationError if the engine cannot suspend a guest, or nothing can wait without blocking */
  constructor(ports: Ports, descriptors: DescriptorTable, lifter: Lifter, stop: Stop | undefined) {
    const { suspending, promising } = ports.engine;
    if (suspending === undefined || promising === undefined)
      throw new ConfigurationError(
        "this host cannot suspend a program, as waiting: 'suspend' asks",
        'use Node 24.20 or later or a browser with JavaScript Promise Integration, or leave the option out to block the thread',
      );
    if (ports.waiting.waitAsync === undefined)
      throw new ConfigurationError(
        'the port "waiting" can only block the thread, and waiting: \'suspend\' asks for the opposite',
        'give it a method waitAsync, or leave the option out',
      );
    this.#ports = ports;
    this.promising = promising;
    this.#suspending = suspending;
    this.#lifter = lifter;
    this.#stop = stop;
    this.pending = new PendingCalls(descriptors, ports);
  }

  /** Ends a wait, and has the guest unwound instead of going on. */
  close(): void {
    this.#closed = true;
    this.closedIn = this.current;
    this.#interrupt?.();
  }

  /** The shells of one ABI, with those that can wait as functions that suspend the guest. */
  over(shells: Readonly<Record<string, unknown>>, tap: SuspendedTap, abi: Abi): Readonly<Record<string, unknown>> {
    const suspending: Record<string, unknown> = {};
    for (const name of everyHostcall) {
      const shell = shells[name] as Shell | undefined;
      const ask = this.#askOf(name, abi);
      if (shell === undefined || ask === undefined) continue;
      const call = (...args: RawArgument[]): number | Promise<number> => {
        const pending = ask(args);
        return pending === undefined ? shell(...args) : this.#suspend(name, shell, args, ask, pending, tap);
      };
      suspending[name] = this.#suspending(call);
    }
    return { ...shells, ...suspending };
  }

  async #suspend(
    name: HostcallName,
    shell: Shell,
    args: RawArgument[],
    ask: Ask,
    first: Pending,
    tap: SuspendedTap,
  ): Promise<number> {
    tap.begin(everyHostcall.indexOf(name), args);
    this.current = name;
    try {
      let pending: Pending | undefined = first;
      for (;;) {
        for (; pending !== undefined; pending = ask(args, pending)) await this.#wait(pending);
        tap.resume();
        const errno = shell(...args);
        pending = errno === Errno.EAGAIN ? ask(args) : undefined;
        if (pending === undefined) return errno;
        tap.begin(everyHostcall.indexOf(name), args);
      }
    } finally {
      this.current = undefined;
    }
  }

  /** Waits, and then has the guest go on; or unwinds it if it has been closed. */
  async #wait({ nanoseconds, interests }: Pending): Promise<void> {
    const stop = this.#stop;
    stop?.check();
    if (!this.#closed)
      await new Promise<void>(resolve => {
        this.#interrupt = resolve;
        stop?.onSignal(resolve);
        const longest = Math.min(nanoseconds, stop?.remaining ?? Number.POSITIVE_INFINITY);
        this.#ports.waiting.waitAsync?.(longest, interests).then(() => resolve());
      });
    this.#interrupt = undefined;
    stop?.onSignal(undefined);
    stop?.check();
    if (this.#closed) this.#ports.engine.unwind();
  }

  /** What tells whether a call of this hostcall would wait; undefined if none does. */
  #askOf(name: HostcallName, abi: Abi): Ask | undefined {
    const { params, waits, classes } = describe(name);
    // What has an offset is not for streams, and so waits for disks only.
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
    return args => {
      if (buffersAt >= 0 && !this.#hasRoom(args, buffersAt)) return undefined;
      return this.pending.transfer(u32(args, fdAt), event, rights, forSockets);
    };
  }

  /** Whether there is something to read into or to write. What has bad pointers returns at once, too. */
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
      return this.pending.poll(lifted, lifted.events, before);
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
