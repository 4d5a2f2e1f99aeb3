import { Notifier } from '../../domain/index.js';

/** Without shared memory, or where it is not shared with another thread, only the same thread raises a signal. */
interface AsyncAtomics {
  waitAsync?(words: Int32Array, index: number, value: number, timeout: number): { readonly value: unknown };
}

/** A word of memory that changes whenever something may have become ready for which several threads may wait. */
export class SharedSignal {
  readonly #words: Int32Array;
  readonly #index: number;
  readonly #local = new Notifier();

  /** @param words of a memory that may be shared; the word at `index` is for this alone */
  constructor(words: Int32Array, index: number) {
    this.#words = words;
    this.#index = index;
  }

  /** What the word holds now. Who looks whether something is ready reads this before. */
  get value(): number {
    return Atomics.load(this.#words, this.#index);
  }

  /** Tells everybody who waits, in any thread. */
  raise(): void {
    Atomics.add(this.#words, this.#index, 1);
    Atomics.notify(this.#words, this.#index);
    this.#local.notify();
  }

  /** Blocks the thread until the word no longer holds `value`. Only of memory that is shared, in a thread that may block. */
  wait(value: number, milliseconds: number): void {
    Atomics.wait(this.#words, this.#index, value, milliseconds);
  }

  /**
   * Has a function called once the word no longer holds `value`. It may be called more often than that.
   * @returns what ends that; and whether changes in other threads are told of
   */
  subscribe(value: number, listener: () => void): { readonly end: () => void; readonly everywhere: boolean } {
    const end = this.#local.subscribe(listener);
    const { waitAsync } = Atomics as AsyncAtomics;
    if (waitAsync === undefined || !isShared(this.#words)) return { end, everywhere: !isShared(this.#words) };
    const { value: changed } = waitAsync.call(Atomics, this.#words, this.#index, value, Number.POSITIVE_INFINITY);
    if (changed instanceof Promise) changed.then(listener);
    else listener();
    return { end, everywhere: true };
  }
}

/** The handle of a stream or socket that is made ready by whoever raises a signal. */
export class SignalHandle {
  readonly signal: SharedSignal;
  /** Whether another thread can raise it. */
  readonly shared: () => boolean;
  /** What the signal held when it was last looked whether the stream or socket is ready. */
  seen = 0;

  constructor(signal: SharedSignal, shared: () => boolean) {
    this.signal = signal;
    this.shared = shared;
  }
}

function isShared({ buffer }: Int32Array): boolean {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}
