import type { RawArgument } from '../abi/index.js';
import { EventRecord } from '../formats/index.js';
import { type CallShape, type Chunk, eventOf, type HostcallEvent, recordOf } from '../tracing/index.js';

/** One of the streams that a program writes to: its stdout (1) or its stderr (2), whatever the descriptor's number is by then. */
export type OutputStream = 1 | 2;

/** A hostcall from a recording. It is what the trace delivered when it was made, except that times are whole nanoseconds. */
export type RecordedCall = HostcallEvent & {
  /** The program's stream that it wrote to; undefined for anything else. */
  readonly stream: OutputStream | undefined;
};

/** The captured form of a {@link RecordedCall}, which is the same object. */
export class StoredCall extends EventRecord {
  /** The program's stream that it wrote to; undefined for anything else. */
  readonly stream: OutputStream | undefined;

  constructor(
    stream: OutputStream | undefined,
    sequence: number,
    instance: number,
    shape: CallShape,
    memorySize: number,
    entryChunk: Chunk,
    entryAt: number,
    args: readonly RawArgument[],
  ) {
    const [a0, a1, a2, a3, a4, a5, a6, a7, a8] = args;
    super(sequence, instance, shape, memorySize, entryChunk, entryAt, a0, a1, a2, a3, a4, a5, a6, a7, a8);
    this.stream = stream;
  }
}

/** A stored call as embedders see it. */
export function recordedCallOf(call: StoredCall): RecordedCall {
  return eventOf(call) as RecordedCall;
}

/** The capture of a call that `Recording.calls` has read. */
export function storedCallOf(call: RecordedCall): StoredCall {
  return recordOf(call) as StoredCall;
}
