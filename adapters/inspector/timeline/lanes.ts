import { type CallList, Mark } from '../../../application/inspection/index.js';

/** A row of the timeline: the calls about one descriptor, those about none, or those of one thread. */
export interface Lane {
  readonly kind: 'descriptor' | 'none' | 'thread';
  /** The descriptor's or the thread's number. */
  readonly number: number;
  /** The file open under this number; undefined where there were several in turn. */
  label: string | undefined;
  calls: number;
}

/** Behind this many descriptors, further ones share the lane of calls about none. */
const MOST = 200;

/** Puts calls into lanes, as they are read. */
export class Lanes {
  /** Lanes in the order in which they came up. */
  readonly all: Lane[] = [];
  /** Of each call, the index of its lane in `all`. */
  laneOf: Uint16Array = new Uint16Array(4096);
  /** How many calls are in lanes. */
  length = 0;
  readonly #calls: CallList;
  readonly #byDescriptor = new Map<number, number>();
  readonly #threads = new Map<number, number>();
  #none = -1;

  constructor(calls: CallList) {
    this.#calls = calls;
  }

  /** The lanes of threads, by their numbers; empty if there is one thread alone. */
  get threads(): ReadonlyMap<number, number> {
    return this.#threads;
  }

  /** The lanes from top to bottom, as indexes of `all`: threads, descriptors by number, calls about none. */
  get order(): number[] {
    const rank = { thread: 0, descriptor: 1, none: 2 };
    const several = this.#threads.size > 1;
    return this.all
      .map((_, index) => index)
      .filter(index => several || this.all[index]?.kind !== 'thread')
      .sort((a, b) => {
        const [one, other] = [this.all[a] as Lane, this.all[b] as Lane];
        return rank[one.kind] - rank[other.kind] || one.number - other.number;
      });
  }

  /** Takes the calls that have been read since. */
  advance(): void {
    const { columns, touched } = this.#calls;
    if (this.laneOf.length < columns.length) {
      const longer = new Uint16Array(Math.max(columns.length, 2 * this.laneOf.length));
      longer.set(this.laneOf.subarray(0, this.length));
      this.laneOf = longer;
    }
    for (let call = this.length; call < columns.length; call++) {
      const marks = columns.marks[call] as number;
      const takes = (marks & Mark.descriptor) !== 0;
      const descriptor = takes
        ? columns.descriptors[call]
        : (marks & Mark.other) !== 0
          ? columns.others[call]
          : undefined;
      const index = descriptor === undefined ? this.#noneLane() : this.#descriptorLane(descriptor);
      this.laneOf[call] = index;
      const lane = this.all[index] as Lane;
      // The first path that a call touches is what its first descriptor is called.
      const label = takes ? touched.at(columns.touched[call] as number).paths[0] : undefined;
      if (lane.kind === 'descriptor' && label !== undefined) {
        if (lane.calls === 0 || lane.label === '') lane.label = label;
        else if (lane.label !== label) lane.label = undefined;
      }
      lane.calls++;
      const thread = this.all[this.#threadLane(columns.threads[call] as number)] as Lane;
      thread.calls++;
    }
    this.length = columns.length;
  }

  #descriptorLane(number: number): number {
    const known = this.#byDescriptor.get(number);
    if (known !== undefined) return known;
    if (this.#byDescriptor.size >= MOST) return this.#noneLane();
    const index = this.all.push({ kind: 'descriptor', number, label: '', calls: 0 }) - 1;
    this.#byDescriptor.set(number, index);
    return index;
  }

  #noneLane(): number {
    if (this.#none < 0) this.#none = this.all.push({ kind: 'none', number: 0, label: undefined, calls: 0 }) - 1;
    return this.#none;
  }

  #threadLane(number: number): number {
    const known = this.#threads.get(number);
    if (known !== undefined) return known;
    const index = this.all.push({ kind: 'thread', number, label: undefined, calls: 0 }) - 1;
    this.#threads.set(number, index);
    return index;
  }
}

/** The name of a lane. */
export function laneName({ kind, number, label }: Lane): string {
  if (kind === 'none') return 'other calls';
  if (kind === 'thread') return `thread ${number}`;
  return label === undefined || label === '' ? String(number) : `${number} ${label}`;
}
