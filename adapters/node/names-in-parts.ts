import * as fs from 'node:fs';
import { errnoOf } from './host-errors.js';

/** Bytes of a directory with some thousand names, which Node reads within some milliseconds, where the file system tells the size of a directory. */
const LARGE = 64 * 1024;
/** Names that are read at once. */
const PART = 512;

/** Whether a directory is so large that it is better read in parts: of a small one that would take twice as long. Throws what Node does. */
export function isLarge(path: string): boolean {
  return typeof fs.opendirSync === 'function' && fs.statSync(path).size >= LARGE;
}

/**
 * Reads the names in a directory in parts, in the order that the directory has.
 * @param pause called after each part; it may throw, and nothing stays open
 * @returns the names without `.` and `..`; or a negative errno
 */
export function namesInParts(path: string, pause: () => void): string[] | number {
  let directory: fs.Dir;
  try {
    directory = fs.opendirSync(path, { bufferSize: PART });
  } catch (error) {
    return errnoOf(error);
  }
  try {
    return readNames(directory, pause);
  } finally {
    directory.closeSync();
  }
}

function readNames(directory: fs.Dir, pause: () => void): string[] | number {
  const names: string[] = [];
  for (;;) {
    let entry: fs.Dirent | null;
    try {
      entry = directory.readSync();
    } catch (error) {
      return errnoOf(error);
    }
    if (entry === null) return names;
    if (names.push(entry.name) % PART === 0) pause();
  }
}
