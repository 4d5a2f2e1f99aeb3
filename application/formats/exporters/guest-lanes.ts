import { takesBytes } from '../../../domain/index.js';
import type { CallRecord } from '../../tracing/index.js';
import { counterEvent, nameEvent, sortEvent } from './trace-events.js';

/** The least time between two counters of bytes moved, in nanoseconds: one per call would double the file. */
const COUNTER_STEP = 1e6;

const FIRST_THREAD = 1;
/** The thread of calls without an open descriptor. The threads of descriptors follow it. */
const OWN_LANE = 1;
const FIRST_DESCRIPTOR = OWN_LANE + 1;
/** Behind them, the guest's threads but the first. A thread makes one call after the other, so that those on its lane never overlap. */
const THREADS = 2 ** 31;

/** One guest in a trace for Chrome: a process, its threads and its counters, each named before it is first used. */
export class GuestLanes {
  readonly pid: number;
  readonly ownLane = OWN_LANE;
  readonly #emit: (event: string) => void;
  /** Descriptors that have a lane. They are open, so there are no more than the guest may open. */
  readonly #named = new Set<number>();
  readonly #threads = new Set<number>();
  #memory = -1;
  #read = 0;
  #written = 0;
  #counted = 0;
  #countedAt = Number.NEGATIVE_INFINITY;

  /** @param emit is given each event that describes the guest */
  constructor(instance: number, program: string, emit: (event: string) => void) {
    // Viewers take process 0 for the idle task.
    this.pid = instance + 1;
    this.#emit = emit;
    emit(nameEvent(this.pid, undefined, program));
    this.#introduce(OWN_LANE, 'no descriptor');
  }

  /** The thread that a call is shown on. */
  lane({ descriptor, label, thread }: CallRecord): number {
    if (thread !== FIRST_THREAD) return this.#laneOfThread(thread);
    if (descriptor === undefined || label === undefined) return OWN_LANE;
    if (!this.#named.has(descriptor)) {
      this.#named.add(descriptor);
      this.#introduce(FIRST_DESCRIPTOR + descriptor, `descriptor ${descriptor}`);
    }
    return FIRST_DESCRIPTOR + descriptor;
  }

  #laneOfThread(thread: number): number {
    if (!this.#threads.has(thread)) {
      this.#threads.add(thread);
      this.#introduce(THREADS + thread, `thread ${thread}`);
    }
    return THREADS + thread;
  }

  /**
   * Brings the counters up to date after a call.
   * @param end when it ended, in nanoseconds
   */
  count(call: CallRecord, end: number): void {
    if (call.memorySize !== this.#memory) {
      this.#memory = call.memorySize;
      this.#emit(counterEvent(this.pid, 'memory', call.start, { bytes: call.memorySize }));
    }
    const { bytes } = call;
    if (bytes === 0) return;
    if (gives(call)) this.#written += bytes;
    else this.#read += bytes;
    if (end - this.#countedAt >= COUNTER_STEP) this.countRest(end);
  }

  /** Writes what has been moved since it was last written. */
  countRest(end: number): void {
    const moved = this.#read + this.#written;
    if (moved === this.#counted) return;
    this.#counted = moved;
    this.#countedAt = end;
    this.#emit(counterEvent(this.pid, 'bytes moved', end, { read: this.#read, written: this.#written }));
  }

  #introduce(tid: number, name: string): void {
    this.#emit(nameEvent(this.pid, tid, name));
    this.#emit(sortEvent(this.pid, tid));
  }
}

/** Whether a call takes bytes from the guest; the others fill its buffers. */
function gives({ shape }: CallRecord): boolean {
  return shape.params.some(({ kind }) => takesBytes(kind));
}
