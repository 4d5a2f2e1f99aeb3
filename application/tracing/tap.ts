import type { Clocks } from '../../domain/index.js';
import type { RawArgument } from './call-record.js';
import { type Abi, type CallShape, callShapes } from './call-shape.js';
import {
  type Capture,
  type CaptureScene,
  captureOnEntry,
  captureOnReturn,
  type TracedDescriptors,
  type TracedMemory,
} from './capture.js';
import type { CaptureStore } from './capture-store.js';
import { type HostcallEvent, TracedCall } from './hostcall-event.js';
import type { TraceHub } from './trace-hub.js';

/** The guest that a tap listens to. */
export interface TappedGuest {
  readonly memory: TracedMemory;
  readonly descriptors: TracedDescriptors;
  readonly clocks: Pick<Clocks, 'monotonic'>;
  readonly abi: Abi;
  /** Its number in events, from the hub's `nextInstance`; a new one by default. */
  readonly instance?: number;
}

/** What one ABI's calls look like, and how each is captured; by the call's number. */
interface Captures {
  readonly shapes: readonly CallShape[];
  readonly entries: readonly (Capture | undefined)[];
  readonly returns: readonly (Capture | undefined)[];
}

const capturesByAbi = new Map<Abi, Captures>();

function capturesOf(abi: Abi): Captures {
  let captures = capturesByAbi.get(abi);
  if (captures === undefined) {
    const shapes = callShapes(abi);
    captures = { shapes, entries: shapes.map(captureOnEntry), returns: shapes.map(captureOnReturn) };
    capturesByAbi.set(abi, captures);
  }
  return captures;
}

/** Writes down the calls of one guest while somebody is watching. Calls may nest: a stream can call back into the guest. */
export class Recorder implements CaptureScene {
  readonly memory: TracedMemory;
  readonly descriptors: TracedDescriptors;
  readonly store: CaptureStore;
  readonly payload: number;
  readonly #hub: TraceHub;
  readonly #clocks: Pick<Clocks, 'monotonic'>;
  readonly #captures: Captures;
  readonly #instance: number;
  #current: TracedCall | undefined;
  /** The calls around the current one. */
  readonly #outer: TracedCall[] = [];

  constructor(hub: TraceHub, guest: TappedGuest, instance: number) {
    this.memory = guest.memory;
    this.descriptors = guest.descriptors;
    this.store = hub.store;
    this.payload = hub.payload;
    this.#hub = hub;
    this.#clocks = guest.clocks;
    this.#captures = capturesOf(guest.abi);
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
    const { memory } = this;
    // Renews views that went stale.
    memory.holds(0, 0);
    const hub = this.#hub;
    const event = new TracedCall(
      hub.nextSequence(),
      this.#instance,
      this.#captures.shapes[call] as CallShape,
      memory.u8.length,
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
    if (this.#current !== undefined) this.#outer.push(this.#current);
    this.#current = event;
    this.#captures.entries[call]?.(event, this);
    if (hub.announces) {
      event.start = this.#clocks.monotonic();
      hub.announce(event as HostcallEvent);
    }
    event.start = this.#clocks.monotonic();
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
    event.duration = now - event.start;
    event.errno = errno;
    event.state = 'returned';
    if (errno === 0) this.#captures.returns[event.shape.number]?.(event, this);
    this.#hub.deliver(event as HostcallEvent);
    return errno;
  }

  /** Notes that the current call never returns to the guest, and delivers its event. Never throws. */
  leave(): void {
    const now = this.#clocks.monotonic();
    const event = this.#take();
    if (event === undefined) return;
    event.duration = now - event.start;
    event.state = 'left';
    this.#hub.deliver(event as HostcallEvent);
  }

  #take(): TracedCall | undefined {
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
