import type { Abi, HostcallName, StackFrame } from '../../../domain/index.js';
import type { RawArgument } from '../../abi/index.js';
import type { Denial } from '../events/denial.js';
import type { CallShape } from './call-shape.js';
import { type Chunk, findPart } from './capture-store.js';

export type { RawArgument };

/** Where a call is: begun; returned to the guest; or ended without returning. */
export type CallState = 'entered' | 'returned' | 'left';

/** A descriptor as it was when a call began; one that the call opened, as it then was. */
export interface DescriptorDetails {
  /** One of `Filetype`. */
  readonly filetype: number;
  readonly rightsBase: number;
  readonly rightsInheriting: number;
}

/** Data that few calls have. One field of the record, to keep it small. */
export interface CallExtras {
  /** Its result was put in place of what the host returned or would have returned. */
  injected?: true;
  /** It was made to take longer. */
  delayed?: true;
  /** Its first descriptor, if details are requested. */
  descriptor?: DescriptorDetails | undefined;
  /** Its second descriptor, or the one that it opened. */
  secondDescriptor?: DescriptorDetails | undefined;
  /** The descriptors of its subscriptions. */
  subscribed?: readonly (DescriptorDetails | undefined)[];
  /** The guest's functions when it began, the innermost first, if stacks are requested. */
  stack?: readonly StackFrame[];
  /** Why it gave an errno. */
  denial?: Denial;
  /** Makes a sentence of that. */
  explainDenial?: (denial: Denial) => string;
}

/** Bytes before the first part of a call's capture: when it began and when it ended, as two doubles. */
export const TIMES_SIZE = 16;

/**
 * A hostcall as it was captured: raw arguments, and the bytes they point to as far as they were kept. The tracer fills it, and the decoder
 * reads it; neither throws, whatever the guest passed. It can be kept: nothing that it holds is reused. What users see of it is a
 * `HostcallEvent`.
 */
export class CallRecord {
  /** Counts calls of the whole runtime, from 0, in the order in which they began. */
  readonly sequence: number;
  /** Which guest made it. */
  readonly instance: number;
  /** The guest's result, 0 or greater; 0 until then. */
  errno: number;
  state: CallState;
  /** The number of the guest's thread that made it; 1 is its first. */
  thread: number;

  readonly shape: CallShape;
  /** Size of the guest's memory when the call began. */
  readonly memorySize: number;
  /** How the first descriptor was called when the call began. */
  label: string | undefined;
  /** The same for the second; for one that the call opened, its label. */
  secondLabel: string | undefined;
  /** The same for the captured subscriptions. */
  subscriptionLabels: readonly (string | undefined)[] | undefined;
  /** The promoted result, if it is 32 bits; for a buffer without such a result, how many bytes were written. */
  value: number;
  extras: CallExtras | undefined;
  /**
   * Where its times are and what was captured on entry; both move if that needs more room. The times are not fields: each double field is
   * an object of its own.
   */
  entryChunk: Chunk;
  entryAt: number;
  /** Where what was captured on return is, if anything was. */
  exitChunk: Chunk | undefined;
  exitAt: number;
  // Nine fields, not an array: an array is one more object for each call.
  readonly a0: RawArgument | undefined;
  readonly a1: RawArgument | undefined;
  readonly a2: RawArgument | undefined;
  readonly a3: RawArgument | undefined;
  readonly a4: RawArgument | undefined;
  readonly a5: RawArgument | undefined;
  readonly a6: RawArgument | undefined;
  readonly a7: RawArgument | undefined;
  readonly a8: RawArgument | undefined;

  constructor(
    sequence: number,
    instance: number,
    shape: CallShape,
    memorySize: number,
    entryChunk: Chunk,
    entryAt: number,
    a0?: RawArgument,
    a1?: RawArgument,
    a2?: RawArgument,
    a3?: RawArgument,
    a4?: RawArgument,
    a5?: RawArgument,
    a6?: RawArgument,
    a7?: RawArgument,
    a8?: RawArgument,
  ) {
    this.sequence = sequence;
    this.instance = instance;
    this.errno = 0;
    this.state = 'entered';
    this.thread = 1;
    this.shape = shape;
    this.memorySize = memorySize;
    this.label = undefined;
    this.secondLabel = undefined;
    this.subscriptionLabels = undefined;
    this.value = 0;
    this.extras = undefined;
    this.entryChunk = entryChunk;
    this.entryAt = entryAt;
    this.exitChunk = undefined;
    this.exitAt = 0;
    this.a0 = a0;
    this.a1 = a1;
    this.a2 = a2;
    this.a3 = a3;
    this.a4 = a4;
    this.a5 = a5;
    this.a6 = a6;
    this.a7 = a7;
    this.a8 = a8;
  }

