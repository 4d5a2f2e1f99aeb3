import { Errno } from '../../../domain/index.js';
import { Block } from '../../system/index.js';
import type { ConsoleInput } from './console-input.js';
import { END_OF_INPUT } from './constants.js';
import type { WindowsCalls } from './windows-calls.js';

/** UTF-16 code units that are read or written at once, no more than a console takes: https://learn.microsoft.com/en-us/windows/console/writeconsole */
const MOST_UNITS = 8192;
const NUMBER = MOST_UNITS * 2;
const CONTROL = NUMBER + 4;
const CONTROL_SIZE = 16;
const SIZE = CONTROL + CONTROL_SIZE;
/** Bytes of a code unit in UTF-8, at most. */
const BYTES_PER_UNIT = 3;

const encoder = new TextEncoder();

/** The text of a console, in UTF-8. Through `fs` it would be in the code page that the console happens to have. */
export class ConsoleText {
  readonly #calls: WindowsCalls;
  readonly #input: ConsoleInput;
  readonly #block: Block;
  readonly #units: Uint16Array;
  /** Of what was read, the bytes that there was no room for. */
  #left = new Uint8Array();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(calls: WindowsCalls, input: ConsoleInput) {
    this.#calls = calls;
    this.#input = input;
    this.#block = new Block(calls.ffi, SIZE);
    this.#units = new Uint16Array(this.#block.bytes.buffer, 0, MOST_UNITS);
    // Ctrl-Z ends a read at once: https://learn.microsoft.com/en-us/windows/console/console-readconsole-control
    this.#block.view.setUint32(CONTROL, CONTROL_SIZE, true);
    this.#block.view.setUint32(CONTROL + 8, 1 << END_OF_INPUT, true);
  }

  /** How many bytes have been taken from the console, and not been read. */
  get left(): number {
    return this.#left.length;
  }

  /** Reads, which waits for the end of a line if the console gives whole lines. @returns bytes, 0 at the end; or a negative errno */
  read(handle: number, array: Uint8Array, offset: number, length: number): number {
    if (length === 0) return 0;
    if (this.#left.length === 0) {
      const errno = this.#fill(handle, Math.min(Math.max(Math.floor(length / BYTES_PER_UNIT), 1), MOST_UNITS));
      if (errno < 0) return errno;
    }
    const part = this.#left.subarray(0, length);
    array.set(part, offset);
    this.#left = this.#left.subarray(part.length);
    return part.length;
  }

  /** Writes all of it. @returns bytes, or a negative errno */
  write(handle: number, array: Uint8Array, offset: number, length: number): number {
    // A guest's memory can be shared, which a decoder does not take.
    const text = this.#decoder.decode(array.slice(offset, offset + length), { stream: true });
    const { address, view } = this.#block;
    for (let at = 0; at < text.length; ) {
      const count = Math.min(text.length - at, MOST_UNITS);
      for (let i = 0; i < count; i++) this.#units[i] = text.charCodeAt(at + i);
      if (this.#calls.kernel.WriteConsoleW(handle, address, count, address + NUMBER, 0) === 0) return -Errno.EIO;
      at += Math.max(view.getUint32(NUMBER, true), 1);
    }
    return length;
  }

  /** Reads so many code units, and one more for the second half of a character. */
  #fill(handle: number, most: number): number {
    const { address, view } = this.#block;
    if (this.#input.takeEnd(handle)) return 0;
    let text = '';
    do {
      const { ReadConsoleW } = this.#calls.kernel;
      if (ReadConsoleW(handle, address, most, address + NUMBER, address + CONTROL) === 0) return -Errno.EIO;
      const count = view.getUint32(NUMBER, true);
      // Ctrl-C or Ctrl-Break has ended the read.
      if (count === 0) return -Errno.EINTR;
      const ended = this.#units[count - 1] === END_OF_INPUT && this.#input.givesLines(handle);
      text += String.fromCharCode(...this.#units.subarray(0, ended ? count - 1 : count));
    } while (isFirstHalf(text.charCodeAt(text.length - 1)));
    this.#left = encoder.encode(text);
    return 0;
  }
}

function isFirstHalf(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
