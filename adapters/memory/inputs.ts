import { encodeUtf8, type Iovecs, type Stream, StreamBase } from '../../domain/index.js';
import { copyBytes } from './copy-bytes.js';

/** A stream that gives a text in UTF-8, and then is at its end. */
export function textInput(text: string): Stream {
  return new BytesInput(encodeUtf8(text));
}

/** A stream that gives these bytes, and then is at its end. They are not copied. */
export function bytesInput(bytes: Uint8Array): Stream {
  return new BytesInput(bytes);
}

class BytesInput extends StreamBase {
  readonly #bytes: Uint8Array;
  #taken = 0;

  constructor(bytes: Uint8Array) {
    super();
    this.#bytes = bytes;
  }

  override read({ array, count, offsets, lengths }: Iovecs, _nonblocking: boolean): number {
    const before = this.#taken;
    for (let i = 0; i < count && this.#taken < this.#bytes.length; i++) {
      const length = Math.min(lengths[i] as number, this.#bytes.length - this.#taken);
      copyBytes(this.#bytes, this.#taken, array, offsets[i] as number, length);
      this.#taken += length;
    }
    return this.#taken - before;
  }

  override readable(): number {
    return this.#bytes.length - this.#taken;
  }

  override writable(): boolean {
    return false;
  }

  /** It is a pipe whose writer has gone. */
  hungUp(): boolean {
    return true;
  }
}
