/** Keeps the lines of a trace apart from what the guest prints to the same place. */
import { fstatSync } from 'node:fs';
import { WrappedStream } from '../../../application/composition/index.js';
import type { Iovecs, Stream } from '../../../domain/index.js';

const NEWLINE = 0x0a;

/** Knows whether there is something in the line that the trace would write to. */
export class LineKeeper {
  /** The last thing that was written there by the guest, or typed, was not a newline. */
  unfinished = false;

  /** The same stream, watched. */
  watch(stream: Stream): Stream {
    return new TellingStream(stream, last => {
      this.unfinished = last !== NEWLINE;
    });
  }

  /** The same stream, a terminal's, which shows what is typed: a line that has been read was ended by its newline. */
  watchTyping(stream: Stream): Stream {
    return new TypingStream(stream, last => {
      if (last === NEWLINE) this.unfinished = false;
    });
  }
}

/**
 * Whether two descriptors of this process lead to the same place: the same terminal, pipe or file.
 */
export function samePlace(one: number, other: number): boolean {
  try {
    const [a, b] = [fstatSync(one, { bigint: true }), fstatSync(other, { bigint: true })];
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    return false;
  }
}

/** A stream that tells the last byte of each write. */
class TellingStream extends WrappedStream {
  readonly #written: (last: number) => void;

  constructor(stream: Stream, written: (last: number) => void) {
    super(stream);
    this.#written = written;
  }

  override write(from: Iovecs): number {
    const written = super.write(from);
    if (written > 0) this.#written(byteAt(from, written - 1));
    return written;
  }
}

/** A stream that tells the last byte of each read. */
class TypingStream extends WrappedStream {
  readonly #read: (last: number) => void;

  constructor(stream: Stream, read: (last: number) => void) {
    super(stream);
    this.#read = read;
  }

  override read(into: Iovecs): number {
    const got = super.read(into);
    if (got > 0) this.#read(byteAt(into, got - 1));
    return got;
  }
}

/** The byte at a position of the windows as if they were joined. */
function byteAt({ array, count, offsets, lengths }: Iovecs, position: number): number {
  let before = 0;
  for (let i = 0; i < count; i++) {
    const length = lengths[i] ?? 0;
    if (position < before + length) return array[(offsets[i] ?? 0) + position - before] ?? 0;
    before += length;
  }
  return 0;
}
