import {
  type CompiledModule,
  Errno,
  type HostThread,
  type ImportedItem,
  LARGEST_TID,
  type LinearMemory,
  Notifier,
  StreamBase,
  type Threads,
} from '../../../domain/index.js';
import { GuestTrap } from '../../errors.js';
import type { Pending } from '../../hostcalls/index.js';
import { linkError, type UnknownImports } from '../../modules/index.js';
import type { Guest } from '../guest.js';
import { CallSlot, CallState } from './call-slot.js';
import { ThreadCalls } from './thread-calls.js';
import type { ThreadOrder, ThreadReport } from './thread-messages.js';

/** The number of the thread that a program begins with. */
const FIRST = 1;

/** How a program with threads is run. */
export interface ThreadedSetting {
  readonly module: CompiledModule;
  readonly threads: Threads;
  /** The import that is the memory, and what is provided for it. */
  readonly memory: { readonly item: ImportedItem; readonly memory: LinearMemory };
  readonly unknownImports: UnknownImports;
  readonly network: boolean;
  /** Threads that there may be at once, the first one included. */
  readonly maxThreads: number;
}

/** A thread of the program. */
interface ProgramThread {
  readonly host: Carrier;
  readonly slot: CallSlot;
  readonly calls: ThreadCalls;
}

/** A thread of the host. It carries one thread of the program after the other. */
class Carrier {
  readonly thread: HostThread;
  /** The number of the thread that it carries. */
  tid = 0;

  constructor(threads: Threads, report: (report: ThreadReport, tid: number) => void, failed: (error: unknown) => void) {
    this.thread = threads.start({ message: message => report(message as ThreadReport, this.tid), failed });
  }

  order(order: ThreadOrder): void {
    this.thread.post(order);
  }
}

/** What all calls wait for beside what each waits for itself. */
class Interruption extends StreamBase {
  readonly handle = new Notifier();
}

/**
 * A program with threads, as the thread has it that started the program. This thread has the descriptors, clocks and everything else of the guest, and runs none
 * of its code; each thread of the program runs in a thread of the host, and its hostcalls are made here, one at a time. A call that waits does not keep this
 * thread: others are made meanwhile.
 */
export class ThreadedProgram {
  readonly #guest: Guest;
  readonly #setting: ThreadedSetting;
  readonly #bell = new Int32Array(new SharedArrayBuffer(4));
  readonly #running = new Map<number, ProgramThread>();
  /** Threads of the host whose thread of the program has ended. */
  readonly #idle: Carrier[] = [];
  readonly #carriers = new Set<Carrier>();
  readonly #interruption = new Interruption();
  /** The callbacks of the first thread's current order. */
  #asked: { readonly done: (result: unknown) => void; readonly failed: (error: unknown) => void } | undefined;
  #last = FIRST;
  #over = false;
  #gone: Promise<unknown> | undefined;
  /** Why the program has ended, where it has not returned. */
  #failure: { readonly error: unknown } | undefined;

  constructor(guest: Guest, setting: ThreadedSetting) {
    this.#guest = guest;
    this.#setting = setting;
    guest.attach(setting.memory.memory);
  }

  /**
   * Instantiates the program in a thread of the host.
   * @throws what instantiating it would throw
   */
  async instantiate(): Promise<void> {
    const first = this.#start(FIRST);
    this.#serve();
    this.#watchStop();
    await this.#ask(() => this.#instantiateIn(first));
  }

  /**
   * Calls an export in the first thread.
   * @returns what it returns
   */
  call(name: string, args: readonly unknown[]): Promise<unknown> {
    return this.#ask(() => this.#running.get(FIRST)?.host.order({ order: 'call', name, args }));
  }

