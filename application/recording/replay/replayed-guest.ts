import {
  type CompiledModule,
  type Engine,
  everyHostcall,
  type HostcallName,
  type Imports,
  type LinearMemory,
  type StackFrame,
  UNSTABLE,
} from '../../../domain/index.js';
import type { RawArgument } from '../../abi/index.js';
import { GuestMemory } from '../../abi/index.js';
import { standardLine } from '../../formats/index.js';
import { linkImports, withStandIns } from '../../modules/index.js';
import type { CaptureContext } from '../../tracing/index.js';
import {
  type Abi,
  CallRecord,
  type CapturePlan,
  CaptureStore,
  callShapes,
  capturePlan,
  openCall,
} from '../../tracing/index.js';
import {
  type OutputStream,
  type RecordedCall,
  recordedCallOf,
  type StoredCall,
  storedCallOf,
} from '../recorded-call.js';
import type { Recording } from '../recording.js';
import { KnownLabels } from './known-labels.js';
import { putResults, writtenBytes } from './moved-bytes.js';
import { endingLine, isExhausted } from './recorded-end.js';
import { differenceBetween, ReplayDivergence } from './replay-divergence.js';

/** Bytes of what a call writes that a message shows. */
const SHOWN = 32;

/** The part of the engine that a replayed guest needs. */
type ReplayEngine = Pick<Engine, 'typed' | 'unwind' | 'isStackOverflow' | 'guestFrames'>;

/** Observes a replay, call by call. Its functions must not change the guest's memory. */
export interface ReplayObserver {
  /** Receives what the program writes to its stdout (1) or stderr (2). The bytes are in the guest's memory, and are valid until this returns. */
  readonly output?: ((stream: OutputStream, bytes: Uint8Array) => void) | undefined;
  /** Called after every call that has been replayed. */
  readonly replayed?: ((call: RecordedCall, number: number) => void) | undefined;
}

/**
 * The hostcalls of a recording, for one guest. No meaning runs and no port is used: each call is compared with the next call of the recording, whose
 * results are written to memory.
 */
export class ReplayedGuest {
  /** What ended the guest early: a divergence from the recording, or an error of the observer. */
  failure: unknown;
  /** The guest has made a call that does not return. */
  left = false;
  /** The guest is where the recording ends: the host could not go on, a signal ended it, or there was no stack left. */
  abandoned = false;
  /** The guest has used up the stack. The engine decides how much there is, so this can happen earlier or later than recorded. */
  exhausted = false;
  /** The guest has called a function that is not provided. */
  trap: { readonly trap: string; readonly stack: readonly StackFrame[] } | undefined;
  /** How many calls have been replayed. */
  count = 0;
  readonly #recording: Recording;
  readonly #calls: Iterator<RecordedCall>;
  readonly #engine: ReplayEngine;
  readonly #observer: ReplayObserver;
  readonly #memory = new GuestMemory();
  readonly #labels = new KnownLabels();
  readonly #context: CaptureContext;
  readonly #plans: Readonly<Record<Abi, readonly CapturePlan[]>>;

  constructor(recording: Recording, engine: ReplayEngine, observer: ReplayObserver) {
    this.#recording = recording;
    this.#calls = recording.calls();
    this.#engine = engine;
    this.#observer = observer;
    this.#context = {
      memory: this.#memory,
      descriptors: this.#labels,
      strings: { value: { bytes: new Uint8Array(0), offsets: [] } },
      store: new CaptureStore(),
    };
    const plans = (abi: Abi) => callShapes(abi).map(shape => capturePlan(shape, { payload: SHOWN, whole: true }));
    this.#plans = { preview1: plans('preview1'), unstable: plans('unstable') };
  }

  /** Tells which memory the guest has. */
  attach(memory: LinearMemory): void {
    this.#memory.attach(memory);
  }

  /**
   * What a module imports: hostcalls, and what the embedder provides.
   * @returns objects that inherit nothing
   */
  importsFor(module: CompiledModule, given: Imports): Imports {
    const { unknownImports = 'refuse', network = false } = this.#recording.header;
    const all = withStandIns(module, given, unknownImports, network, text => this.#trapWith(text));
    return linkImports(this.#engine, module, all, network, from =>
      Object.fromEntries(everyHostcall.map(name => [name, this.#hostcall(from, name)])),
    );
  }

  #trapWith(text: string): never {
    this.trap = { trap: text, stack: this.#engine.guestFrames() };
    return this.#engine.unwind();
  }

  #hostcall(module: string, name: HostcallName): (...args: RawArgument[]) => number {
    const abi = module === UNSTABLE ? 'unstable' : 'preview1';
    const plan = this.#plans[abi][everyHostcall.indexOf(name)] as CapturePlan;
    return (...args) => {
      if (!this.#over) {
        try {
          const errno = this.#replay(plan, args);
          if (errno !== undefined) return errno;
        } catch (thrown) {
          if (this.#engine.isStackOverflow(thrown)) {
            this.exhausted = true;
            throw thrown;
          }
          // Guests can catch what JavaScript throws.
          this.failure = thrown;
        }
      }
      return this.#engine.unwind();
    };
  }

  get #over(): boolean {
    return this.failure !== undefined || this.left || this.abandoned || this.exhausted;
  }

  /** The next call of the recording; undefined behind its end. */
  next(): StoredCall | undefined {
    const { done, value } = this.#calls.next();
    return done === true ? undefined : storedCallOf(value);
  }

  /** @returns the errno for the guest; undefined if the call does not return */
  #replay(plan: CapturePlan, args: readonly RawArgument[]): number | undefined {
    const call = this.#capture(plan, args);
    const recorded = this.next();
    if (recorded === undefined) {
      const { end } = this.#recording;
      if (!('error' in end || isExhausted(end))) throw this.#divergence('the recording ends there', undefined, call);
      this.abandoned = true;
      return undefined;
    }
    const difference = differenceBetween(recorded, call);
    if (difference !== undefined) throw this.#divergence(difference, recorded, call);
    const { stream } = recorded;
    if (stream !== undefined && this.#observer.output !== undefined) {
      for (const bytes of writtenBytes(call, recorded.value, this.#memory)) this.#observer.output(stream, bytes);
    }
    if (!putResults(recorded, this.#memory))
      throw this.#divergence('its results do not fit into memory', recorded, call);
    this.#labels.learn(recorded);
    this.#observer.replayed?.(recordedCallOf(recorded), this.count);
    this.count++;
    this.left = recorded.state === 'left';
    // What a killed program did after its last call is unknown; it may compute for ever.
    this.abandoned = 'signal' in this.#recording.end && this.count === this.#recording.callCount;
    return this.left || this.abandoned ? undefined : recorded.errno;
  }

  /** The call as the guest makes it, with what it points to. */
  #capture(plan: CapturePlan, [a0, a1, a2, a3, a4, a5, a6, a7, a8]: readonly RawArgument[]): CallRecord {
    return openCall(CallRecord, this.count, 0, plan, this.#context, a0, a1, a2, a3, a4, a5, a6, a7, a8);
  }

  #divergence(problem: string, recorded: StoredCall | undefined, call: CallRecord): ReplayDivergence {
    if (recorded?.descriptor === call.descriptor) call.label ??= recorded?.label;
    const expected = recorded === undefined ? endingLine(this.#recording.end) : standardLine(recorded);
    return new ReplayDivergence(problem, this.count, expected, standardLine(call));
  }
}
