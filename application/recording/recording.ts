import { BYTES, checkOptions, checkValue, FLAG, type OptionKinds } from '../options/index.js';
import { ByteReader } from './format/byte-reader.js';
import { CallDecoder } from './format/call-decoder.js';
import { type Block, BlockKind, readBlocks } from './format/recording-format.js';
import { type RecordedCall, recordedCallOf } from './recorded-call.js';
import { RecordingError } from './recording-error.js';
import { decodeHeader, decodeTrailer, type RecordedEnd, type RecordingHeader } from './recording-header.js';

/** A recording: the results of every hostcall of a program, and how the program ended. */
export class Recording {
  readonly header: RecordingHeader;
  /** How the program ended. */
  readonly end: RecordedEnd;
  /** How many calls there are; undefined where the end is missing. */
  readonly callCount: number | undefined;
  /** What is wrong with it, if it was read with `partial`. */
  readonly damage: RecordingError | undefined;
  readonly #file: Uint8Array;
  readonly #blocks: readonly Block[];

  /** Made by `readRecording`. */
  constructor(
    file: Uint8Array,
    header: RecordingHeader,
    blocks: readonly Block[],
    end: RecordedEnd,
    callCount: number | undefined,
    damage?: RecordingError,
  ) {
    this.header = header;
    this.end = end;
    this.callCount = callCount;
    this.damage = damage;
    this.#file = file;
    this.#blocks = blocks;
  }

  /**
   * The calls, in the order in which they ended. They are read as they are asked for, so a large recording takes no more memory than its file;
   * each may be kept.
   * @throws RecordingError while iterating, for a malformed call
   */
  *calls(): Generator<RecordedCall> {
    const file = this.#file;
    const decoder = new CallDecoder();
    let count = 0;
    for (const { from, to } of this.#blocks) {
      const source = new ByteReader(file, from, to);
      decoder.begin(source);
      while (!source.ended) {
        yield recordedCallOf(decoder.next());
        count++;
      }
    }
    if (this.callCount !== undefined && count !== this.callCount)
      throw new RecordingError(`has ${count} calls, and its trailer says ${this.callCount}`, file.length);
  }
}

/** How a recording is read. */
export interface ReadOptions {
  /** A recording whose end is missing or damaged is read as far as it is whole, and `damage` says what is wrong. Default false. */
  readonly partial?: boolean | undefined;
}

const kinds: OptionKinds<ReadOptions> = { partial: FLAG };

/**
 * Reads a recording.
 * @param file its bytes, which must not change while the recording is used
 * @throws ConfigurationError for an unknown option; RecordingError for a file that is not a recording, or is cut off, damaged or of another version; its
 *   `offset` is where
 */
export function readRecording(file: Uint8Array, options: ReadOptions = {}): Recording {
  checkOptions(options, 'readRecording()', kinds);
  checkValue(file, 'the recording', BYTES);
  let header: RecordingHeader | undefined;
  const calls: Block[] = [];
  try {
    for (const block of readBlocks(file)) {
      const { kind, from, to } = block;
      if (header === undefined) {
        if (kind !== BlockKind.header) throw new RecordingError('does not begin with its header', from);
        header = decodeHeader(file.subarray(from, to), from);
      } else if (kind === BlockKind.calls) {
        calls.push(block);
      } else if (kind === BlockKind.end) {
        const { calls: count, end } = decodeTrailer(file.subarray(from, to), from);
        if (block.next < file.length) throw new RecordingError('goes on behind its end', block.next);
        return new Recording(file, header, calls, end, count);
      } else {
        throw new RecordingError(`has a block of an unknown kind, ${kind}`, from);
      }
    }
    throw new RecordingError('is cut off: it has no end', file.length);
  } catch (error) {
    if (options.partial !== true || header === undefined || !(error instanceof RecordingError)) throw error;
    return new Recording(file, header, calls, { error: error.message }, undefined, error);
  }
}
