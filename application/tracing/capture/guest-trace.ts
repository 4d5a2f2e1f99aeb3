import type { Observable } from 'rxjs';
import type { HostcallEvent } from '../events/hostcall-event.js';
import type { Listeners } from './listeners.js';

/** One guest's part in the trace. It refers to nothing of the guest: a subscriber does not keep the guest's memory alive. */
export class GuestTrace {
  /** The guest's number in events. */
  readonly instance: number;
  /** The guest's finished calls. Completes when the guest is closed, at once if it is closed already. */
  readonly hostcalls$: Observable<HostcallEvent>;
  readonly #finished: Listeners;
  #closed = false;

  /** @param finished the subscribers to finished calls of all guests */
  constructor(instance: number, finished: Listeners) {
    this.instance = instance;
    this.#finished = finished;
    this.hostcalls$ = finished.eventsOf$(this);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Completes {@link hostcalls$}. To be called when the guest makes no more calls. */
  close(): void {
    this.#closed = true;
    this.#finished.complete(this.instance);
  }
}
