import { crc32 } from '../../tracing/index.js';
import { CHECK_SIZE, HEAD_SIZE, RECORDING_VERSION, SIGNATURE, START_SIZE } from './recording-format.js';

/** Puts blocks into frames. */
export class BlockWriter {
  readonly #write: (bytes: Uint8Array) => void;
  #check = 0;

  /** @param write takes the bytes of the file, piece by piece; their memory is reused when it returns */
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
