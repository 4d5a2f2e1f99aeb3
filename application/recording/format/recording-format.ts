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
const SIGNATURE = new Uint8Array([0x89, 0x68, 0x63, 0x72, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The version of the format. Another one is another format. */
export const RECORDING_VERSION = 2;

/** Signature and version. */
export const START_SIZE = SIGNATURE.length + 2;

const HEAD_SIZE = 5;
const CHECK_SIZE = 4;

/** What a block holds, as its first byte: the letters H, C and E. */
export const BlockKind = { header: 0x48, calls: 0x43, end: 0x45 } as const;

/** A block of a file. */
export interface Block {
  readonly kind: number;
  /** Where its contents begin and end in the file. */
  readonly from: number;
  readonly to: number;
  /** Where the next block begins, or the file ends. */
  readonly next: number;
}

/** Puts blocks into frames. */
export class BlockWriter {
  readonly #write: (bytes: Uint8Array) => void;
  #check = 0;

  /** @param write takes the bytes of the file, piece by piece; they are used again when it returns */
  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
    const start = new Uint8Array(START_SIZE);
    start.set(SIGNATURE);
    new DataView(start.buffer).setUint16(SIGNATURE.length, RECORDING_VERSION, true);
    this.#add(start);
  }

  /** Writes a block. If it throws on its first bytes, it can be written again. */
  write(kind: number, contents: Uint8Array): void {
    const head = new Uint8Array(HEAD_SIZE);
    head[0] = kind;
    new DataView(head.buffer).setUint32(1, contents.length, true);
    const before = this.#check;
    try {
      this.#add(head);
    } catch (error) {
      this.#check = before;
      throw error;
    }
    this.#add(contents);
    const check = new Uint8Array(CHECK_SIZE);
    new DataView(check.buffer).setUint32(0, this.#check, true);
    this.#write(check);
  }

  #add(bytes: Uint8Array): void {
    this.#check = crc32(bytes, 0, bytes.length, this.#check);
    this.#write(bytes);
  }
}

/** @throws RecordingError for a file that is not a recording, or of another version */
function requireStart(file: Uint8Array): void {
  for (const [at, byte] of SIGNATURE.entries()) {
    if (at >= file.length) break;
    if (file[at] !== byte)
      throw new RecordingError('does not begin as recordings do: this is another kind of file', at);
  }
  if (file.length < START_SIZE) throw new RecordingError('is cut off in its first bytes', file.length);
  const version = viewOf(file).getUint16(SIGNATURE.length, true);
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

/**
 * Finds the blocks of a file, and checks each before it gives it.
 * @throws RecordingError for a file that is not a recording, and where it is cut off or damaged
 */
export function* readBlocks(file: Uint8Array): Generator<Block> {
  requireStart(file);
  const view = viewOf(file);
  let check = crc32(file, 0, START_SIZE);
  for (let at = START_SIZE; at < file.length; ) {
    const from = at + HEAD_SIZE;
    const to = from <= file.length ? from + view.getUint32(at + 1, true) : from;
    if (to + CHECK_SIZE > file.length)
      throw new RecordingError(`is cut off: it ends inside the block that begins at byte ${at}`, file.length);
    check = crc32(file, at, to, check);
    if (check !== view.getUint32(to, true))
      throw new RecordingError(`is damaged: the block that begins at byte ${at} does not fit its checksum`, at);
    const next = to + CHECK_SIZE;
    yield { kind: file[at] as number, from, to, next };
    at = next;
  }
}
