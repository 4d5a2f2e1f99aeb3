import type { Clocks } from '../../../domain/index.js';
import type { HostcallEvent } from '../events/hostcall-event.js';
import { CallRecord, type RawArgument, TIMES_SIZE } from './call-record.js';
import type { Abi } from './call-shape.js';
import type { CapturePlan } from './capture-plan.js';
import type { CaptureScene, TracedDescriptors, TracedMemory, TracedStrings } from './capture-scene.js';
import type { CaptureStore } from './capture-store.js';
import type { TraceHub } from './trace-hub.js';

/** The guest that a tap listens to. */
export interface TappedGuest {
  readonly memory: TracedMemory;
  readonly descriptors: TracedDescriptors;
  readonly strings: TracedStrings;
  readonly clocks: Pick<Clocks, 'monotonic'>;
  readonly abi: Abi;
  /** Its number in events, from the hub's `nextInstance`; a new one by default. */
  readonly instance?: number;
}

/** Writes down the calls of one guest while somebody is watching. Calls may nest: a stream can call back into the guest. */
export class Recorder implements CaptureScene {
  readonly memory: TracedMemory;
  readonly descriptors: TracedDescriptors;
  readonly strings: TracedStrings;
  readonly store: CaptureStore;
  readonly payload: number;
  readonly #hub: TraceHub;
  readonly #clocks: Pick<Clocks, 'monotonic'>;
  readonly #plans: readonly CapturePlan[];
  readonly #instance: number;
  #current: CallRecord | undefined;
  /** The calls around the current one. */
  readonly #outer: CallRecord[] = [];

  constructor(hub: TraceHub, guest: TappedGuest, instance: number) {
    this.memory = guest.memory;
    this.descriptors = guest.descriptors;
    this.strings = guest.strings;
    this.store = hub.store;
    this.payload = hub.payload;
    this.#hub = hub;
    this.#clocks = guest.clocks;
    this.#plans = hub.plans(guest.abi);
    this.#instance = instance;
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
    const { memory, store } = this;
    const hub = this.#hub;
    const plan = this.#plans[call] as CapturePlan;
    // A memory that has grown reads 0; any check renews its views.
    if (memory.u8.length === 0) memory.holds(0, 0);
    store.reserve(plan.entryRoom);
    const event = new CallRecord(
      hub.nextSequence(),
      this.#instance,
      plan.shape,
      memory.u8.length,
      store.chunk,
      store.used,
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
    store.used += TIMES_SIZE;
    const { descriptorAt } = plan.shape;
    if (descriptorAt >= 0) event.label = this.descriptors.peek(event.u32(descriptorAt))?.label;
    plan.onEntry?.(event, this);
    if (this.#current !== undefined) this.#outer.push(this.#current);
    this.#current = event;
    if (hub.announces) {
      event.startAt(this.#clocks.monotonic());
      hub.announce(event as unknown as HostcallEvent);
    }
    event.startAt(this.#clocks.monotonic());
  }

  /**
   * Notes that the current call returns to the guest, and delivers its event. Never throws.
   * @param errno what the guest gets, 0 or greater
   * @returns the same
   */
  end(errno: number): number {
    const now = this.#clocks.monotonic();
    const event = this.#take();
    if (event === undefined) return errno;
    event.endAt(now, 'returned');
    event.errno = errno;
    if (errno === 0) this.#capture(event);
    this.#hub.deliver(event as unknown as HostcallEvent);
    return errno;
  }

  #capture(event: CallRecord): void {
    const { memory, store } = this;
    const { onReturn, returnRoom, valueAt } = this.#plans[event.shape.number] as CapturePlan;
    if (valueAt >= 0) {
      const pointer = event.u32(valueAt);
      if (memory.holds(pointer, 4)) event.value = memory.view.getUint32(pointer, true);
    }
    if (onReturn === undefined) return;
    if (returnRoom > 0) {
      store.reserve(returnRoom);
      event.exitChunk = store.chunk;
      event.exitAt = store.used;
    }
    onReturn(event, this);
  }

  /** Notes that the current call never returns to the guest, and delivers its event. Never throws. */
  leave(): void {
    const now = this.#clocks.monotonic();
    const event = this.#take();
    if (event === undefined) return;
    event.endAt(now, 'left');
    this.#hub.deliver(event as unknown as HostcallEvent);
  }

  #take(): CallRecord | undefined {
    const event = this.#current;
    this.#current = this.#outer.length === 0 ? undefined : this.#outer.pop();
    return event;
  }
}

/** One guest's connection to the trace. */
export class Tap {
  readonly #hub: TraceHub;
  readonly #guest: TappedGuest;
  readonly #instance: number;
  #recorder: Recorder | undefined;
  #open = true;

  constructor(hub: TraceHub, guest: TappedGuest) {
    this.#hub = hub;
    this.#guest = guest;
    this.#instance = guest.instance ?? hub.nextInstance();
  }

  /**
   * Who is to be told of a call; null when nobody watches. It asks the hub, so the hub keeps no list of guests, which would keep their
   * memories alive.
   */
  get recorder(): Recorder | null {
    return this.#hub.watched ? this.#watchedRecorder() : null;
  }

  #watchedRecorder(): Recorder | null {
    if (!this.#open) return null;
    this.#recorder ??= new Recorder(this.#hub, this.#guest, this.#instance);
    return this.#recorder;
  }

  /** Ends the guest's part in the trace. */
  close(): void {
    this.#open = false;
  }
}
