/** Keeps the lines of a trace apart from what the guest prints to the same place. */
import { fstatSync } from 'node:fs';
import { WrappedStream } from '../../../application/composition/index.js';
import type { Iovecs, Stream } from '../../../domain/index.js';

const NEWLINE = 0x0a;

/** Knows whether the guest has left a line unfinished. */
export class LineKeeper {
  /** The last thing written by the guest, to a watched stream, was not a newline. */
  unfinished = false;

  /** The same stream, watched. */
  watch(stream: Stream): Stream {
    return new TellingStream(stream, last => {
      this.unfinished = last !== NEWLINE;
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
