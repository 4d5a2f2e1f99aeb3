import { StreamBase } from 'hostcall/ports';

/** Standard output that is kept as text: for a log in a page, say. */
class LogOutput extends StreamBase {
  #text = '';
  #broken = false;

  /**
   * Takes what a program writes.
   * @param from the program's buffers, as windows on its memory: `from.count` of them. Window i begins at `from.offsets[i]` of `from.array`, and has
   *   `from.lengths[i]` bytes; `from.total` is the sum.
   * @returns how many bytes were taken, or a negative errno
   */
  write(from) {
    const offset = from.offsets[0];
    const length = from.lengths[0];
    this.#text += new TextDecoder().decode(from.array.slice(offset, offset + length));
    return length;
  }

  /** What was written since this was last asked. */
  taken() {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** From now on, nobody reads the log. */
  breakOff() {
    this.#broken = true;
  }
}

/** What the contract of outputs asks for: a stream, and what is at its other end. */
export default function open() {
  const stream = new LogOutput();
  return { stream, taken: () => stream.taken(), breakOff: () => stream.breakOff() };
}
