import { BYTES, checkOptions, checkValue, FLAG, type OptionKinds } from '../options/index.js';
import type { RecordedCall } from './recorded-call.js';
import { RecordingError } from './recording-error.js';
import type { RecordedEnd, RecordingHeader } from './recording-header.js';
import type { RecordingNotes } from './recording-notes.js';
import { RecordingReader } from './recording-reader.js';

/** A recording: the results of every hostcall of a program, and how the program ended. */
export class Recording {
  readonly header: RecordingHeader;
  /** How the program ended. */
  readonly end: RecordedEnd;
  /** How many calls there are; undefined where the end is missing. */
  readonly callCount: number | undefined;
  /** What is wrong with it, if it was read with `partial`. */
  readonly damage: RecordingError | undefined;
  /** Notes on calls, by the calls' numbers: see `withNotes`. */
  readonly notes: RecordingNotes;
  readonly #reader: RecordingReader;

  /** Made by `readRecording`. */
  constructor(reader: RecordingReader, header: RecordingHeader, end: RecordedEnd, damage?: RecordingError) {
    this.header = header;
    this.end = end;
    this.callCount = reader.callCount;
    this.notes = reader.notes;
    this.damage = damage;
    this.#reader = reader;
  }

  /**
   * The calls, in the order in which they ended. They are read on demand, so a large recording takes no more memory than what was read of it; each
   * may be kept.
   * @throws RecordingError while iterating, for a malformed call
   */
  *calls(): Generator<RecordedCall> {
    const reader = this.#reader;
    let count = 0;
    for (let block = 0; block < reader.blocks; block++) {
      for (const call of reader.callsOf(block)) {
        yield call;
        count++;
      }
    }
    if (this.callCount !== undefined && count !== this.callCount)
      throw new RecordingError(`has ${count} calls, and its trailer says ${this.callCount}`, reader.size);
  }
}

/** Bytes that are read of a stored recording at once. */
const PIECE = 2 ** 20;

/** How a recording is read. */
export interface ReadOptions {
  /** A recording whose end is missing or damaged is read up to there, and `damage` says what is wrong. Default false. */
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
  const reader = new RecordingReader();
  return finished(reader, options, () => {
    reader.add(file);
    while (reader.nextBlock());
  });
}

/** A recording that is not held: where it is kept, any of its bytes can be read again. */
export interface StoredBytes {
  /** How many bytes there are. */
  readonly size: number;
  /**
   * Reads bytes, by where they are.
   * @returns an array that does not change later; shorter where there are fewer
   */
  read(from: number, to: number): Uint8Array;
}

/**
 * Reads a recording of any length in little memory: it is checked from its beginning to its end, and its calls are read from where it is kept, block by
 * block.
 * @throws RecordingError as {@link readRecording} does
 */
export function readStoredRecording(file: StoredBytes, options: ReadOptions = {}): Recording {
  const reader = new RecordingReader((from, to) => file.read(from, to));
  return finished(reader, options, () => {
    while (reader.size < file.size) {
      // A block that is not all there yet: as much again, so that a long one is not put together many times.
      const piece = Math.max(PIECE, reader.size - reader.taken);
      const bytes = file.read(reader.size, Math.min(file.size, reader.size + piece));
      if (bytes.length === 0) break;
      reader.add(bytes);
      while (reader.nextBlock());
    }
  });
}

/** @param read has the reader read all blocks */
function finished(reader: RecordingReader, options: ReadOptions, read: () => void): Recording {
  try {
    read();
    reader.finish();
    return new Recording(reader, reader.header as RecordingHeader, reader.end as RecordedEnd);
  } catch (error) {
    const { header } = reader;
    if (options.partial !== true || header === undefined || !(error instanceof RecordingError)) throw error;
    return new Recording(reader, header, { error: error.message }, error);
  }
}
