import type { Observable } from 'rxjs';
import type { Abi, Clocks } from '../../../domain/index.js';
import type { EventClass } from '../events/event-of.js';
import type { HostcallEvent } from '../events/hostcall-event.js';
import { type CallFilter, type CompiledFilter, HOSTCALL_COUNT } from '../filters/call-filter.js';
import { Meter, type MeterSettings } from '../summary/meter.js';
import { changingCalls, type DenialFinder } from './call-examiner.js';
import type { CallRecord } from './call-record.js';
import { callShapes } from './call-shape.js';
import type { CaptureChoice } from './capture-context.js';
import { type CapturePlan, capturePlan } from './capture-plan.js';
import { CaptureStore } from './capture-store.js';
import type { DumpedDescriptors } from './dumped-descriptors.js';
import { Interest } from './interest.js';
import { Listeners } from './listeners.js';
import type { TraceSettings } from './trace-settings.js';
import { type TracedEngine, WITHOUT_ENGINE } from './traced-engine.js';

/**
 * Where the taps of all guests of a runtime come together. It knows what is wanted of each hostcall, and only that is recorded.
 */
export class TraceHub {
  /** The interest in each hostcall, by its number: bits of {@link Interest}. */
  readonly interest: Uint8Array = new Uint8Array(HOSTCALL_COUNT);
  /** The interest in each hostcall of every guest; the rest of {@link interest} is in {@link #watched} guests only. */
  readonly #shared = new Uint8Array(HOSTCALL_COUNT);
  /** The guests that have subscribers of their own, by their numbers. */
  readonly #watched = new Set<number>();
  /** The meters. The array is replaced, not changed. */
  meters: readonly Meter[] = [];
  readonly dumps: DumpedDescriptors | undefined;
  /** Whether records get details of descriptors, and stacks. */
  readonly details: boolean;
  readonly stacks: boolean;
  readonly clock: Pick<Clocks, 'monotonic'> | undefined;
  /** Who finds out why calls fail. */
  readonly denials: DenialFinder | undefined;
  readonly Event: EventClass;
  readonly store = new CaptureStore();
  readonly #choice: CaptureChoice;
  readonly #finished: Listeners;
  readonly #entered: Listeners;
  #hostcalls$: Observable<HostcallEvent> | undefined;
  #entered$: Observable<HostcallEvent> | undefined;
  /** The engine, for the stack. */
  readonly engine: TracedEngine;
  readonly #plans = new Map<Abi, readonly CapturePlan[]>();
  readonly #dumpPlans = new Map<Abi, readonly CapturePlan[]>();
  /** The actions before the next call of any guest. */
  #before: (() => void) | undefined;
  #sequence = 0;
  #instances = 0;

  /**
   * @param Event what is made for each call that is wanted
   * @param engine the one that runs the guests. Default: none; then stacks are empty
   */
  constructor(Event: EventClass, settings: TraceSettings = {}, engine: TracedEngine = WITHOUT_ENGINE) {
    this.Event = Event;
    this.engine = engine;
    this.#finished = new Listeners(() => this.#survey(), engine);
    this.#entered = new Listeners(() => this.#survey(), engine);
    const { payload = 32, whole, complete, redact } = settings;
    this.#choice = { payload, whole, complete, redact };
    this.dumps = settings.dumps;
    this.details = settings.details ?? false;
    this.stacks = settings.stacks ?? false;
    this.clock = settings.clock;
    this.denials = settings.denials;
  }

  /** One event for each call that has ended, delivered inside the call. */
  get hostcalls$(): Observable<HostcallEvent> {
    this.#hostcalls$ ??= this.#finished.events$();
    return this.#hostcalls$;
  }

  /** One event for each call before it does its work. It is the object that `hostcalls$` delivers later, then complete. */
  get entered$(): Observable<HostcallEvent> {
    this.#entered$ ??= this.#entered.events$();
    return this.#entered$;
  }

  /** As `hostcalls$`, but only calls that pass a filter; the others cost nothing as far as their name tells that they don't. */
  watch(filter: CallFilter): Observable<HostcallEvent> {
    return this.#finished.events$(filter);
  }

  /** As `entered$`, but only calls that pass a filter. Its status does not count: that is not known yet. */
  watchEntered(filter: CallFilter): Observable<HostcallEvent> {
    return this.#entered.events$(filter);
  }

