import type { CallExtras } from './call-record.js';
import type { GuestTap, TappedGuest } from './guest-trace.js';
import type { TraceHub } from './trace-hub.js';
import { Tracer } from './tracer.js';

/** One guest's connection to a hub. */
export class Tap implements GuestTap {
  readonly #hub: TraceHub;
  readonly #interest: Uint8Array;
  readonly #guest: TappedGuest;
  readonly #instance: number;
  #tracer: Tracer | undefined;
  #open = true;

  constructor(hub: TraceHub, guest: TappedGuest) {
    this.#hub = hub;
    this.#interest = hub.interest;
    this.#guest = guest;
    this.#instance = guest.instance ?? hub.nextInstance();
  }

  /** Asks the hub, so that the hub keeps no list of guests, which would keep their memories alive. */
  tracer(call: number): Tracer | null {
    return this.#interest[call] === 0 ? null : this.#watchedTracer(call);
  }

  #watchedTracer(call: number): Tracer | null {
    if (!this.#open || !this.#hub.wants(call, this.#instance)) return null;
    this.#tracer ??= new Tracer(this.#hub, this.#guest, this.#instance);
    return this.#tracer;
  }

  note(extras: CallExtras, call?: number): void {
    this.#tracer?.note(extras, call);
  }

  settle(): void {
    this.#tracer?.settle();
  }

  close(): void {
    this.settle();
    this.#open = false;
  }
}
