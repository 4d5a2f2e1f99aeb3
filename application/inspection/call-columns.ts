import { everyHostcall, type HostcallName } from '../../domain/index.js';

/** How a call ended, as a number in a column: {@link CallColumns.statuses}. */
export const Status = { successful: 0, failed: 1, unfinished: 2 } as const;

/** Marks of a call, bit by bit: {@link CallColumns.marks}. */
export const Mark = { injected: 1, delayed: 2, descriptor: 4, other: 8 } as const;

/** What columns keep of a call. */
export interface CallFacts {
  /** The hostcall's number in the table. */
  readonly call: number;
  /** One of `Status`. */
  readonly status: number;
  readonly errno: number;
  readonly injected: boolean;
  readonly delayed: boolean;
  readonly instance: number;
  readonly thread: number;
  /** Its first descriptor, as u32. */
  readonly descriptor: number | undefined;
  /** Its second descriptor, or the one that it opened. */
  readonly other: number | undefined;
  /** Nanoseconds; NaN if unknown. */
  readonly start: number;
  readonly duration: number;
  readonly bytes: number;
  /** From `Touched.number`. */
  readonly touched: number;
}

const FIRST_CAPACITY = 4096;

/**
 * What lists, filters and timelines need of every call, as columns of numbers: 43 bytes a call. The first `length` numbers of each are valid. Columns
 * grow: a column is then replaced by a larger array with the same contents.
 */
export interface CallColumns {
  /** How many calls there are. */
  readonly length: number;
  /** Hostcalls, by their numbers in the table. */
  readonly names: Uint8Array;
  /** How each ended: a `Status`. */
  readonly statuses: Uint8Array;
  /** Bits of `Mark`. */
  readonly marks: Uint8Array;
  /** Errnos; 0 for success, and for calls that did not return. */
  readonly errnos: Uint16Array;
  /** Which guest made it. */
  readonly instances: Uint32Array;
  /** Which thread of that guest; 1 is its first. */
  readonly threads: Uint16Array;
  /** The first descriptor, where `Mark.descriptor` is set. */
  readonly descriptors: Uint32Array;
  /** The second descriptor, or the one that the call opened, where `Mark.other` is set. */
  readonly others: Uint32Array;
  /** When each began, in nanoseconds; NaN if unknown. */
  readonly starts: Float64Array;
  /** Nanoseconds from beginning to end; NaN if unknown. */
  readonly durations: Float64Array;
  /** Bytes read, written or filled. */
  readonly bytes: Uint32Array;
  /** What each touches, by a number of `Touched`. */
  readonly touched: Uint32Array;
  /** The name of a call. */
  name(index: number): HostcallName;
  /** The first descriptor of a call; undefined if it takes none. */
  descriptor(index: number): number | undefined;
  /** The second descriptor of a call, or the one that it opened. */
  other(index: number): number | undefined;
}

/** The columns of calls while they are read. */
export class ColumnWriter implements CallColumns {
  length = 0;
  names: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  statuses: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  marks: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  errnos: Uint16Array = new Uint16Array(FIRST_CAPACITY);
  instances: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  threads: Uint16Array = new Uint16Array(FIRST_CAPACITY);
  descriptors: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  others: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  starts: Float64Array = new Float64Array(FIRST_CAPACITY);
  durations: Float64Array = new Float64Array(FIRST_CAPACITY);
  bytes: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  touched: Uint32Array = new Uint32Array(FIRST_CAPACITY);

  /** Adds a call. */
  add(call: CallFacts): void {
    if (this.length === this.names.length) this.#grow();
    const at = this.length++;
    const { descriptor, other } = call;
    this.names[at] = call.call;
    this.statuses[at] = call.status;
    this.errnos[at] = call.errno;
    this.marks[at] =
      (call.injected ? Mark.injected : 0) |
      (call.delayed ? Mark.delayed : 0) |
      (descriptor === undefined ? 0 : Mark.descriptor) |
      (other === undefined ? 0 : Mark.other);
    this.instances[at] = call.instance;
    this.threads[at] = call.thread;
    this.descriptors[at] = descriptor ?? 0;
    this.others[at] = other ?? 0;
    this.starts[at] = call.start;
    this.durations[at] = call.duration;
    this.bytes[at] = call.bytes;
    this.touched[at] = call.touched;
  }

  name(index: number): HostcallName {
    return everyHostcall[this.names[index] as number] as HostcallName;
  }

  descriptor(index: number): number | undefined {
    return ((this.marks[index] as number) & Mark.descriptor) === 0 ? undefined : this.descriptors[index];
  }

  other(index: number): number | undefined {
    return ((this.marks[index] as number) & Mark.other) === 0 ? undefined : this.others[index];
  }

  #grow(): void {
    const size = 2 * this.names.length;
    this.names = grown(this.names, new Uint8Array(size));
    this.statuses = grown(this.statuses, new Uint8Array(size));
    this.marks = grown(this.marks, new Uint8Array(size));
    this.errnos = grown(this.errnos, new Uint16Array(size));
    this.instances = grown(this.instances, new Uint32Array(size));
    this.threads = grown(this.threads, new Uint16Array(size));
    this.descriptors = grown(this.descriptors, new Uint32Array(size));
    this.others = grown(this.others, new Uint32Array(size));
    this.starts = grown(this.starts, new Float64Array(size));
    this.durations = grown(this.durations, new Float64Array(size));
    this.bytes = grown(this.bytes, new Uint32Array(size));
    this.touched = grown(this.touched, new Uint32Array(size));
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