  /**
   * Counts and times calls from now on, without making events.
   * @param memory is counted in; see {@link Meter}
   */
  meter(settings: MeterSettings = {}, memory?: SharedArrayBuffer): Meter {
    const leave = () => {
      this.meters = this.meters.filter(other => other !== meter);
      this.#survey();
    };
    const meter: Meter = new Meter(settings, leave, memory);
    this.meters = [...this.meters, meter];
    this.#survey();
    return meter;
  }

  /**
   * Has something done, once, when the next call of any guest begins: before it is captured or has any effect. No call before it costs anything.
   * It may be asked for at any time, also while a call or a subscriber is at work, as an inspector of the engine does.
   */
  beforeNextCall(work: () => void): void {
    this.#before = work;
    this.#survey();
  }

  /** Does what is to be done before a call. */
  begin(): void {
    const before = this.#before;
    this.#before = undefined;
    this.#survey();
    before?.();
  }

  /** Works out what is wanted of each hostcall. */
  #survey(): void {
    this.interest.fill(0);
    for (const { filter } of this.#entered.wishes) this.#want(filter, Interest.ENTRY);
    for (const { calls } of this.meters) {
      for (let call = 0; call < HOSTCALL_COUNT; call++) {
        if (calls[call] === 1) (this.interest[call] as number) |= Interest.METER;
      }
    }
    const wishes = this.#finished.wishes;
    for (const { filter, instance } of wishes) if (instance === undefined) this.#wantFinished(filter);
    if (this.#before !== undefined) this.#want(undefined, Interest.BEFORE);
    this.#shared.set(this.interest);
    this.#watched.clear();
    for (const { filter, instance } of wishes) {
      if (instance === undefined) continue;
      this.#watched.add(instance);
      this.#wantFinished(filter);
    }
  }

  #wantFinished(filter: CompiledFilter | undefined): void {
    this.#want(
      filter,
      (filter === undefined || filter.successful ? Interest.SUCCESS : 0) |
        // A call that never returns has not succeeded.
        (filter === undefined || filter.failed || filter.unfinished ? Interest.FAILURE : 0),
    );
    if (this.denials === undefined) return;
    for (const call of changingCalls) (this.interest[call] as number) |= Interest.CAUSE;
  }

  #want(filter: CompiledFilter | undefined, bits: number): void {
    const paths = filter?.paths === undefined ? 0 : Interest.PATHS;
    for (let call = 0; call < HOSTCALL_COUNT; call++) {
      if (filter !== undefined && filter.calls[call] === 0) continue;
      (this.interest[call] as number) |= bits | paths;
    }
  }

  /** How each hostcall of an ABI is captured; by the call's number. */
  plans(abi: Abi): readonly CapturePlan[] {
    return memoized(this.#plans, abi, () => callShapes(abi).map(shape => capturePlan(shape, this.#choice)));
  }

  /** The same for calls whose bytes are all kept. */
  dumpPlans(abi: Abi): readonly CapturePlan[] {
    const choice = { ...this.#choice, payload: Number.POSITIVE_INFINITY };
    return memoized(this.#dumpPlans, abi, () => callShapes(abi).map(shape => capturePlan(shape, choice)));
  }

  /** The number of the next call. */
  nextSequence(): number {
    return this.#sequence++;
  }

  /** The number of the next guest. */
  nextInstance(): number {
    return this.#instances++;
  }

  /**
   * The finished calls of one guest. The stream completes with `completeGuest`.
   * @param guest its number; if it is closed, there are none, and the stream completes at once
   */
  hostcallsOf$(guest: { readonly instance: number; readonly closed: boolean }): Observable<HostcallEvent> {
    return this.#finished.eventsOf$(guest);
  }

  /** A guest makes no more calls: completes its streams. */
  completeGuest(instance: number): void {
    this.#finished.complete(instance);
  }

  /**
   * Whether a call that {@link interest} is in is wanted of this guest.
   * @param call the hostcall's number
   * @param instance the guest's number
   */
  wants(call: number, instance: number): boolean {
    return this.#shared[call] !== 0 || this.#watched.has(instance);
  }

  /** Whether a subscriber may want the event of a call that has begun, by the paths it touches. */
  admitsEntry(record: CallRecord): boolean {
    return this.#finished.admitEntry(record) || this.#entered.admitEntry(record);
  }

  /** Tells that a call has begun. */
  announce(record: CallRecord): void {
    this.#entered.announce(record);
  }

  /** Tells that a call has ended. */
  deliver(record: CallRecord): void {
    this.#finished.deliver(record);
  }

  /** Delivers the calls that could not be delivered because the stack was used up. */
  settle(): void {
    this.#finished.settle();
  }
}

function memoized<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
