import type { WasmType } from '../../../domain/index.js';
import type { RawArgument } from '../../abi/index.js';

/** The meaning of a slot's words. */
const STATE = 0;
const CALL = 1;
const RESULT = 2;
const FRAMES = 3;
const ARGUMENTS = 16;
const MOST_ARGUMENTS = 9;
const HEADER = ARGUMENTS + 8 * MOST_ARGUMENTS;
/** Bytes for the text of a stack; what is longer is left out. */
const FRAMES_ROOM = 0x8000;

/** Where the call of a thread is. Only the thread goes from `idle` to another state, and only the host back to `idle`. */
export const CallState = { idle: 0, called: 1, taken: 2, ended: 3 } as const;

/** How often a thread looks for the result before it is blocked: a result that comes as fast costs no system call. */
const LOOKS = 200;

/**
 * What a thread of a guest and the thread of its host share: the call that the thread makes, and what it gets. Each has an object of this class over the same
 * memory.
 */
export class CallSlot {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #wide: BigInt64Array;
  readonly #text: Uint8Array;

  /**
   * @param buffer that of the other thread's object; a new one if not given
   * @param frames whether a new one has room for the functions that lead to a call
   */
  constructor(buffer: SharedArrayBuffer | undefined, frames = false) {
    this.buffer = buffer ?? new SharedArrayBuffer(HEADER + (frames ? FRAMES_ROOM : 0));
    this.#words = new Int32Array(this.buffer, 0, HEADER / 4);
    this.#wide = new BigInt64Array(this.buffer, ARGUMENTS, MOST_ARGUMENTS);
    this.#text = new Uint8Array(this.buffer, HEADER);
  }

  /** One of {@link CallState}. */
  get state(): number {
    return Atomics.load(this.#words, STATE);
  }

  /**
   * In the thread of the guest: makes a call, and waits until the host has answered.
   * @param call the hostcall's number, with what tells its ABI
   * @param args its wasm arguments
   * @param bell rung to have the host look
   * @returns what the guest gets
   */
  call(call: number, args: readonly RawArgument[], bell: Int32Array): number {
    const words = this.#words;
    words[CALL] = call;
    for (let i = 0; i < args.length; i++) {
      const argument = args[i] as RawArgument;
      if (typeof argument === 'bigint') this.#wide[i] = argument;
      else words[(ARGUMENTS >> 2) + 2 * i] = argument;
    }
    this.#ring(CallState.called, bell);
    for (let looks = 0; looks < LOOKS; looks++) {
      if (Atomics.load(words, STATE) === CallState.idle) return words[RESULT] as number;
    }
    for (;;) {
      const state = Atomics.load(words, STATE);
      if (state === CallState.idle) return words[RESULT] as number;
      Atomics.wait(words, STATE, state);
    }
  }

  /** In the thread of the guest: tells that it has ended. */
  end(bell: Int32Array): void {
    this.#ring(CallState.ended, bell);
  }

  /** In the thread of the guest: adds the text of a stack to the call that is made next. */
  putFrames(text: Uint8Array): void {
    const fits = text.length <= this.#text.length;
    if (fits) this.#text.set(text);
    this.#words[FRAMES] = fits ? text.length : 0;
  }

  /** In the thread of the host: takes a call. @returns its number, with what tells its ABI */
  take(): number {
    Atomics.store(this.#words, STATE, CallState.taken);
    return this.#words[CALL] as number;
  }

  /** In the thread of the host: the arguments of the call that was taken. */
  arguments(types: readonly WasmType[]): RawArgument[] {
    return types.map((type, index) =>
      type === 'i64' ? (this.#wide[index] as bigint) : (this.#words[(ARGUMENTS >> 2) + 2 * index] as number),
    );
  }

  /** In the thread of the host: a copy of the text of the stack. */
  frames(): Uint8Array {
    return this.#text.slice(0, this.#words[FRAMES]);
  }

  /** In the thread of the host: answers the call that was taken. */
  answer(result: number): void {
    this.#words[RESULT] = result;
    Atomics.store(this.#words, STATE, CallState.idle);
    Atomics.notify(this.#words, STATE);
  }

  #ring(state: number, bell: Int32Array): void {
    Atomics.store(this.#words, STATE, state);
    Atomics.add(bell, 0, 1);
    Atomics.notify(bell, 0);
  }
}
