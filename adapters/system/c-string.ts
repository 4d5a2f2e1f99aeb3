import { Errno } from '../../domain/index.js';
import { Block } from './block.js';
import type { Ffi } from './ffi.js';

/** Bytes that a path of Linux has at most, the NUL at its end included: https://man7.org/linux/man-pages/man7/path_resolution.7.html */
export const PATH_MAX = 4096;

const NUL = 0;
const SLASH = 0x2f;
const encoder = new TextEncoder();

/** A string as an argument of a C function: a name, a path or a link's target in UTF-8. It is good until the next one is put in its place. */
export class CString {
  readonly address: number;
  readonly #bytes: Uint8Array;

  constructor(ffi: Ffi) {
    const { address, bytes } = new Block(ffi, PATH_MAX);
    this.address = address;
    this.#bytes = bytes;
  }

  /**
   * Puts a name, as a component of a path. The port allows no other; that nothing else is looked up rests on this, too.
   * @returns 0; `-EINVAL` for `..`, or a name that contains a slash or NUL; `-ENOENT` for the empty name; `-ENAMETOOLONG`
   */
  putName(name: string): number {
    if (name.length === 0) return -Errno.ENOENT;
    return name === '..' ? -Errno.EINVAL : this.#put(name, SLASH);
  }

  /**
   * Puts a path, or a link's target.
   * @returns 0; `-EINVAL` for one that contains NUL; `-ENAMETOOLONG`
   */
  putPath(path: string): number {
    return this.#put(path, NUL);
  }

  /** @param refused a character that must not be in it, as NUL must not */
  #put(text: string, refused: number): number {
    const { length } = text;
    if (length >= PATH_MAX) return -Errno.ENAMETOOLONG;
    const bytes = this.#bytes;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) return this.#encode(text, refused);
      if (code === refused || code === NUL) return -Errno.EINVAL;
      bytes[i] = code;
    }
    bytes[length] = NUL;
    return 0;
  }

  #encode(text: string, refused: number): number {
    if (text.includes('\0') || text.includes(String.fromCharCode(refused))) return -Errno.EINVAL;
    const { read, written } = encoder.encodeInto(text, this.#bytes.subarray(0, PATH_MAX - 1));
    if (read < text.length) return -Errno.ENAMETOOLONG;
    this.#bytes[written] = NUL;
    return 0;
  }
}
