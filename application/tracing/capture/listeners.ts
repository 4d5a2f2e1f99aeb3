import { Observable, type Subscriber } from 'rxjs';
import { eventOf } from '../events/event-of.js';
import type { HostcallEvent } from '../events/hostcall-event.js';
import { type CallFilter, CompiledFilter } from '../filters/call-filter.js';
import type { CallRecord } from './call-record.js';
import { throwLater } from './throw-later.js';
import type { TracedEngine } from './traced-engine.js';

/** The calls that a subscriber wants. */
export interface Wish {
  /** undefined for all calls. */
  readonly filter: CompiledFilter | undefined;
  /** The number of the guest that makes them; undefined for all guests. */
  readonly instance: number | undefined;
}

/** A subscriber, and what it wants. */
interface Listener extends Wish {
  readonly subscriber: Subscriber<HostcallEvent>;
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
  readonly #engine: TracedEngine;

  /**
   * @param changed called whenever a listener is added or removed
   * @param engine the one that runs the guests
   */
  constructor(changed: () => void, engine: TracedEngine) {
    this.#changed = changed;
    this.#engine = engine;
  }

  /**
   * The events that pass a filter.
   * @throws ConfigurationError for a filter that cannot be meant so
   */
  events$(filter?: CallFilter): Observable<HostcallEvent> {
    const compiled = filter === undefined ? undefined : new CompiledFilter(filter);
    return new Observable(subscriber => this.#add({ subscriber, filter: compiled, instance: undefined }));
  }

  /**
   * The events of one guest.
   * @param guest its number; if it is closed, there are none, and the stream completes at once
   */
  eventsOf$(guest: { readonly instance: number; readonly closed: boolean }): Observable<HostcallEvent> {
    return new Observable(subscriber => {
      if (!guest.closed) return this.#add({ subscriber, filter: undefined, instance: guest.instance });
      subscriber.complete();
    });
  }

  /** @returns what removes it again */
  #add(listener: Listener): () => void {
    this.#listeners = [...this.#listeners, listener];
    this.#changed();
    return () => {
      this.#listeners = this.#listeners.filter(other => other !== listener);
      this.#changed();
    };
  }

  /** Completes the streams of one guest. What of its events has waited is delivered before. */
  complete(instance: number): void {
    const listeners = this.#listeners.filter(listener => listener.instance === instance);
    if (listeners.length === 0) return;
    this.settle();
    for (const { subscriber } of listeners) {
      try {
        subscriber.complete();
      } catch (error) {
        throwLater(error);
      }
    }
  }

  /** The interests of the subscribers. */
  get wishes(): readonly Wish[] {
    return this.#listeners;
  }

  /** Whether a subscriber may want a call that has begun. */
  admitEntry(record: CallRecord): boolean {
    return this.#listeners.some(
      ({ filter, instance }) =>
        (instance === undefined || instance === record.instance) &&
        (filter === undefined || filter.admitsEntry(record)),
    );
  }

  /**
   * Hands a call that has ended to those who want it; if the stack ends there, with the next call, or when `settle` is called.
   * @throws what the engine throws where the stack is used up; no listener has been called then
   */
  deliver(record: CallRecord): void {
    const listeners = this.#listeners;
    if (this.#late.length > 0) this.#deliverLate(false);
    const behind = this.#late.length > 0;
    for (let i = 0; i < listeners.length; i++) {
      const listener = listeners[i] as Listener;
      const { subscriber, filter, instance } = listener;
      try {
        if (instance !== undefined && instance !== record.instance) continue;
        if (filter !== undefined && !filter.admits(record)) continue;
        if (behind) this.#late.push({ subscriber, record });
        else subscriber.next(eventOf(record));
      } catch (error) {
        if (this.#isOverflow(error)) this.#late.push({ subscriber, record });
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
        if (!last && this.#isOverflow(error)) return;
        throwLater(error);
      }
    }
  }

  /** Asked where there may be no stack for the question either. */
  #isOverflow(error: unknown): boolean {
    try {
      return this.#engine.isStackOverflow(error);
    } catch {
      return true;
    }
  }

  /** Hands a call that has begun to its subscribers: how it will end is not known yet. */
  announce(record: CallRecord): void {
    const listeners = this.#listeners;
    for (let i = 0; i < listeners.length; i++) {
      const { subscriber, filter } = listeners[i] as Listener;
      if (filter === undefined || filter.admitsEntry(record)) next(subscriber, record);
    }
  }
}

/**
 * rxjs reports what a handler throws by itself, later. A subscriber that is not rxjs's own throws at once: that must reach neither the
 * guest nor the others.
 */
function next(subscriber: Subscriber<HostcallEvent>, record: CallRecord): void {
  try {
    subscriber.next(eventOf(record));
  } catch (error) {
    throwLater(error);
  }
}
