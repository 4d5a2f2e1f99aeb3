/** Reading the files that a command is about: to their end, and no further than they can be used. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CommandLineError } from './terminal/report.js';
import { unreadable, type WantedFile } from './terminal/unreadable.js';

const GIB = 2 ** 30;
/** Of what tells no size, such as a pipe, so much is asked for at once. */
const PIECE = 1 << 20;

/**
 * Reads a file.
 * @param most how many GiB it may have. A device may have no end
 * @throws CommandLineError for one that can't be read or is larger
 */
export function readWholeFile(path: string, wanted: WantedFile, most: number): Uint8Array {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const bytes = readUpTo(fd, most * GIB);
    if (bytes !== undefined) return bytes;
  } catch (error) {
    throw unreadable(path, wanted, error);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
  throw new CommandLineError(
    `${path} is larger than ${most} GiB, which is more than hostcall reads of a ${wanted.what}`,
    `check the path of the ${wanted.what}`,
  );
}

/** @returns undefined if there is more than that */
function readUpTo(fd: number, most: number): Uint8Array | undefined {
  const { size } = fstatSync(fd);
  if (size > most) return undefined;
  const pieces: Buffer[] = [];
  let total = 0;
  for (;;) {
    const room = Buffer.allocUnsafe(Math.min(GIB, Math.max(PIECE, size - total + 1)));
    const count = readSync(fd, room);
    if (count === 0) break;
    total += count;
    if (total > most) return undefined;
    pieces.push(2 * count < room.length ? Buffer.from(room.subarray(0, count)) : room.subarray(0, count));
  }
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
}
