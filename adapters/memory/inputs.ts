import { BYTES, checkValue, TEXT } from '../../application/options/index.js';
import { encodeUtf8, type Iovecs, type Stream, StreamBase, scatter } from '../../domain/index.js';

/** A stream that returns a text in UTF-8, and then the end. */
export function textInput(text: string): Stream {
  checkValue(text, 'the text', TEXT);
  return new BytesInput(encodeUtf8(text));
}

/** A stream that returns these bytes, and then the end. They are not copied. */
export function bytesInput(bytes: Uint8Array): Stream {
  checkValue(bytes, 'the input', BYTES);
  return new BytesInput(bytes);
}

class BytesInput extends StreamBase {
  readonly #bytes: Uint8Array;
  #taken = 0;

  constructor(bytes: Uint8Array) {
    super();
    this.#bytes = bytes;
  }

  override read(into: Iovecs): number {
    const got = Math.min(into.total, this.readable());
    scatter(this.#bytes, this.#taken, got, into);
    this.#taken += got;
    return got;
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
