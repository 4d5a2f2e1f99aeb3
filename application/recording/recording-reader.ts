import { ByteReader } from './format/byte-reader.js';
import { CallDecoder } from './format/call-decoder.js';
import { type Block, BlockKind, BlockReader, isAncillary } from './format/recording-format.js';
import { type RecordedCall, recordedCallOf } from './recorded-call.js';
import { RecordingError } from './recording-error.js';
import { decodeHeader, decodeTrailer, type RecordedEnd, type RecordingHeader } from './recording-header.js';
import { decodeNotesOn, type RecordingNotes } from './recording-notes.js';

const NO_BYTES = new Uint8Array(0);

/**
 * Reads a recording piece by piece, also one that is still being written. Calls come in blocks, any of which can be read again.
 *
 * ```ts
 * const reader = new RecordingReader();
 * for await (const bytes of pieces) {
 *   reader.add(bytes);
 *   while (reader.nextBlock()) for (const call of reader.callsOf(reader.blocks - 1)) console.log(call.text());
 * }
 * reader.finish();
 * ```
 */
export class RecordingReader {
  readonly #reader = new BlockReader();
  readonly #blocks: Block[] = [];
  #header: RecordingHeader | undefined;
  #notes: RecordingNotes = new Map();
  #trailer: { readonly calls: number; readonly end: RecordedEnd } | undefined;
  readonly #load: ((from: number, to: number) => Uint8Array) | undefined;

  /**
   * @param load reads bytes of the file again, by their offsets; they must not change later. With it, no block is held. Default: all are
   */
  constructor(load?: (from: number, to: number) => Uint8Array) {
    this.#load = load;
  }

  /** undefined until it has been read, before the first block of calls. */
  get header(): RecordingHeader | undefined {
    return this.#header;
  }

  /** How the program ended; undefined until that has been read, after the last block of calls. */
  get end(): RecordedEnd | undefined {
    return this.#trailer?.end;
  }

  /** How many calls there are; undefined until the end has been read. */
  get callCount(): number | undefined {
    return this.#trailer?.calls;
  }

  /** Notes on calls, by the calls' numbers, once they have been read; they come just before the end. */
  get notes(): RecordingNotes {
    return this.#notes;
  }

  /** How many blocks of calls have been found. */
  get blocks(): number {
    return this.#blocks.length;
  }

  /** How many bytes have been added. */
  get size(): number {
    return this.#reader.size;
  }

  /** How many of them have been read. */
  get taken(): number {
    return this.#reader.taken;
  }

  /**
   * Adds the bytes that follow.
   * @param bytes which must not change later; a file that is added in one piece is not copied
   */
  add(bytes: Uint8Array): void {
    this.#reader.add(bytes);
  }

  /**
   * Moves on to the next block of calls.
   * @returns whether there is one; if not, it is still incomplete, or the recording has ended
   * @throws RecordingError for a file that is not a recording, or is damaged or of another version; what was read before it can be used
   */
  nextBlock(): boolean {
    for (let block = this.#reader.next(); block !== undefined; block = this.#reader.next()) {
      if (this.#take(block)) return true;
    }
    return false;
  }

  /** @throws RecordingError if the file is cut off */
  finish(): void {
    this.#reader.finish();
    if (this.#trailer === undefined) throw new RecordingError('is cut off: it has no end', this.size);
  }

  /**
   * The calls of a block, in the order in which they ended. They are read on demand; each may be kept.
   * @param block from 0, below `blocks`
   * @throws RecordingError while iterating, for a malformed call
   */
  *callsOf(block: number): Generator<RecordedCall> {
    const source = this.#sourceOf(this.#blocks[block] as Block);
    const decoder = new CallDecoder();
    decoder.begin(source);
    while (!source.ended) yield recordedCallOf(decoder.next());
  }

  #sourceOf({ u8, from, to, base }: Block): ByteReader {
    if (this.#load === undefined) return new ByteReader(u8, from, to, base);
    const bytes = this.#load(base + from, base + to);
    return new ByteReader(bytes, 0, bytes.length, base + from);
  }

  /** @returns whether it is one of calls */
  #take({ kind, u8, from, to, base }: Block): boolean {
    const at = base + from;
    if (this.#header === undefined) {
      if (kind !== BlockKind.header) throw new RecordingError('does not begin with its header', at);
      this.#header = decodeHeader(u8.subarray(from, to), at);
      return false;
    }
    if (this.#trailer !== undefined) throw new RecordingError('goes on behind its end', at);
    if (kind === BlockKind.calls) {
      this.#blocks.push({ kind, u8: this.#load === undefined ? u8 : NO_BYTES, from, to, base });
      return true;
    }
    if (kind === BlockKind.notes) {
      this.#notes = decodeNotesOn(u8.subarray(from, to), at);
      return false;
    }
    if (isAncillary(kind)) return false;
    if (kind !== BlockKind.end) throw new RecordingError(`has a block of an unknown kind, ${kind}`, at);
    this.#trailer = decodeTrailer(u8.subarray(from, to), at);
    // The rest need not be a block.
    if (this.taken < this.size) throw new RecordingError('goes on behind its end', this.taken);
    return false;
  }
}
