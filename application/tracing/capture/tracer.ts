import type { Clocks } from '../../../domain/index.js';
import type { EventClass } from '../events/event-of.js';
import type { Meter } from '../summary/meter.js';
import type { CallExaminer } from './call-examiner.js';
import type { CallExtras, CallRecord, RawArgument } from './call-record.js';
import type {
  CaptureContext,
  TracedCopies,
  TracedDescriptors,
  TracedMemory,
  TracedStrings,
} from './capture-context.js';
import { keepExtras, keepOpened, type WantedExtras } from './capture-extras.js';
import type { CapturePlan } from './capture-plan.js';
import type { CaptureStore } from './capture-store.js';
import { type DescriptorSet, dumpedBy, isDumped } from './dumped-descriptors.js';
import type { TappedGuest } from './guest-trace.js';
import { Interest } from './interest.js';
import { openCall } from './open-call.js';
import type { TraceHub } from './trace-hub.js';

/** Calls that nest deeper are traced, but not counted by meters. */
const METERED_DEPTH = 64;

/** The interests that need an event. */
const EVENTS = Interest.ENTRY | Interest.SUCCESS | Interest.FAILURE | Interest.CAUSE;

/** Captures the calls of one guest that subscribers and meters want. Calls may nest: a stream can call back into the guest. */
export class Tracer implements CaptureContext {
  readonly memory: TracedMemory;
  readonly descriptors: TracedDescriptors;
  readonly strings: TracedStrings;
  readonly copies: TracedCopies | undefined;
  readonly store: CaptureStore;
  readonly #hub: TraceHub;
  readonly #interest: Uint8Array;
  readonly #clocks: Pick<Clocks, 'monotonic'>;
  readonly #plans: readonly CapturePlan[];
  /** For calls whose bytes are all kept. */
  readonly #dumpPlans: readonly CapturePlan[];
  /** Of which descriptors they are, by the call's number; undefined if there are none at all. */
  readonly #dumps: readonly (DescriptorSet | undefined)[] | undefined;
  readonly #wantsExtras: boolean;
  /** Where stacks are taken, and what else is wanted. */
  readonly #extras: WantedExtras;
  readonly #thread: number;
  readonly #Event: EventClass;
  readonly #instance: number;
  readonly #examiner: CallExaminer | undefined;
  /** How many calls have begun and not ended. The data of each is in the arrays below. */
  #depth = 0;
  /** Its event; undefined if no subscriber wants one. */
  readonly #events: (CallRecord | undefined)[] = [];
  /** The meters that count it; undefined if none does. */
  readonly #meters: (readonly Meter[] | undefined)[] = [];
  /** When it began, if meters count it. */
  readonly #starts = new Float64Array(METERED_DEPTH);
  /** Its number. */
  readonly #numbers = new Uint8Array(METERED_DEPTH);
  /** How many bytes it is to move, or a pointer to how many it moved. */
  readonly #sizes = new Uint32Array(METERED_DEPTH);

  constructor(hub: TraceHub, guest: TappedGuest, instance: number) {
    this.memory = guest.memory;
    this.descriptors = guest.descriptors;
    this.strings = guest.strings;
    this.copies = guest.copies;
    this.store = hub.store;
    this.#hub = hub;
    this.#interest = hub.interest;
    this.#clocks = hub.clock ?? guest.clocks;
    this.#plans = hub.plans(guest.abi);
    const { dumps } = hub;
    this.#dumpPlans = dumps === undefined ? [] : hub.dumpPlans(guest.abi);
    this.#dumps = dumps && this.#plans.map(({ shape }) => dumpedBy(shape, dumps));
    this.#wantsExtras = hub.details || hub.stacks;
    const { frames, thread = 1 } = guest;
    this.#extras =
      frames === undefined ? hub : { details: hub.details, stacks: hub.stacks, engine: { guestFrames: frames } };
    this.#thread = thread;
    this.#Event = hub.Event;
    this.#instance = instance;
    this.#examiner = guest.examiner;
  }

