import type { LinearMemory } from './linear-memory.js';

/** A thread of the host, which runs code of a guest. */
export interface HostThread {
  /** Sends it a message: data that can be cloned, modules and shared memories. Messages arrive in order, while it runs no code of the guest. */
  post(message: object): void;
  /**
   * Ends it, whatever it does. Its listener is not told.
   * @returns a promise of the time when it has ended, which is never rejected
   */
  end(): Promise<void>;
}

/** Who is told of a thread. */
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
   * @throws an error of the host's if it can start no other
   */
  start(listener: HostThreadListener): HostThread;
  /**
   * Waits until the first of some shared words is another number, which a thread tells by `Atomics.notify`. This thread may be blocked for some microseconds
   * at a time, and goes on with other things in between.
   * @param seen the number that it was
   * @returns a promise, which is never rejected
   */
  changed(words: Int32Array, seen: number): Promise<void>;
}
