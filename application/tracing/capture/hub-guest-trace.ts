import type { Observable } from 'rxjs';
import type { HostcallEvent } from '../events/hostcall-event.js';
import type { DenialFinder } from './call-examiner.js';
import type { GuestTap, GuestTrace, TappedGuest } from './guest-trace.js';
import { Tap } from './tap.js';
import { throwLater } from './throw-later.js';
import type { TraceHub } from './trace-hub.js';

/** A guest's part in the trace of a hub. */
export class HubGuestTrace implements GuestTrace {
  readonly instance: number;
  readonly #hub: TraceHub;
  #hostcalls$: Observable<HostcallEvent> | undefined;
  #closed = false;

  constructor(hub: TraceHub) {
    this.#hub = hub;
    this.instance = hub.nextInstance();
  }

  get hostcalls$(): Observable<HostcallEvent> {
    this.#hostcalls$ ??= this.#hub.hostcallsOf$(this);
    return this.#hostcalls$;
  }

  get denials(): DenialFinder | undefined {
    return this.#hub.denials;
  }

  get stacks(): boolean {
    return this.#hub.stacks;
  }

  get closed(): boolean {
    return this.#closed;
  }

  tap(guest: TappedGuest): GuestTap {
    return new Tap(this.#hub, guest);
  }

  throwLater(error: unknown): void {
    throwLater(error);
  }

  close(): void {
    this.#closed = true;
    this.#hub.completeGuest(this.instance);
  }
}
