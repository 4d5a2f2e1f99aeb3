import { crc32 } from '../../tracing/index.js';
import { RecordingError } from '../recording-error.js';

/**
 * The frame of a recording: a signature, the version, then blocks: a byte for the kind, the length as u32, that many bytes, and the CRC-32 of all
 * that the file holds before, checksums left out. So a block that is damaged, missing or out of its place is noticed at the next checksum. (With
 * the checksums it would not: a CRC of bytes and their CRC is the same for all bytes.)
 *
 * The signature is like that of PNG: it is not text, and a conversion of line ends changes it.
 * See https://www.w3.org/TR/png-3/#5PNG-file-signature.
 */
export const SIGNATURE: Uint8Array = new Uint8Array([0x89, 0x68, 0x63, 0x72, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The version of the format. Another one is another format. */
export const RECORDING_VERSION = 2;

/** Signature and version. */
export const START_SIZE = SIGNATURE.length + 2;

/** The kind of a block, and its length. */
export const HEAD_SIZE = 5;
/** The checksum behind a block. */
export const CHECK_SIZE = 4;

/**
 * What a block holds, as its first byte: the letters H, C and E, and n for notes. As with PNG, a reader that does not know a kind leaves the block out
 * if it is a small letter, and refuses the file if it is a capital.
 */
export const BlockKind = { header: 0x48, calls: 0x43, end: 0x45, notes: 0x6e } as const;

/** Whether a reader that does not know the kind of a block may skip it. */
export function isAncillary(kind: number): boolean {
  return kind >= 0x61 && kind <= 0x7a;
}

/** A block of a file. */
export interface Block {
  readonly kind: number;
  /** Bytes of the file, and how many of the file come before them. */
  readonly u8: Uint8Array;
  readonly base: number;
  /** Where its contents begin and end in these bytes. */
  readonly from: number;
  readonly to: number;
}

/** @throws RecordingError for a file that is not a recording, or of another version */
function requireStart(start: Uint8Array): void {
  for (const [at, byte] of SIGNATURE.entries()) {
    if (at >= start.length) break;
    if (start[at] !== byte)
      throw new RecordingError('does not begin as recordings do: this is another kind of file', at);
  }
  if (start.length < START_SIZE) return;
  const version = viewOf(start).getUint16(SIGNATURE.length, true);
  if (version !== RECORDING_VERSION) {
    const age = version > RECORDING_VERSION ? 'a newer hostcall is needed' : 'it was made by an older hostcall';
    throw new RecordingError(
      `has version ${version} of the format, and this hostcall reads version ${RECORDING_VERSION}: ${age}`,
      SIGNATURE.length,
    );
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Takes a file piece by piece, finds its blocks, and checks each before it gives it. A file that comes in one piece is not copied. */
export class BlockReader {
  /** What there is from `#base` on. */
  #bytes: Uint8Array = new Uint8Array(0);
  /** How many bytes of the file came before. */
  #base = 0;
  /** Where the next block begins, from `#base` on. */
  #at = 0;
  #check = 0;

  /** How many bytes of the file have been added. */
  get size(): number {
    return this.#base + this.#bytes.length;
  }

  /** How many of them have been read. */
  get taken(): number {
    return this.#base + this.#at;
  }

  /**
   * Adds the bytes that follow.
   * @param bytes which must not change later
   */
  add(bytes: Uint8Array): void {
    const rest = this.#bytes.subarray(this.#at);
    this.#base += this.#at;
    this.#at = 0;
    if (rest.length === 0) {
      this.#bytes = bytes;
      return;
    }
    const joined = new Uint8Array(rest.length + bytes.length);
    joined.set(rest);
    joined.set(bytes, rest.length);
    this.#bytes = joined;
  }

  /**
   * The next block.
   * @returns undefined if it is not all there yet
   * @throws RecordingError for a file that is not a recording, and where it is damaged
   */
  next(): Block | undefined {
    const bytes = this.#bytes;
    if (this.taken === 0) {
      const start = bytes.subarray(0, START_SIZE);
      requireStart(start);
      if (start.length < START_SIZE) return undefined;
      this.#check = crc32(start, 0, START_SIZE);
      this.#at = START_SIZE;
    }
    const at = this.#at;
    const from = at + HEAD_SIZE;
    if (from > bytes.length) return undefined;
    const view = viewOf(bytes);
    const to = from + view.getUint32(at + 1, true);
    if (to + CHECK_SIZE > bytes.length) return undefined;
    this.#check = crc32(bytes, at, to, this.#check);
    if (this.#check !== view.getUint32(to, true))
      throw new RecordingError(
        `is damaged: the block that begins at byte ${this.taken} does not fit its checksum`,
        this.taken,
      );
    this.#at = to + CHECK_SIZE;
    return { kind: bytes[at] as number, u8: bytes, base: this.#base, from, to };
  }

  /** @throws RecordingError if the file ends in the middle of a block */
  finish(): void {
    if (this.taken < START_SIZE) throw new RecordingError('is cut off in its first bytes', this.size);
    if (this.taken < this.size)
      throw new RecordingError(`is cut off: it ends inside the block that begins at byte ${this.taken}`, this.size);
  }
}

/**
 * The blocks of a file.
 * @throws RecordingError for a file that is not a recording, and where it is cut off or damaged
 */
export function* readBlocks(file: Uint8Array): Generator<Block> {
  const reader = new BlockReader();
  reader.add(file);
  for (let block = reader.next(); block !== undefined; block = reader.next()) yield block;
  reader.finish();
}
