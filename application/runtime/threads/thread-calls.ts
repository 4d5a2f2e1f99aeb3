import {
  decodeUtf8,
  describe,
  everyHostcall,
  type PREVIEW1,
  type StackFrame,
  UNSTABLE,
} from '../../../domain/index.js';
import type { RawArgument } from '../../abi/index.js';
import type { Pending } from '../../hostcalls/index.js';
import { type Ask, type CallWaits, callWhenReady, type Shell } from '../call-waits.js';
import type { SuspendedTap } from '../suspended-tap.js';
import type { CallSlot } from './call-slot.js';
import { argumentTypes, importedCall } from './guest-thread.js';

/** The hostcalls of one thread, as they are imported from one module. */
export interface ThreadShells {
  readonly shells: Readonly<Record<string, unknown>>;
  readonly tap: SuspendedTap;
}

/** The guest as the calls of one thread need it. */
export interface ThreadGuest {
  readonly waits: CallWaits;
  /** Makes the hostcalls of the thread. @param frames tells which functions lead to the call that is being made */
  shells(module: typeof PREVIEW1 | typeof UNSTABLE, frames: () => readonly StackFrame[]): ThreadShells;
  /** The result of the last successful call, if the guest gets a result in place of the errno. */
  result(): number;
  /** Waits. What it throws ends the program. */
  wait(pending: Pending): Promise<void>;
  /** A descriptor has been closed, which other calls may wait for. */
  closed(): void;
  /** Something was thrown in a call: the program ends. */
  thrown(error: unknown): void;
}

/** A hostcall, ready to be called. */
interface ReadyCall {
  readonly shell: Shell;
  readonly ask: Ask | undefined;
  readonly tap: SuspendedTap;
  readonly returnsResult: boolean;
  readonly closes: boolean;
}

/** The calls of one thread of a guest, made for it by the thread that has the guest's descriptors. */
export class ThreadCalls {
  readonly #guest: ThreadGuest;
  readonly #slot: CallSlot;
  readonly #shells = new Map<string, ThreadShells>();
  /** By the number that the call has in the slot. */
  readonly #ready = new Map<number, ReadyCall>();

  constructor(guest: ThreadGuest, slot: CallSlot) {
    this.#guest = guest;
    this.#slot = slot;
  }

  /** Makes the call that is in the slot, and answers it: now, or when it has waited. */
  make(): void {
    const slot = this.#slot;
    const number = slot.take();
    try {
      const call = this.#ready.get(number) ?? this.#prepare(number);
      const [, hostcall] = importedCall(number);
      const args = slot.arguments(argumentTypes[hostcall] ?? []);
      const pending = call.ask?.(args);
      if (pending === undefined) this.#answer(call, call.shell(...args));
      else this.#wait(hostcall, call, call.ask as Ask, args, pending);
    } catch (error) {
      this.#guest.thrown(error);
    }
  }

  async #wait(
    number: number,
    call: ReadyCall,
    ask: Ask,
    args: readonly RawArgument[],
    pending: Pending,
  ): Promise<void> {
    const { shell, tap } = call;
    try {
      const waiting = { call: number, shell, args, ask, tap };
      this.#answer(call, await callWhenReady(waiting, pending, each => this.#guest.wait(each)));
    } catch (error) {
      this.#guest.thrown(error);
    }
  }

  #answer({ returnsResult, closes }: ReadyCall, errno: number): void {
    if (closes) this.#guest.closed();
    this.#slot.answer(!returnsResult ? errno : errno === 0 ? this.#guest.result() : -errno);
  }

  #prepare(number: number): ReadyCall {
    const [module, hostcall] = importedCall(number);
    let made = this.#shells.get(module);
    if (made === undefined) {
      made = this.#guest.shells(module, () => this.#frames());
      this.#shells.set(module, made);
    }
    const name = everyHostcall[hostcall];
    const shell = name && (made.shells[name] as Shell | undefined);
    if (name === undefined || shell === undefined)
      throw new Error(`a thread has made the call ${number}, which is none`);
    const ask = this.#guest.waits.askOf(name, module === UNSTABLE ? 'unstable' : 'preview1');
    const { returnsResult = false, descriptors } = describe(name);
    // What replaces a descriptor closes it.
    const closes = descriptors === 'closes' || descriptors === 'moves';
    const call = { shell, ask, tap: made.tap, returnsResult, closes };
    this.#ready.set(number, call);
    return call;
  }

  #frames(): readonly StackFrame[] {
    const text = this.#slot.frames();
    return text.length === 0 ? [] : JSON.parse(decodeUtf8(text, 0, text.length) ?? '[]');
  }
}
