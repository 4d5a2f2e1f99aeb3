import type { LinearMemory } from './linear-memory.js';

/** A thread of the host, which runs code of a guest. */
export interface HostThread {
  /** Sends it a message: data that can be cloned, modules and shared memories. Messages arrive in order, while it runs no code of the guest. */
  post(message: object): void;
  /**
   * Ends it, whatever it does. Its listener is not notified.
   * @returns a promise that is fulfilled when it has ended, and never rejected
   */
  end(): Promise<void>;
}

/** The listener of a thread. */
export interface HostThreadListener {
  message(message: unknown): void;
  /** It has ended by itself: for lack of memory, or because it could not begin. */
  failed(error: unknown): void;
}

/** The part of an engine that runs the code of one guest in several threads, over one memory. */
export interface Threads {
  /**
   * Makes a memory that threads can share.
   * @param initial pages of 64 KiB that it begins with
   * @param maximum pages that it can grow to
   * @throws RangeError if there is no room for it
   */
  memory(initial: number, maximum: number): LinearMemory;
  /**
   * Starts a thread that does what messages ask it to: see `serveThread`.
   * @throws the host's error if it cannot start another
   */
  start(listener: HostThreadListener): HostThread;
  /**
   * Waits until the first of some shared words changes, which a thread signals by `Atomics.notify`. This thread may be blocked for some microseconds
   * at a time, and does other work in between.
   * @param seen its number before
   * @returns a promise, which is never rejected
   */
  changed(words: Int32Array, seen: number): Promise<void>;
}