  /**
   * Notes that a call begins. Never throws.
   * @param call its number in the table
   * @param a0 its wasm arguments as the engine passed them, and so on
   */
  begin(
    call: number,
    a0?: RawArgument,
    a1?: RawArgument,
    a2?: RawArgument,
    a3?: RawArgument,
    a4?: RawArgument,
    a5?: RawArgument,
    a6?: RawArgument,
    a7?: RawArgument,
    a8?: RawArgument,
  ): void {
    if (((this.#interest[call] as number) & Interest.BEFORE) !== 0) this.#hub.begin();
    const interest = this.#interest[call] as number;
    const plan = this.#dumps === undefined ? (this.#plans[call] as CapturePlan) : this.#planFor(call, a0);
    const depth = this.#depth++;
    this.#events[depth] = undefined;
    let event: CallRecord | undefined;
    if ((interest & EVENTS) !== 0) {
      event = openCall(
        this.#Event,
        this.#hub.nextSequence(),
        this.#instance,
        plan,
        this,
        a0,
        a1,
        a2,
        a3,
        a4,
        a5,
        a6,
        a7,
        a8,
      );
      event.thread = this.#thread;
      if (this.#wantsExtras) keepExtras(event, this.descriptors, this.#extras);
      this.#examiner?.begun(event);
      if ((interest & (Interest.PATHS | Interest.ENTRY)) !== 0) event = this.#introduce(event, interest);
    }
    this.#events[depth] = event;
    if ((interest & Interest.METER) === 0 || depth >= METERED_DEPTH) {
      if (event !== undefined) event.startAt(this.#clocks.monotonic());
      return;
    }
    const size = plan.sizeAt;
    const from = size === 1 ? a1 : size === 2 ? a2 : size === 3 ? a3 : size === 4 ? a4 : a5;
    this.#sizes[depth] = size < 0 ? 0 : (from as number);
    this.#meters[depth] = this.#hub.meters;
    this.#numbers[depth] = call;
    const now = this.#clocks.monotonic();
    this.#starts[depth] = now;
    if (event !== undefined) event.startAt(now);
  }

  /** How a call is captured: most in one way, those whose bytes are all kept in another. */
  #planFor(call: number, fd: RawArgument | undefined): CapturePlan {
    const set = this.#dumps?.[call];
    const dumped = set !== undefined && isDumped((fd as number) >>> 0, set);
    return (dumped ? this.#dumpPlans : this.#plans)[call] as CapturePlan;
  }

  /**
   * Announces the event to subscribers of calls that begin.
   * @returns the event; undefined if its paths show that no subscriber wants it
   */
  #introduce(event: CallRecord, interest: number): CallRecord | undefined {
    const hub = this.#hub;
    if ((interest & (Interest.PATHS | Interest.CAUSE)) === Interest.PATHS && !hub.admitsEntry(event)) {
      this.store.used = event.entryAt;
      return undefined;
    }
    if ((interest & Interest.ENTRY) !== 0) {
      event.startAt(this.#clocks.monotonic());
      hub.announce(event);
    }
    return event;
  }

  /**
   * Notes that the current call returns to the guest, and delivers its event. Never throws.
   * @param call its number in the table
   * @param errno what the guest gets, 0 or greater
   * @returns the same
   */
  end(call: number, errno: number): number {
    const depth = this.#depth - 1;
    if (depth < 0) return errno;
    const event = this.#events[depth];
    const meters = this.#meters[depth];
    if (event === undefined && meters === undefined) {
      this.#depth = depth;
      return errno;
    }
    const now = this.#clocks.monotonic();
    if (meters !== undefined) this.#count(meters, depth, call, now, errno);
    if (event === undefined) {
      this.#depth = depth;
      return errno;
    }
    event.endAt(now, 'returned');
    event.errno = errno;
    if (errno === 0) this.#keepValue(event);
    const interest = this.#interest[call] as number;
    const wanted = (interest & (errno === 0 ? Interest.SUCCESS : Interest.FAILURE)) !== 0;
    this.#examiner?.ended(event, wanted);
    if (wanted && errno === 0) this.#capture(event);
    // Only now: if the stack ends before, `settle` still has the call.
    this.#depth = depth;
    if (!wanted) return errno;
    try {
      this.#hub.deliver(event);
    } catch (error) {
      // The event has not been delivered.
      this.#depth = depth + 1;
      throw error;
    }
    return errno;
  }

  /** Keeps a promoted result of 32 bits. */
  #keepValue(event: CallRecord): void {
    const { valueAt } = this.#plans[event.shape.number] as CapturePlan;
    if (valueAt >= 0) event.value = this.#result(event.u32(valueAt));
  }

  /** The promoted result of the call that has just succeeded. */
  #result(pointer: number): number {
    const { copies, memory } = this;
    if (copies !== undefined) return copies.result;
    return memory.holds(pointer, 4) ? memory.view.getUint32(pointer >>> 0, true) : 0;
  }

  #capture(event: CallRecord): void {
    const { store } = this;
    const { onReturn, returnRoom } = this.#planFor(event.shape.number, event.a0);
    if (this.#hub.details) keepOpened(event, this.descriptors);
    if (onReturn === undefined) return;
    if (returnRoom > 0) {
      store.reserve(returnRoom);
      event.exitChunk = store.chunk;
      event.exitAt = store.used;
    }
    onReturn(event, this);
  }

  /** Has the current call, which has just ended, counted. */
  #count(meters: readonly Meter[], depth: number, call: number, now: number, errno: number): void {
    this.#meters[depth] = undefined;
    const { shape, valueAt } = this.#plans[call] as CapturePlan;
    let bytes = 0;
    if (errno === 0 && shape.movesBytes) {
      bytes = this.#sizes[depth] as number;
      if (valueAt >= 0) bytes = this.#result(bytes);
    }
    const duration = now - (this.#starts[depth] as number);
    for (let i = 0; i < meters.length; i++) meters[i]?.count(call, duration, errno, bytes);
  }

  /**
   * Notes that the current call never returns to the guest, and delivers its event. Never throws.
   * @param call its number in the table
   */
  leave(call: number): void {
    const depth = this.#depth - 1;
    if (depth < 0) return;
    this.#depth = depth;
    const event = this.#events[depth];
    const meters = this.#meters[depth];
    if (event === undefined && meters === undefined) return;
    const now = this.#clocks.monotonic();
    if (meters !== undefined) this.#count(meters, depth, call, now, 0);
    if (event === undefined) return;
    event.endAt(now, 'left');
    this.#hub.deliver(event);
  }

  /**
   * Delivers the calls that have begun and never returned, since something was thrown through them: the end of the stack, or an error of the
   * embedder's. What they did is not known. To be called when the guest is not running.
   */
  settle(): void {
    const unfinished = this.#depth;
    this.#depth = 0;
    for (let depth = 0; depth < unfinished; depth++) {
      const event = this.#events[depth];
      const meters = this.#meters[depth];
      const now = this.#clocks.monotonic();
      // How much it moved is not known.
      for (const meter of meters ?? [])
        meter.count(this.#numbers[depth] as number, now - (this.#starts[depth] as number), 0, 0);
      this.#meters[depth] = undefined;
      if (event === undefined) continue;
      event.endAt(now, 'left');
      this.#hub.deliver(event);
    }
    this.#hub.settle();
  }

  /**
   * Notes something about the current call that is known of few. It does nothing where no event of the call is wanted.
   * @param call its number in the table: the current one may be another, around a call that is not watched
   */
  note(extras: CallExtras, call?: number): void {
    const event = this.#depth === 0 ? undefined : this.#events[this.#depth - 1];
    if (event === undefined || (call !== undefined && event.shape.number !== call)) return;
    event.extras = { ...event.extras, ...extras };
  }
}
