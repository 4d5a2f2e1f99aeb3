import type { LinePieces, TraceOutcome } from '../formats/index.js';
import type { RecordedCall } from '../recording/index.js';
import type { ColumnWriter } from './call-columns.js';
import type { TouchedTable } from './touched.js';

/** Where the calls of a list come from. */
export interface CallSource {
  /** What part of it has been read, 0 to 1. */
  readonly progress: number;
  /** How the program ended, as a trace reports it: `exited with 0`. Undefined until that is known. */
  readonly ending: string | undefined;
  /** How the program ended, as a recording tells it. */
  readonly end: TraceOutcome | undefined;
  /**
   * Takes bytes that follow.
   * @param bytes which must not change later
   */
  add(bytes: Uint8Array): void;
  /** Says that nothing follows: what is missing is an error from then on. */
  finish(): void;
  /**
   * Reads calls into columns.
   * @param most how many
   * @returns whether there may be more to read without further bytes
   * @throws RecordingError or TraceFormatError for input that cannot be read; what was read before it can be used
   */
  read(columns: ColumnWriter, touched: TouchedTable, most: number): boolean;
  /** A call, with what was captured of it; undefined where there is only a line. */
  event(index: number): RecordedCall | undefined;
  /** A call as a line of a trace. */
  line(index: number): string;
  /** The same in pieces. */
  pieces(index: number): LinePieces;
}
