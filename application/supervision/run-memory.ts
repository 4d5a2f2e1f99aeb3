import type { Iovecs } from '../../domain/index.js';
import { SharedRing } from './shared-ring.js';

/** Bytes of input that are on their way, and bytes of each output. As much as a pipe of Linux holds. */
export const CAPACITY = 65_536;
/** Events on their way. */
export const MOST_CALLS = 1024;

/** The two streams that a program writes to. */
export type OutputName = 'stdout' | 'stderr';

/** The meaning of the memory's words. */
const CHANGED = 0;
const STOPPED = 1;
const CALLS = 2;
const WRITTEN = 3;
const READ = 4;
const ENDED = 5;
const WANTED = 6;
const UNREAD = { stdout: 7, stderr: 8 } as const;
const CLOSED = { stdout: 9, stderr: 10 } as const;
const BEGUN = 11;
/** Where a number of 64 bits is, in bytes. */
const CPU_TIME = 48;
const HEADER = 64;

/**
 * What the two threads of one run share: the one that runs the program, which is blocked most of the time, and the one that has asked for it. Each has an
 * object of this class over the same memory. Whatever the asking thread changes wakes the other.
 */
export class RunMemory {
  readonly buffer: SharedArrayBuffer;
  /** Its first word changes with everything that the asking thread does: what the other waits on. */
  readonly words: Int32Array;
  readonly #input: SharedRing;

  /** @param buffer that of the other thread's object; a new one if not given */
  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(HEADER + CAPACITY)) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer, 0, HEADER / 4);
    this.#input = new SharedRing(this.words, WRITTEN, READ, new Uint8Array(buffer, HEADER));
  }

  /** Whether the program is to stop. */
  get stopped(): boolean {
    return this.#load(STOPPED) !== 0;
  }

  /** Wakes the other thread, wherever it waits. */
  wake(): void {
    Atomics.add(this.words, CHANGED, 1);
    Atomics.notify(this.words, CHANGED);
  }

  /** Has the program stop at its next hostcall, or where it waits. */
  stop(): void {
    this.#store(STOPPED, 1);
  }

  /** The program begins now. @param cpuTime of its thread, in nanoseconds */
  begin(cpuTime: number): void {
    new Float64Array(this.buffer, CPU_TIME, 1)[0] = cpuTime;
    Atomics.store(this.words, BEGUN, 1);
  }

  /** The CPU time of the thread when the program began; undefined before. */
  get cpuTimeBefore(): number | undefined {
    return this.#load(BEGUN) === 0 ? undefined : new Float64Array(this.buffer, CPU_TIME, 1)[0];
  }

  /** How many bytes an output takes now; negative if its reader has closed it. */
  room(output: OutputName): number {
    return this.#load(CLOSED[output]) !== 0 ? -1 : CAPACITY - this.#load(UNREAD[output]);
  }

  /** Notes bytes that are on their way. */
  sent(output: OutputName, bytes: number): void {
    Atomics.add(this.words, UNREAD[output], bytes);
  }

  /** Notes bytes that have arrived and been taken. */
  taken(output: OutputName, bytes: number): void {
    Atomics.sub(this.words, UNREAD[output], bytes);
    this.wake();
  }

  /** The reader of an output has closed it. */
  closeOutput(output: OutputName): void {
    this.#store(CLOSED[output], 1);
  }

  /** Whether one more event may be sent. */
  get takesCalls(): boolean {
    return this.#load(CALLS) < MOST_CALLS;
  }

  sentCall(): void {
    Atomics.add(this.words, CALLS, 1);
  }

  takenCall(): void {
    Atomics.sub(this.words, CALLS, 1);
    this.wake();
  }

  /** Bytes of the input that can be read. */
  get available(): number {
    return this.#input.available;
  }

  /** Whether no more input comes than what is {@link available}. */
  get inputEnded(): boolean {
    return this.#load(ENDED) !== 0;
  }

  endInput(): void {
    this.#store(ENDED, 1);
  }

  /**
   * Gives the program input.
   * @returns how many bytes of it there was room for
   */
  give(bytes: Uint8Array): number {
    const length = this.#input.give(bytes);
    if (length > 0) this.wake();
    return length;
  }

  /** Notes whether the asking thread is to be told when input has been read. */
  wantRoom(wanted: boolean): void {
    Atomics.store(this.words, WANTED, wanted ? 1 : 0);
  }

  /** @returns whether the asking thread is to be told now */
  roomWanted(): boolean {
    return Atomics.exchange(this.words, WANTED, 0) !== 0;
  }

  /** Reads input. @param length at most what is {@link available}, and what there is room for */
  read(into: Iovecs, length: number): void {
    this.#input.read(into, length);
  }

  #load(word: number): number {
    return Atomics.load(this.words, word);
  }

  #store(word: number, value: number): void {
    Atomics.store(this.words, word, value);
    this.wake();
  }
}
