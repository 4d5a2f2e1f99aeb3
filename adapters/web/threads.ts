import type { HostThread, HostThreadListener, LinearMemory, Threads } from '../../domain/index.js';
import { mayBlock } from './blocking.js';
import { globals, now } from './globals.js';

/** Milliseconds that the thread is blocked at a time: about as long as a guest takes between two calls that follow one another. */
const BLOCKED_MS = 0.1;
/** Milliseconds after which the thread goes on with other things, however busy guests are. */
const TURN_MS = 2;

/** Not yet among the types of the language that this is compiled with: https://tc39.es/ecma262/#sec-atomics.waitasync */
type WaitAsync = (
  words: Int32Array,
  index: number,
  value: number,
) => { readonly async: false } | { readonly async: true; readonly value: Promise<string> };

const { waitAsync } = Atomics as unknown as { readonly waitAsync?: WaitAsync };

/**
 * Threads as far as JavaScript's standard has them: shared memory, and waiting for it. A platform brings the threads themselves.
 *
 * Something that is awaited costs a turn of the event loop, several times as much as a call of a guest. So the thread is blocked for a moment first, where it
 * may be: of calls that follow one another none waits for the event loop, which has its turn every few milliseconds.
 */
export abstract class StandardThreads implements Threads {
  /** When the event loop last had its turn. */
  #turn = Number.NEGATIVE_INFINITY;

  /** Whether the host has what threads need; in browsers a page that is cross-origin isolated has. */
  static get available(): boolean {
    return typeof SharedArrayBuffer === 'function' && waitAsync !== undefined;
  }

  abstract start(listener: HostThreadListener): HostThread;

  memory(initial: number, maximum: number): LinearMemory {
    return new WebAssembly.Memory({ initial, maximum, shared: true });
  }

  async changed(words: Int32Array, seen: number): Promise<void> {
    if (now() - this.#turn < TURN_MS) {
      if (mayBlock()) Atomics.wait(words, 0, seen, BLOCKED_MS);
      if (Atomics.load(words, 0) !== seen) return;
    }
    const waiting = (waitAsync as WaitAsync)(words, 0, seen);
    // What has changed meanwhile is not waited for, but other things have their turn.
    await (waiting.async ? waiting.value : new Promise<void>(resolve => globals.setTimeout?.(resolve, 0)));
    this.#turn = now();
  }
}
