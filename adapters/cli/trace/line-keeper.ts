/** Keeps the lines of a trace apart from what the guest prints to the same place. */
import { fstatSync } from 'node:fs';
import type { Iovecs, Stream } from '../../../domain/index.js';
import { ObservedStream } from './observed-stream.js';

const NEWLINE = 0x0a;

/** Knows whether there is something in the line that the trace would write to. */
export class LineKeeper {
  /** The last thing that was written there by the guest, or typed, was not a newline. */
  unfinished = false;

  /** The same stream, watched. */
  watch(stream: Stream): Stream {
    return new ObservedStream(stream, {
      written: (from, count) => {
        this.unfinished = byteAt(from, count - 1) !== NEWLINE;
      },
    });
  }

  /** The same stream, a terminal's, which shows what is typed: a line that has been read was ended by its newline. */
  watchTyping(stream: Stream): Stream {
    return new ObservedStream(stream, {
      read: (into, count) => {
        if (byteAt(into, count - 1) === NEWLINE) this.unfinished = false;
      },
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
