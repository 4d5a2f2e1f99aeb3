import type { Observable } from 'rxjs';
import {
  type CompiledModule,
  type DescriptorTable,
  Errno,
  type Imports,
  type Interest,
  type LinearMemory,
  Listings,
  type Meanings,
  PathWalk,
  type Ports,
  PREVIEW1,
  type StackFrame,
  UNSTABLE,
  type Waiting,
} from '../../domain/index.js';
import type { ShellParts, ShellTap } from '../abi/index.js';
import {
  CallCopies,
  createShells,
  createThreadShells,
  createUnstableShells,
  createWasmEdgeShells,
  GuestMemory,
  Lifter,
  Lowerer,
} from '../abi/index.js';
import { GuestExit, GuestStopped, GuestTrap } from '../errors.js';
import {
  closeResource,
  closeUnnumbered,
  createMeanings,
  type HostcallContext,
  PendingCalls,
  terminateOnBrokenPipe,
} from '../hostcalls/index.js';
import type { Interception } from '../interception/index.js';
import { checkedLimits } from '../limits.js';
import {
  defineWhenRead,
  linkImports,
  typedHostcalls,
  type UnknownImports,
  withoutInheritance,
  withStandIns,
} from '../modules/index.js';
import type { CallExaminer, GuestTap, GuestTrace, HostcallEvent } from '../tracing/index.js';
import { CallWaits } from './call-waits.js';
import { initialDescriptors } from './initial-descriptors.js';
import { OutputLimit } from './output-limit.js';
import type { ProgramOptions } from './program-options.js';
import { canStop, Stop } from './stop.js';
import { encodeEnvironment, encodeStrings } from './strings.js';
import { SuspendedTap } from './suspended-tap.js';
import { NEVER_BLOCKS, Suspension } from './suspension.js';
import type { ThreadGuest } from './threads/thread-calls.js';

const DEFAULT_ARGV0 = 'main.wasm';

/**
 * The host's side of one guest: its memory, its descriptors, and the functions it imports. It does not instantiate the
 * module: its caller passes {@link imports} to the instantiation, and then attaches the memory.
 */
export class Guest {
  readonly descriptors: DescriptorTable;
  /** The guest's exit code of proc_exit; undefined while it runs. */
  exitCode: number | undefined;
  /** The trap that a stand-in for an unknown import has begun. */
  #trap: GuestTrap | undefined;
  readonly #unknownImports: UnknownImports;
  readonly #hasNetwork: boolean;
  readonly #memory = new GuestMemory();
  readonly #copies = new CallCopies();
  readonly #meanings: Meanings;
  readonly #interception: Interception;
  readonly #lifter: Lifter;
  readonly #lowerer: Lowerer;
  readonly #ports: Ports;
  readonly #waiting: Waiting;
  readonly #trace: GuestTrace;
  readonly #examiner: CallExaminer | undefined;
  readonly #taps = new Map<GuestTap, number | undefined>();
  /** How it is suspended where it waits; undefined if the thread waits instead. */
  readonly suspension: Suspension | undefined;
  /** What can stop it; undefined if nothing can. */
  readonly stop: Stop | undefined;

  /** Starts a thread of it: what thread-spawn does. Of a guest with threads, it is set before the first call. */
  spawn: ((startArg: number) => number) | undefined;
  /** What its threads wait for; undefined for a guest without. */
  readonly #threadWaits: CallWaits | undefined;

