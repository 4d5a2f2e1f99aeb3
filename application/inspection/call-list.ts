import type { HostcallName } from '../../domain/index.js';
import type { LinePieces, TraceOutcome } from '../formats/index.js';
import type { RecordedCall, RecordingHeader, RecordingNotes } from '../recording/index.js';
import { type CallColumns, ColumnWriter } from './call-columns.js';
import type { CallSource } from './call-source.js';
import type { DescriptorHistory } from './descriptors/descriptor-history.js';
import { RecordedSource } from './recorded-source.js';
import { type Touched, TouchedTable } from './touched.js';
import { WrittenSource } from './written-source.js';

/** The first bytes of a recording, with which no text begins. */
export const RECORDING_START = 0x89;

/**
 * The calls of a run as a page shows them: any number, with little memory for each, and details on demand. They come from a recording, a text trace
 * or an NDJSON trace, whole or piece by piece.
 *
 * ```ts
 * const list = new CallList();
 * list.add(bytes);
 * list.finish();
 * while (list.advance()) await nextFrame();
 * console.log(list.length, list.line(0));
 * ```
 */
export class CallList {
  /** What is known about every call, as columns of numbers. */
  readonly columns: CallColumns;
  /** What the numbers in `columns.touched` mean. */
  readonly touched: Touched;
  readonly #columns = new ColumnWriter();
  readonly #touched = new TouchedTable();
  #source: CallSource | undefined;

  constructor() {
    this.columns = this.#columns;
    this.touched = this.#touched;
  }

  /** How many calls have been read. */
  get length(): number {
    return this.columns.length;
  }

  /** The fraction of the bytes that has been read, 0 to 1. */
  get progress(): number {
    return this.#source?.progress ?? 0;
  }

  /** What the input is; undefined until there are bytes. Only a recording has bytes of memory and shows where they came from. */
  get kind(): 'recording' | 'trace' | undefined {
    if (this.#source === undefined) return undefined;
    return this.#source instanceof RecordedSource ? 'recording' : 'trace';
  }

  /** The header of a recording, once it has been read. */
  get header(): RecordingHeader | undefined {
    return this.#source instanceof RecordedSource ? this.#source.reader.header : undefined;
  }

  /** The descriptors at every step; undefined for a text or NDJSON trace, which does not show enough. */
  get descriptors(): DescriptorHistory | undefined {
    return this.#source instanceof RecordedSource ? this.#source.descriptors : undefined;
  }

  /** The notes in a recording on its calls, once they have been read; they come just before its end. */
  get notes(): RecordingNotes {
    return this.#source instanceof RecordedSource ? this.#source.reader.notes : new Map();
  }

  /** How the program ended, once that is known: `exited with 0`, `trapped: unreachable`. */
  get ending(): string | undefined {
    return this.#source?.ending;
  }

  /** The same, in the form that a recording has. */
  get end(): TraceOutcome | undefined {
    return this.#source?.end;
  }

  /**
   * Adds the next bytes: of a recording, or of a trace as text or as NDJSON; the first bytes show which.
   * @param bytes which must not change later
   */
  add(bytes: Uint8Array): void {
    const [first] = bytes;
    if (first === undefined) return;
    this.#source ??= first === RECORDING_START ? new RecordedSource() : new WrittenSource();
    this.#source.add(bytes);
  }

  /**
   * Reads further calls.
   * @param most how many; the default takes some milliseconds
   * @returns whether there may be more to read without further bytes
   * @throws RecordingError or TraceFormatError for input that cannot be read; what was read before it can be used
   */
  advance(most = 4000): boolean {
    return this.#source?.read(this.#columns, this.#touched, most) ?? false;
  }

  /** Marks the end of the bytes. Only then is a text trace read, and only then can `advance` report that a recording is cut off. */
  finish(): void {
    this.#source ??= new WrittenSource();
    this.#source.finish();
  }

  /** The hostcall of a call. */
  name(index: number): HostcallName {
    return this.columns.name(index);
  }

  /**
   * A call with its arguments, its results and the bytes that it moved.
   * @returns undefined for a text or NDJSON trace, which does not have them
   */
  event(index: number): RecordedCall | undefined {
    return this.#source?.event(index);
  }

  /** A call as a line of a trace. */
  line(index: number): string {
    return this.#source?.line(index) ?? '';
  }

  /** The same in pieces. */
  pieces(index: number): LinePieces {
    return this.#source?.pieces(index) ?? { head: '', result: undefined, marks: '' };
  }
}
