/** Long transfers in parts, between which the program can be stopped. */
import type { Iovecs } from '../../domain/index.js';

/** Bytes of a part: a slow disk moves so many in 50 ms. */
export const PART_BYTES = 4 * 2 ** 20;

/** Where bytes are read and written without waiting: a file, at an offset; or a stream with a file behind it. */
interface Source {
  read(into: Iovecs, offset: number): number;
  write(from: Iovecs, offset: number): number;
}

/** Called between two parts. */
type Pause = () => void;

/** Reads, in parts if it is much. @returns the number of bytes, fewer than all at the end or before a failure; or a negative errno */
export function readInParts(source: Source, into: Iovecs, offset: number, pause: Pause): number {
  // Few calls are long. The others are to make no function.
  return into.total <= PART_BYTES ? source.read(into, offset) : readParts(source, into, offset, pause);
}

function readParts(source: Source, into: Iovecs, offset: number, pause: Pause): number {
  return moveParts(into, (some, done) => source.read(some, offset + done), pause);
}

/** Writes, in parts if it is much. @returns the number of bytes, fewer than all before a failure; or a negative errno */
export function writeInParts(source: Source, from: Iovecs, offset: number, pause: Pause): number {
  return from.total <= PART_BYTES ? source.write(from, offset) : writeParts(source, from, offset, pause);
}

function writeParts(source: Source, from: Iovecs, offset: number, pause: Pause): number {
  return moveParts(from, (some, done) => source.write(some, offset + done), pause);
}

function moveParts(all: Iovecs, move: (some: Iovecs, done: number) => number, pause: Pause): number {
  for (let done = 0; ; pause()) {
    const part = partOf(all, done, Math.min(PART_BYTES, all.total - done));
    const moved = move(part, done);
    if (moved < 0) return done > 0 ? done : moved;
    done += moved;
    if (moved < part.total || done === all.total) return done;
  }
}

/** Some bytes of buffers, as buffers. @param from how many bytes are before them */
export function partOf(all: Iovecs, from: number, total: number): Iovecs {
  const offsets: number[] = [];
  const lengths: number[] = [];
  let skipped = from;
  let left = total;
  for (let i = 0; i < all.count && left > 0; i++) {
    const length = all.lengths[i] as number;
    if (skipped >= length) {
      skipped -= length;
      continue;
    }
    const some = Math.min(length - skipped, left);
    offsets.push((all.offsets[i] as number) + skipped);
    lengths.push(some);
    skipped = 0;
    left -= some;
  }
  return {
    // The memory may have grown meanwhile.
    get array() {
      return all.array;
    },
    count: offsets.length,
    offsets,
    lengths,
    total,
  };
}
