import { ByteReader } from './byte-reader.js';
import { CallDecoder } from './call-decoder.js';
import type { RecordedCall } from './recorded-call.js';
import { type Block, BlockKind, readBlocks, START_SIZE } from './recording-blocks.js';
import { RecordingError } from './recording-error.js';
import {
  decodeHeader,
  decodeTrailer,
  type RecordedEnd,
  type RecordingHeader,
  type RecordingTrailer,
} from './recording-header.js';

/** A recording: what a program was given by every hostcall, and how it ended. */
export class Recording {
  readonly header: RecordingHeader;
  /** How the program ended. */
  readonly end: RecordedEnd;
  /** How many calls there are. */
  readonly callCount: number;
  readonly #file: Uint8Array;
  readonly #blocks: readonly Block[];

  /** Made by `readRecording`. */
  constructor(file: Uint8Array, header: RecordingHeader, trailer: RecordingTrailer, blocks: readonly Block[]) {
    this.header = header;
    this.end = trailer.end;
    this.callCount = trailer.calls;
    this.#file = file;
    this.#blocks = blocks;
  }

  /**
   * The calls, in the order in which they ended. They are read as they are asked for, so a large recording takes no more memory than its file;
   * each may be kept.
   * @throws RecordingError from within, for a file that somebody has put together badly
   */
  *calls(): Generator<RecordedCall> {
    const file = this.#file;
    const decoder = new CallDecoder();
    let count = 0;
    for (const { from, to } of this.#blocks) {
      const source = new ByteReader(file, from, to);
      decoder.begin(source);
      while (!source.ended) {
        yield decoder.next();
        count++;
      }
    }
    if (count !== this.callCount)
      throw new RecordingError(`has ${count} calls, and its trailer says ${this.callCount}`, file.length);
  }
}

/**
 * Reads a recording.
 * @param file its bytes, which are not to be changed as long as the recording is used
 * @throws RecordingError for what is no recording, is cut off, damaged, or of another version; it tells the byte
 */
export function readRecording(file: Uint8Array): Recording {
  let header: RecordingHeader | undefined;
  const calls: Block[] = [];
  for (const block of readBlocks(file)) {
    const { kind, from, to } = block;
    if (header === undefined) {
      if (kind !== BlockKind.header) throw new RecordingError('does not begin with its header', from);
      header = decodeHeader(file.subarray(from, to), from);
    } else if (kind === BlockKind.calls) {
      calls.push(block);
    } else if (kind === BlockKind.end) {
      const trailer = decodeTrailer(file.subarray(from, to), from);
      const behind = to + 4;
      if (behind < file.length) throw new RecordingError('goes on behind its end', behind);
      return new Recording(file, header, trailer, calls);
    } else {
      throw new RecordingError(`has a block of an unknown kind, ${kind}`, from);
    }
  }
  throw new RecordingError('is cut off: it has no end', Math.max(file.length, START_SIZE));
}
