import type { Abi, CallShape } from './call-shape.js';
import { type Chunk, findPart } from './capture-store.js';

/** A raw wasm argument, as the engine passed it. */
export type RawArgument = number | bigint;

/** Where a call is: begun; returned to the guest; or ended without returning. */
export type CallState = 'entered' | 'returned' | 'left';

/**
 * A hostcall as it happened, undecoded: raw arguments, and the bytes that were captured. The recorder fills it, the decoder reads it.
 * Nothing it holds is reused.
 */
export class CallRecord {
  /** Counts calls of the whole runtime, from 0, in the order in which they began. */
  readonly sequence: number;
  /** Which guest made it. */
  readonly instance: number;
  /** When it began: nanoseconds of the MONOTONIC clock. */
  start: number;
  /** How long it took, in nanoseconds; NaN until it has ended. */
  duration: number;
  /** What the guest got, 0 or greater; 0 until then. */
  errno: number;
  state: CallState;

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
  entryChunk: Chunk | undefined;
  entryAt: number;
  exitChunk: Chunk | undefined;
  exitAt: number;
  // Fields, not an array: an array costs a second object for each call.
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
    this.start = Number.NaN;
    this.duration = Number.NaN;
    this.errno = 0;
    this.state = 'entered';
    this.shape = shape;
    this.memorySize = memorySize;
    this.label = undefined;
    this.secondLabel = undefined;
    this.subscriptionLabels = undefined;
    this.value = 0;
    this.entryChunk = undefined;
    this.entryAt = 0;
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

  /** The hostcall's number in the table. */
  get call(): number {
    return this.shape.number;
  }

  get abi(): Abi {
    return this.shape.abi;
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

  /** Where a part captured on entry begins in `entryChunk`; -1 if there is none. */
  entryPart(index: number): number {
    return this.entryChunk === undefined ? -1 : findPart(this.entryChunk, this.entryAt, index);
  }

  /** A part captured on entry; undefined if there is none. Not to be written to. */
  entryBytes(index: number): Uint8Array | undefined {
    return this.entryChunk === undefined ? undefined : part(this.entryChunk, this.entryAt, index);
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