  /**
   * @param threaded whether it has threads, whose calls wait without the thread of the host being blocked
   * @throws ConfigurationError for options that cannot be met; nothing stays open then
   */
  constructor(ports: Ports, trace: GuestTrace, interception: Interception, options: ProgramOptions, threaded = false) {
    const limits = checkedLimits(options.limits);
    const { argv0 = DEFAULT_ARGV0 } = options;
    const args = encodeStrings([...(argv0 === null ? [] : [argv0]), ...(options.args ?? [])], 'argument');
    const environ = encodeEnvironment(options.env ?? {});
    this.#ports = ports;
    this.#trace = trace;
    const outputLimit = options.maxOutput === undefined ? undefined : new OutputLimit(options.maxOutput);
    this.descriptors = initialDescriptors(
      options,
      ports.stdio,
      ports.fileSystem,
      limits,
      error => trace.throwLater(error),
      outputLimit,
      threaded || options.waiting === 'suspend',
    );
    this.#lifter = new Lifter(this.#memory, limits, this.#copies);
    this.#lowerer = new Lowerer(this.#memory, this.#copies);
    const walks = [new PathWalk(), new PathWalk()] as const;
    const { descriptors } = this;
    const { strings } = this.#lowerer;
    this.#examiner = trace.denials?.({
      memory: this.#memory,
      copies: this.#copies,
      descriptors,
      walks,
      limits,
      strings,
    });
    this.stop = canStop(options)
      ? this.#orClosed(() => new Stop(options, outputLimit, ports.process, () => ports.engine.unwind()))
      : undefined;
    if (this.stop !== undefined) this.#pauseIn(descriptors, this.stop);
    this.suspension =
      options.waiting === 'suspend'
        ? this.#orClosed(() => new Suspension(ports, descriptors, this.#lifter, this.stop))
        : undefined;
    this.#waiting = this.stop?.over(ports.waiting) ?? ports.waiting;
    const pending = threaded ? new PendingCalls(descriptors, ports) : this.suspension?.pending;
    this.#threadWaits = threaded && pending !== undefined ? new CallWaits(pending, this.#lifter) : undefined;
    const context: HostcallContext = {
      network: options.network,
      ports: { ...ports, waiting: pending === undefined ? this.#waiting : NEVER_BLOCKS },
      pending,
      descriptors: this.descriptors,
      walks,
      listings: new Listings(this.descriptors, limits.listedBytes),
      args,
      environ,
      pause: () => void this.#waiting.wait(0, []),
      spawn: threaded ? startArg => this.spawn?.(startArg) ?? -Errno.EAGAIN : undefined,
      exit: code => this.#exit(code),
    };
    const meanings = createMeanings(context);
    this.#meanings = options.sigpipe === 'terminate' ? terminateOnBrokenPipe(meanings, context) : meanings;
    this.#interception = interception;
    this.#hasNetwork = options.network !== undefined;
    this.#unknownImports = options.unknownImports ?? 'refuse';
  }

  /** Has what takes long in its directories end when the guest is to stop. */
  #pauseIn(descriptors: DescriptorTable, stop: Stop): void {
    for (const [, { resource }] of descriptors)
      if (resource.kind === 'directory') resource.pauseWith?.(() => stop.check());
  }

  /** The guest's finished calls; completes when it is closed. */
  get hostcalls$(): Observable<HostcallEvent> {
    return this.#trace.hostcalls$;
  }

  /**
   * The functions of one of the two modules that hostcalls are imported from.
   * @param module `wasi_snapshot_preview1` or `wasi_unstable`
   */
  shells(module: typeof PREVIEW1 | typeof UNSTABLE): Readonly<Record<string, unknown>> {
    const tap = this.#connect(module);
    const { suspension } = this;
    if (suspension === undefined) return this.#shellsOf(module, tap, tap);
    const suspended = new SuspendedTap(tap);
    const abi = module === UNSTABLE ? 'unstable' : 'preview1';
    return suspension.over(this.#shellsOf(module, tap, suspended), suspended, abi);
  }

  /** Whether a trace wants to know which functions lead to calls. */
  get wantsStacks(): boolean {
    return this.#trace.stacks;
  }

  /**
   * What the calls of one of its threads need.
   * @param tid the number of the thread
   * @param host what is done where a call waits, closes a descriptor, or throws something
   */
  thread(tid: number, host: Pick<ThreadGuest, 'wait' | 'closed' | 'thrown'>): ThreadGuest {
    return {
      ...host,
      waits: this.#threadWaits as CallWaits,
      shells: (module, frames) => {
        const tap = this.#connect(module, { tid, frames });
        const suspended = new SuspendedTap(tap);
        return { shells: this.#shellsOf(module, tap, suspended), tap: suspended };
      },
      result: () => this.#copies.result,
    };
  }

  /** A thread has ended: ends its part in the trace. */
  forgetThread(tid: number): void {
    for (const [tap, of] of this.#taps) {
      if (of !== tid) continue;
      tap.close();
      this.#taps.delete(tap);
    }
  }

  /** Waits without blocking the thread of the host, which is possible for a guest with threads. */
  async waitAsync(nanoseconds: number, interests: readonly Interest[]): Promise<void> {
    await this.#ports.waiting.waitAsync?.(nanoseconds, interests);
  }

  /** Connects hostcalls with the trace. @param thread the one that makes them; undefined for a guest without threads */
  #connect(
    module: typeof PREVIEW1 | typeof UNSTABLE,
    thread?: { readonly tid: number; readonly frames: () => readonly StackFrame[] },
  ): GuestTap {
    const tap = this.#trace.tap({
      memory: this.#memory,
      descriptors: this.descriptors,
      strings: this.#lowerer.strings,
      copies: this.#copies,
      clocks: this.#ports.clocks,
      abi: module === UNSTABLE ? 'unstable' : 'preview1',
      instance: this.#trace.instance,
      examiner: this.#examiner,
      ...(thread && { thread: thread.tid, frames: thread.frames }),
    });
    this.#taps.set(tap, thread?.tid);
    return tap;
  }

  /** @param told whom the shells tell of calls */
  #shellsOf(
    module: typeof PREVIEW1 | typeof UNSTABLE,
    tap: GuestTap,
    told: ShellTap,
  ): Readonly<Record<string, unknown>> {
    const parts = {
      memory: this.#memory,
      lifter: this.#lifter,
      lowerer: this.#lowerer,
      tap: told,
      ...this.#intercepted(tap),
    };
    const shells = module === UNSTABLE ? createUnstableShells(parts) : createShells(parts);
    return {
      ...shells,
      ...(this.#hasNetwork && module === PREVIEW1 && createWasmEdgeShells(parts)),
      ...(this.#threadWaits && createThreadShells(parts)),
    };
  }

  /** Makes a part of the guest. If that cannot be, nothing of the guest stays open. */
  #orClosed<Part>(make: () => Part): Part {
    try {
      return make();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The meanings behind the shells of one tap, with what stands before them: what is told of a call goes to the tap that records it. */
  #intercepted(tap: GuestTap): Pick<ShellParts, 'meanings' | 'reject'> {
    const { clocks } = this.#ports;
    const waiting = this.#waiting;
    const meanings = { ...this.#meanings };
    const reject = this.#interception(meanings, {
      descriptors: this.descriptors,
      instance: this.#trace.instance,
      clocks,
      waiting,
      note: (extras, call) => tap.note(extras, call),
      report: error => this.#trace.throwLater(error),
    });
    return { meanings: this.stop?.before(meanings) ?? meanings, reject };
  }

  /**
   * What a module imports.
   * @param given what the embedder provides; it comes before hostcalls of the same name
   */
  importsFor(module: CompiledModule, given: Imports): Imports {
    const all = withStandIns(module, given, this.#unknownImports, this.#hasNetwork, text => this.#trapWith(text));
    return linkImports(this.#ports.engine, module, all, this.#hasNetwork, from => this.shells(from));
  }

  /** The error for the embedder after an exception was thrown through the guest. */
  errorOf(thrown: unknown): unknown {
    if (this.exitCode !== undefined) return new GuestExit(this.exitCode);
    const trap = this.#trap;
    this.#trap = undefined;
    if (trap !== undefined) return trap;
    const stopped = this.stopped();
    if (stopped !== undefined) return stopped;
    const { engine } = this.#ports;
    const text = engine.trapText(thrown);
    return text === undefined ? thrown : new GuestTrap(text, thrown, engine.framesOf(thrown));
  }

  /** The error of a guest that was stopped; undefined for one that was not. */
  stopped(): GuestStopped | undefined {
    const closedIn = this.suspension?.closedIn;
    if (closedIn !== undefined)
      return new GuestStopped('closed', `it was closed while it was suspended in ${closedIn}`);
    return this.stop?.error();
  }

  /**
   * Both modules, for a module that is not known. They inherit nothing, and the engine refuses what imports a hostcall with another type. Each is made
   * when it is first looked at: a guest imports from one of them.
   */
  imports(given: Imports = {}): Imports {
    const imports = withoutInheritance(given);
    for (const module of [PREVIEW1, UNSTABLE] as const) {
      const others = imports[module];
      defineWhenRead(imports, module, () => {
        const hostcalls = typedHostcalls(this.#ports.engine, this.shells(module));
        return others === undefined ? hostcalls : Object.assign(hostcalls, others);
      });
    }
    return imports;
  }

  /** Tells which memory the guest has. To be called before the guest makes its first hostcall. */
  attach(memory: LinearMemory): void {
    this.#memory.attach(memory);
  }

  /** Something was thrown out of the guest, and none of it is running any more: tells the trace of the calls that it was thrown through. */
  settle(): void {
    for (const tap of this.#taps.keys()) tap.settle();
  }

  /** Closes every descriptor, and ends its part in the trace. */
  close(): void {
    this.suspension?.close();
    this.stop?.close();
    for (const [fd, descriptor] of this.descriptors) {
      this.descriptors.remove(fd);
      closeResource(descriptor.resource);
    }
    closeUnnumbered(this.descriptors);
    for (const tap of this.#taps.keys()) tap.close();
    this.#trace.close();
  }

  #trapWith(text: string): never {
    const { engine } = this.#ports;
    this.#trap = new GuestTrap(text, undefined, engine.guestFrames());
    return engine.unwind();
  }

  #exit(code: number): never {
    this.exitCode = code;
    return this.#ports.engine.unwind();
  }
}
