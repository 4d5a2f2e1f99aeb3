import type { Observable } from 'rxjs';
import type { ShellTracer } from '../../abi/index.js';
import type { HostcallEvent } from '../events/hostcall-event.js';
import type { CallExtras } from './call-record.js';
import type { GuestTap, GuestTrace, TappedGuest } from './guest-trace.js';

/**
 * A guest's part in a trace that is made when the guest's calls are first asked for. Until then a call costs one branch, and nothing that captures or
 * decodes calls need be loaded.
 */
export class LazyGuestTrace implements GuestTrace {
  readonly instance = 0;
  /** A trace that does not exist yet has no subscriber to its failures. */
  readonly denials = undefined;
  readonly stacks = false;
  readonly #load: () => GuestTrace;
  #trace: GuestTrace | undefined;
  #closed = false;

  /** @param load makes the trace, of a hub that no other guest is of; it is called once at most */
  constructor(load: () => GuestTrace) {
    this.#load = load;
  }

  get hostcalls$(): Observable<HostcallEvent> {
    return this.#loaded().hostcalls$;
  }

  tap(guest: TappedGuest): GuestTap {
    return new LazyTap(() => this.#trace?.tap(guest));
  }

  throwLater(error: unknown): void {
    this.#loaded().throwLater(error);
  }

  close(): void {
    this.#closed = true;
    this.#trace?.close();
  }

  #loaded(): GuestTrace {
    if (this.#trace === undefined) {
      this.#trace = this.#load();
      if (this.#closed) this.#trace.close();
    }
    return this.#trace;
  }
}

/** A tap of a trace that may not be there yet. */
class LazyTap implements GuestTap {
  readonly #connect: () => GuestTap | undefined;
  #tap: GuestTap | undefined;
  #open = true;

  /** @param connect makes the tap; undefined as long as there is no trace */
  constructor(connect: () => GuestTap | undefined) {
    this.#connect = connect;
  }

  tracer(call: number): ShellTracer | null {
    if (!this.#open) return null;
    this.#tap ??= this.#connect();
    return this.#tap === undefined ? null : this.#tap.tracer(call);
  }

  note(extras: CallExtras, call?: number): void {
    this.#tap?.note(extras, call);
  }

  settle(): void {
    this.#tap?.settle();
  }

  close(): void {
    this.#tap?.close();
    this.#open = false;
  }
}
