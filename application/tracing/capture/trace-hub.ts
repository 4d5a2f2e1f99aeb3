import { Observable, type Subscriber } from 'rxjs';
import type { HostcallEvent } from '../events/hostcall-event.js';
import { type Abi, callShapes } from './call-shape.js';
import { type CapturePlan, capturePlan } from './capture-plan.js';
import { CaptureStore } from './capture-store.js';
import { throwLater } from './throw-later.js';

/** What can be set about the tracing of a runtime. */
export interface TraceSettings {
  /** How many bytes of what a call reads or writes are kept with its event. Names are kept whole. Default 32. */
  readonly payload?: number;
}

/**
 * Those who listen to one stream of events. Subscribers are called directly: a `Subject` in between costs more than the event.
 * The array is replaced, not changed, so subscribing and unsubscribing while an event is delivered is harmless.
 */
class Listeners {
  subscribers: readonly Subscriber<HostcallEvent>[] = [];
  readonly events$: Observable<HostcallEvent>;

  /** @param changed is called whenever somebody came or went */
  constructor(changed: () => void) {
    this.events$ = new Observable(subscriber => {
      this.subscribers = [...this.subscribers, subscriber];
      changed();
      return () => {
        this.subscribers = this.subscribers.filter(other => other !== subscriber);
        changed();
      };
    });
  }

  deliver(event: HostcallEvent): void {
    const { subscribers } = this;
    for (let i = 0; i < subscribers.length; i++) {
      // rxjs reports what a handler throws by itself, later. A subscriber of somebody's own making throws at once: that must
      // reach neither the guest nor the others.
      try {
        (subscribers[i] as Subscriber<HostcallEvent>).next(event);
      } catch (error) {
        throwLater(error);
      }
    }
  }
}

/**
 * Where the taps of all guests of a runtime come together. It knows whether anybody is watching, and only then taps record.
 */
export class TraceHub {
  /** One event for each call that has ended, delivered inside the call. */
  readonly hostcalls$: Observable<HostcallEvent>;
  /** One event for each call before it does its work. It is the object that `hostcalls$` delivers later, then complete. */
  readonly entered$: Observable<HostcallEvent>;
  /** Somebody is watching. */
  watched = false;
  /** Bytes kept of what a call moves. */
  readonly payload: number;
  readonly store = new CaptureStore();
  readonly #finished: Listeners;
  readonly #entered: Listeners;
  readonly #plans = new Map<Abi, readonly CapturePlan[]>();
  #sequence = 0;
  #instances = 0;

  constructor(settings: TraceSettings = {}) {
    this.payload = settings.payload ?? 32;
    const changed = () => {
      this.watched = this.#finished.subscribers.length + this.#entered.subscribers.length > 0;
    };
    this.#finished = new Listeners(changed);
    this.#entered = new Listeners(changed);
    this.hostcalls$ = this.#finished.events$;
    this.entered$ = this.#entered.events$;
  }

  /** How each hostcall of an ABI is captured; by the call's number. */
  plans(abi: Abi): readonly CapturePlan[] {
    let plans = this.#plans.get(abi);
    if (plans === undefined) {
      plans = callShapes(abi).map(shape => capturePlan(shape, this.payload));
      this.#plans.set(abi, plans);
    }
    return plans;
  }

  /** The number of the next call. */
  nextSequence(): number {
    return this.#sequence++;
  }

  /** The number of the next guest. */
  nextInstance(): number {
    return this.#instances++;
  }

  /** Whether somebody wants to know of calls that begin. */
  get announces(): boolean {
    return this.#entered.subscribers.length > 0;
  }

  /** Tells that a call has begun. */
  announce(event: HostcallEvent): void {
    this.#entered.deliver(event);
  }

  /** Tells that a call has ended. */
  deliver(event: HostcallEvent): void {
    this.#finished.deliver(event);
  }
}
