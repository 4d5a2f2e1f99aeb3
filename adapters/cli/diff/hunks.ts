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

/** The first hunk alone. */
export class FirstHunk {
  /** What belongs to it, in order. */
  readonly entries: Entry[] = [];
  readonly #context: number;
  readonly #longest: number;
  /** Calls that both have, which may turn out to belong to it. */
  #before: Entry[] = [];
  #following = 0;
  #differences = 0;
  #ended = false;

  /**
   * @param context how many calls to keep before and after a difference
   * @param longest the number of differences after which it ends
   */
  constructor(context: number, longest: number) {
    this.#context = context;
    this.#longest = longest;
  }

  /** Takes what stands beside what, in order. */
  add(entry: Entry): void {
    if (this.#ended) return;
    if (entry.kind !== 'same') {
      this.entries.push(...this.#before);
      this.#before = [];
      this.#ended = ++this.#differences > this.#longest;
      if (this.#ended) return;
      this.entries.push(entry);
      this.#following = this.#context;
    } else if (this.#following > 0) {
      this.#following--;
      this.entries.push(entry);
    } else {
      this.#before.push(entry);
      if (this.#before.length <= this.#context) return;
      this.#before.shift();
      this.#ended = this.entries.length > 0;
    }
  }
}