  /** When it began: nanoseconds of the MONOTONIC clock. */
  get start(): number {
    return this.entryChunk.view.getFloat64(this.entryAt, true);
  }

  /** How long it took, in nanoseconds; NaN until it has ended. */
  get duration(): number {
    return this.state === 'entered' ? Number.NaN : this.entryChunk.view.getFloat64(this.entryAt + 8, true) - this.start;
  }

  /** Notes when it began. */
  startAt(time: number): void {
    this.entryChunk.view.setFloat64(this.entryAt, time, true);
  }

  /** Notes when and how it ended. */
  endAt(time: number, state: CallState): void {
    this.entryChunk.view.setFloat64(this.entryAt + 8, time, true);
    this.state = state;
  }

  /** The hostcall's name in the table. */
  get name(): HostcallName {
    return this.shape.name;
  }

  /** The hostcall's number in the table. */
  get call(): number {
    return this.shape.number;
  }

  get abi(): Abi {
    return this.shape.abi;
  }

  /** Its result was put in place of what the host would have returned. */
  get injected(): boolean {
    return this.extras?.injected === true;
  }

  /** It was made to take longer. */
  get delayed(): boolean {
    return this.extras?.delayed === true;
  }

  /** It has succeeded. */
  get succeeded(): boolean {
    return this.state === 'returned' && this.errno === 0;
  }

  /** The first descriptor it was given, as u32; undefined for calls that take none. */
  get descriptor(): number | undefined {
    const { descriptorAt } = this.shape;
    return descriptorAt < 0 ? undefined : this.u32(descriptorAt);
  }

  /** How many bytes it read, wrote or filled; 0 unless it succeeded. */
  get bytes(): number {
    return this.shape.movesBytes && this.succeeded ? this.value : 0;
  }

  /** Its wasm arguments as they came. */
  get raw(): readonly RawArgument[] {
    const { a0, a1, a2, a3, a4, a5, a6, a7, a8 } = this;
    return [a0, a1, a2, a3, a4, a5, a6, a7, a8].slice(0, this.shape.arity).map(argument => argument ?? 0);
  }

  /** A wasm argument as it came. */
  argument(index: number): RawArgument | undefined {
    switch (index) {
      case 0:
        return this.a0;
      case 1:
        return this.a1;
      case 2:
        return this.a2;
      case 3:
        return this.a3;
      case 4:
        return this.a4;
      case 5:
        return this.a5;
      case 6:
        return this.a6;
      case 7:
        return this.a7;
      default:
        return this.a8;
    }
  }

  /** An i32 argument as u32. */
  u32(index: number): number {
    return (this.argument(index) as number) >>> 0;
  }

  /** An i64 argument as u64. */
  u64(index: number): bigint {
    return BigInt.asUintN(64, this.argument(index) as bigint);
  }

  /** Where a part captured on entry begins in `entryChunk`; -1 if it was out of bounds. */
  entryPart(index: number): number {
    return findPart(this.entryChunk, this.entryAt + TIMES_SIZE, index);
  }

  /** A part captured on entry; undefined if it was out of bounds. Not to be written to. */
  entryBytes(index: number): Uint8Array | undefined {
    return part(this.entryChunk, this.entryAt + TIMES_SIZE, index);
  }

  /** Where a part captured on return begins in `exitChunk`; -1 if there is none. */
  exitPart(index: number): number {
    return this.exitChunk === undefined ? -1 : findPart(this.exitChunk, this.exitAt, index);
  }

  /** A part captured on return; undefined if there is none. Not to be written to. */
  exitBytes(index: number): Uint8Array | undefined {
    return this.exitChunk === undefined ? undefined : part(this.exitChunk, this.exitAt, index);
  }
}

function part(chunk: Chunk, at: number, index: number): Uint8Array | undefined {
  const start = findPart(chunk, at, index);
  if (start < 0) return undefined;
  return chunk.u8.subarray(start, start + chunk.view.getUint32(start - 4, true));
}
