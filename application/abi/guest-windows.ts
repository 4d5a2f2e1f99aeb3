import type { ByteSpan, Events, Iovecs, Subscriptions } from '../../domain/index.js';
import type { GuestMemory } from './guest-memory.js';

/** Windows of a scattered read or a gathered write. `array` is that of the memory as it is now, so it is good after the memory has grown, too. */
export class LiftedIovecs implements Iovecs {
  count = 0;
  readonly offsets: number[] = [];
  readonly lengths: number[] = [];
  total = 0;
  readonly #memory: GuestMemory;

  constructor(memory: GuestMemory) {
    this.#memory = memory;
  }

  get array(): Uint8Array {
    return this.#memory.current();
  }
}

/** The window of a buffer, in the memory as it is now. */
export class LiftedSpan implements ByteSpan {
  offset = 0;
  length = 0;
  readonly #memory: GuestMemory;

  constructor(memory: GuestMemory) {
    this.#memory = memory;
  }

  get array(): Uint8Array {
    return this.#memory.current();
  }
}

/** Subscriptions, with room for their events. */
export interface LiftedSubscriptions extends Subscriptions {
  readonly events: Events;
}
