import type { CallExtras } from './call-record.js';
import type { TraceHub } from './trace-hub.js';
import { type TappedGuest, Tracer } from './tracer.js';

/** One guest's connection to the trace. */
export class Tap {
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

  /**
   * Receives the calls; null when no subscriber wants them. It asks the hub, so the hub keeps no list of guests, which would keep their
   * memories alive.
   * @param call the hostcall's number
   */
  tracer(call: number): Tracer | null {
    return this.#interest[call] === 0 ? null : this.#watchedTracer(call);
  }

  #watchedTracer(call: number): Tracer | null {
    if (!this.#open || !this.#hub.wants(call, this.#instance)) return null;
    this.#tracer ??= new Tracer(this.#hub, this.#guest, this.#instance);
    return this.#tracer;
  }

  /**
   * Notes something about the call that is being made, if its event is wanted.
   * @param call the hostcall's number: nothing is noted if the call being recorded is another
   */
  note(extras: CallExtras, call?: number): void {
    this.#tracer?.note(extras, call);
  }

  /** Tells of calls that have not returned and never will. To be called when something was thrown out of the guest. */
  settle(): void {
    this.#tracer?.settle();
  }

  /** Ends the guest's part in the trace. */
  close(): void {
    this.settle();
    this.#open = false;
  }
}