  /**
   * Starts a thread, for thread-spawn.
   * @param startArg what it is told
   * @returns its number, or `-EAGAIN`
   */
  spawn(startArg: number): number {
    this.#bury();
    if (this.#over || this.#running.size >= this.#setting.maxThreads) return -Errno.EAGAIN;
    const tid = this.#nextTid();
    try {
      const thread = this.#start(tid);
      this.#instantiateIn(thread);
      thread.host.order({ order: 'run', tid, startArg });
      return tid;
    } catch {
      // The host's reason does not matter: there is no thread.
      return -Errno.EAGAIN;
    }
  }

  /** Ends every thread. @returns a promise of the time when all have ended */
  end(): Promise<unknown> {
    if (this.#gone !== undefined) return this.#gone;
    this.#over = true;
    Atomics.add(this.#bell, 0, 1);
    Atomics.notify(this.#bell, 0);
    this.#interruption.handle.notify();
    this.#gone = Promise.all([...this.#carriers].map(({ thread }) => thread.end()));
    return this.#gone;
  }

  #ask(give: () => void): Promise<unknown> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    return new Promise((done, failed) => {
      this.#asked = { done, failed };
      give();
    });
  }

  /** Makes a thread of the program, which does nothing yet. @throws what the host throws if it can start no other */
  #start(tid: number): ProgramThread {
    const host = this.#idle.pop() ?? this.#newCarrier();
    host.tid = tid;
    const guest = this.#guest;
    const slot = new CallSlot(undefined, guest.wantsStacks);
    const part = guest.thread(tid, {
      wait: pending => this.#wait(pending),
      closed: () => this.#interruption.handle.notify(),
      thrown: error => this.#fail(guest.errorOf(error)),
    });
    const calls = new ThreadCalls(part, slot);
    const thread = { host, slot, calls };
    this.#running.set(tid, thread);
    return thread;
  }

  #newCarrier(): Carrier {
    const carrier: Carrier = new Carrier(
      this.#setting.threads,
      (report, tid) => this.#report(report, tid),
      error => this.#fail(new Error(`a thread of the program ended: ${messageOf(error)}`, { cause: error })),
    );
    this.#carriers.add(carrier);
    return carrier;
  }

  #instantiateIn({ host, slot }: ProgramThread): void {
    const { module, memory, unknownImports, network } = this.#setting;
    host.order({
      order: 'instantiate',
      module,
      memory: { module: memory.item.module, name: memory.item.name, memory: memory.memory },
      slot: slot.buffer,
      bell: this.#bell,
      unknownImports,
      network,
      stacks: this.#guest.wantsStacks,
    });
  }

  #report(report: ThreadReport, tid: number): void {
    if (this.#over) return;
    switch (report.report) {
      case 'instantiated':
        if (tid === FIRST) this.#done(undefined);
        break;
      case 'returned':
        this.#done(report.result);
        break;
      case 'trapped':
        this.#fail(new GuestTrap(report.text, undefined, report.frames));
        break;
      case 'failed': {
        const error = new Error(report.message);
        this.#fail(report.link ? linkError(error) : error);
      }
    }
  }

  #done(result: unknown): void {
    const asked = this.#asked;
    this.#asked = undefined;
    asked?.done(result);
  }

  /** Ends the program, and tells why when no thread is left. */
  #fail(error: unknown): void {
    if (this.#over) return;
    this.#failure = { error };
    this.end().then(() => {
      this.#guest.settle();
      this.#asked?.failed(error);
    });
  }

  /** Makes the calls of all threads as they come. */
  async #serve(): Promise<void> {
    const { threads } = this.#setting;
    const bell = this.#bell;
    while (!this.#over) {
      const seen = Atomics.load(bell, 0);
      for (const thread of this.#running.values()) {
        if (thread.slot.state === CallState.called) thread.calls.make();
        if (this.#over) return;
      }
      this.#bury();
      await threads.changed(bell, seen);
    }
  }

  /** Lets go of threads that have ended. */
  #bury(): void {
    for (const [tid, { host, slot }] of this.#running) {
      if (slot.state !== CallState.ended) continue;
      this.#running.delete(tid);
      this.#guest.forgetThread(tid);
      this.#idle.push(host);
    }
  }

  #nextTid(): number {
    do this.#last = this.#last >= LARGEST_TID ? FIRST + 1 : this.#last + 1;
    while (this.#running.has(this.#last));
    return this.#last;
  }

  /** Waits, and then has the call go on; after the end of the program no call does. */
  async #wait({ nanoseconds, interests }: Pending): Promise<void> {
    await this.#guest.waitAsync(nanoseconds, [...interests, { source: this.#interruption, event: 'read' }]);
    if (this.#over) await new Promise(() => {});
  }

  /** Ends the program on a stop, whatever it does. */
  async #watchStop(): Promise<void> {
    const { stop } = this.#guest;
    if (stop === undefined) return;
    stop.onSignal(() => this.#interruption.handle.notify());
    while (!this.#over) {
      try {
        stop.check();
      } catch (error) {
        this.#fail(this.#guest.errorOf(error));
        return;
      }
      await this.#guest.waitAsync(stop.remaining, [{ source: this.#interruption, event: 'read' }]);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
