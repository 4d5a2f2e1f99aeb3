import {
  type Abi,
  type DescriptorTable,
  type Engine,
  Errno,
  everyHostcall,
  type HostcallName,
  type Ports,
  type Waiting,
} from '../../domain/index.js';
import type { Lifter, RawArgument } from '../abi/index.js';
import { ConfigurationError } from '../errors.js';
import { type Pending, PendingCalls } from '../hostcalls/index.js';
import { CallWaits, callWhenReady, type Shell, type WaitingCall } from './call-waits.js';
import type { Stop } from './stop.js';
import type { SuspendedTap } from './suspended-tap.js';

/** The port {@link Waiting} of a suspended guest's calls, which have waited before. */
export const NEVER_BLOCKS: Waiting = { wait: () => -Errno.EAGAIN };

/** The suspending of one guest: its calls wait as {@link callWhenReady} has it. */
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
  readonly #waits: CallWaits;
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
    this.#stop = stop;
    this.pending = new PendingCalls(descriptors, ports);
    this.#waits = new CallWaits(this.pending, lifter);
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
      const ask = this.#waits.askOf(name, abi);
      if (shell === undefined || ask === undefined) continue;
      const call = everyHostcall.indexOf(name);
      suspending[name] = this.#suspending((...args: RawArgument[]): number | Promise<number> => {
        const pending = ask(args);
        if (pending === undefined) return shell(...args);
        return this.#suspend(name, { call, shell, args, ask, tap }, pending);
      });
    }
    return { ...shells, ...suspending };
  }

  async #suspend(name: HostcallName, waiting: WaitingCall, pending: Pending): Promise<number> {
    this.current = name;
    try {
      return await callWhenReady(waiting, pending, each => this.#wait(each));
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
}
