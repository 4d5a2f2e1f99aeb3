import type { RawArgument } from '../abi/index.js';
import { EventRecord } from '../formats/index.js';
import type { CallShape, Chunk } from '../tracing/index.js';

/** One of the streams that a program writes to: its stdout (1) or its stderr (2), whatever the descriptor's number is by then. */
export type OutputStream = 1 | 2;

/** A hostcall out of a recording. It is what the trace delivered when it was made, but for times, which are whole nanoseconds. */
export class RecordedCall extends EventRecord {
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
