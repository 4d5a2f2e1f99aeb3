/** Stretches in which two traces differ, with some of the calls around them. */
import type { Entry } from '../../../application/comparison/index.js';

/**
 * Leaves out what is far from any difference.
 * @param entries what stands beside what, in order
 * @param context how many calls to keep before and after a difference
 * @returns the entries that are left; undefined where something before the next one is left out
 */
export function* hunks(entries: Iterable<Entry>, context: number): Generator<Entry | undefined> {
  let before: Entry[] = [];
  let leftOut = true;
  let following = 0;
  for (const entry of entries) {
    if (entry.kind === 'same') {
      if (following > 0) {
        following--;
        yield entry;
        continue;
      }
      before.push(entry);
      if (before.length > context) {
        before.shift();
        leftOut = true;
      }
      continue;
    }
    if (leftOut) yield undefined;
    yield* before;
    before = [];
    leftOut = false;
    following = context;
    yield entry;
  }
}

/**
 * The first hunk alone.
 * @param longest the number of differences after which it stops
 */
export function firstHunk(entries: Iterable<Entry>, context: number, longest: number): Entry[] {
  const hunk: Entry[] = [];
  let differences = 0;
  for (const entry of hunks(entries, context)) {
    if (entry === undefined) {
      if (hunk.length > 0) break;
      continue;
    }
    if (entry.kind !== 'same' && ++differences > longest) break;
    hunk.push(entry);
  }
  return hunk;
}
