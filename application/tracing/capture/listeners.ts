import { Observable, type Subscriber } from 'rxjs';
import { eventOf } from '../events/event-of.js';
import type { HostcallEvent } from '../events/hostcall-event.js';
import { type CallFilter, CompiledFilter } from '../filters/call-filter.js';
import type { CallRecord } from './call-record.js';
import { throwLater } from './throw-later.js';

/** Somebody who listens, and to what. */
interface Listener {
  readonly subscriber: Subscriber<HostcallEvent>;
  /** undefined for all calls. */
  readonly filter: CompiledFilter | undefined;
}

/**
 * Those who listen to one stream of events. Subscribers are called directly: a `Subject` in between costs more than the event.
 * The array is replaced, not changed, so subscribing and unsubscribing while an event is delivered is harmless.
 */
export class Listeners {
  #listeners: readonly Listener[] = [];
  /** Events that found no stack left to be delivered on. */
  readonly #late: { readonly subscriber: Subscriber<HostcallEvent>; readonly record: CallRecord }[] = [];
  readonly #changed: () => void;

  /** @param changed is called whenever somebody came or went */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * The events that pass a filter.
   * @throws ConfigurationError for a filter that cannot be meant so
   */
  events$(filter?: CallFilter): Observable<HostcallEvent> {
    const compiled = filter === undefined ? undefined : new CompiledFilter(filter);
    return new Observable(subscriber => {
      const listener = { subscriber, filter: compiled };
      this.#listeners = [...this.#listeners, listener];
      this.#changed();
      return () => {
        this.#listeners = this.#listeners.filter(other => other !== listener);
        this.#changed();
      };
    });
  }

  /** The filters of all who listen; undefined for one who wants all. */
  get filters(): readonly (CompiledFilter | undefined)[] {
    return this.#listeners.map(({ filter }) => filter);
  }

  /** Whether anybody may want a call that has begun. */
  admitEntry(record: CallRecord): boolean {
    return this.#listeners.some(({ filter }) => filter === undefined || filter.admitsEntry(record));
  }

  /**
   * Hands a call that has ended to those who want it; if the stack ends there, with the next call, or when `settle` is called.
   * @throws what the engine throws where the stack is used up; nobody has been told then
   */
  deliver(record: CallRecord): void {
    const listeners = this.#listeners;
    if (this.#late.length > 0) this.#deliverLate(false);
    const behind = this.#late.length > 0;
    for (let i = 0; i < listeners.length; i++) {
      const listener = listeners[i] as Listener;
      const { subscriber, filter } = listener;
      try {
        if (filter !== undefined && !filter.admits(record)) continue;
        if (behind) this.#late.push({ subscriber, record });
        else subscriber.next(eventOf(record));
      } catch (error) {
        // Without a function of ours: there may be no stack for one.
        if (error instanceof RangeError) this.#late.push({ subscriber, record });
        else throwLater(error);
      }
    }
  }

  /** Hands on what has waited. To be called where there is stack. */
  settle(): void {
    this.#deliverLate(true);
  }

  /** @param last what cannot be delivered now is given up */
  #deliverLate(last: boolean): void {
    for (; this.#late.length > 0; this.#late.shift()) {
      const { subscriber, record } = this.#late[0] as { subscriber: Subscriber<HostcallEvent>; record: CallRecord };
      try {
        subscriber.next(eventOf(record));
      } catch (error) {
        if (!last && error instanceof RangeError) return;
        throwLater(error);
      }
    }
  }

  /** Hands a call that has begun to those who want it: how it will end is not known yet. */
  announce(record: CallRecord): void {
    const listeners = this.#listeners;
    for (let i = 0; i < listeners.length; i++) {
      const { subscriber, filter } = listeners[i] as Listener;
      if (filter === undefined || filter.admitsEntry(record)) next(subscriber, record);
    }
  }
}

/**
 * rxjs reports what a handler throws by itself, later. A subscriber of somebody's own making throws at once: that must reach neither the
 * guest nor the others.
 */
function next(subscriber: Subscriber<HostcallEvent>, record: CallRecord): void {
  try {
    subscriber.next(eventOf(record));
  } catch (error) {
    throwLater(error);
  }
}
