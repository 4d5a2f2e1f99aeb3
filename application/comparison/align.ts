import { anchors, type Run } from './anchors.js';

/**
 * Aligning two sequences of numbers, so that as many as possible stand beside their equals, in order: the algorithm of Myers ("An O(ND)
 * Difference Algorithm and Its Variations", 1986) in its form for linear memory. Where two sequences have little in common it would take the
 * product of their lengths. So where a search costs too much, it looks for runs that occur once on either side, and goes on between them;
 * where there are none, it goes on from the furthest point it has reached.
 */

/** How many steps may be spent in all, roughly; and how many differences a single search looks for at least. */
const BUDGET = 2 ** 28;
const LEAST_COST = 128;

/** How many differences a search may look for from either end before it gives up on the shortest way, for sequences of that size together. */
function affordableCost(size: number): number {
  return Math.max(LEAST_COST, Math.floor(BUDGET / (size + 1)));
}

/** How many times what lies between anchors may be looked for anchors again. */
const ANCHORINGS = 4;

/** No partner. */
export const ALONE = -1;

/**
 * Aligns two sequences.
 * @param mostCost how many differences a search may look for from either end before it goes on from where it is
 * @returns for each place of `a`, the place in `b` that it stands beside, or {@link ALONE}. Places grow, and what stands together is equal.
 */
export function align(a: Uint32Array, b: Uint32Array, mostCost = affordableCost(a.length + b.length)): Int32Array {
  const partners = new Int32Array(a.length).fill(ALONE);
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) {
    partners[start] = start;
    start++;
  }
  let tail = 0;
  while (tail < shorter - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
    tail++;
    partners[a.length - tail] = b.length - tail;
  }
  const ours = a.subarray(start, a.length - tail);
  const theirs = b.subarray(start, b.length - tail);
  // What occurs on one side only has no partner, and would only make the search longer.
  const left = occurringIn(ours, theirs);
  const right = occurringIn(theirs, ours);
  new Search(pick(ours, left), pick(theirs, right), mostCost, (i, j, length) => {
    for (let k = 0; k < length; k++) partners[start + (left[i + k] as number)] = start + (right[j + k] as number);
  }).run();
  return partners;
}

/** The places whose numbers occur among others. */
function occurringIn(numbers: Uint32Array, others: Uint32Array): Uint32Array {
  const there = new Set(others);
  const places = new Uint32Array(numbers.length);
  let count = 0;
  for (let i = 0; i < numbers.length; i++) if (there.has(numbers[i] as number)) places[count++] = i;
  return places.subarray(0, count);
}

function pick(numbers: Uint32Array, places: Uint32Array): Uint32Array {
  return places.map(place => numbers[place] as number);
}

/** A part of both sequences, ends excluded. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** How often it may be looked for anchors in it and in its parts. */
  readonly anchoring: number;
}

/** Diagonals, both ends included. */
type Range = readonly [number, number];

/** A search for equal runs; tells each run by where it begins on both sides, and its length. */
class Search {
  readonly #a: Uint32Array;
  readonly #b: Uint32Array;
  readonly #found: (i: number, j: number, length: number) => void;
  /** By diagonal, how far paths from the beginning, and from the end, have reached in `a`. */
  readonly #forward: Int32Array;
  readonly #backward: Int32Array;
  /** The index of diagonal 0: the diagonal of (i, j) is i − j. */
  readonly #zero: number;
  readonly #mostCost: number;

  constructor(a: Uint32Array, b: Uint32Array, mostCost: number, found: (i: number, j: number, length: number) => void) {
    this.#a = a;
    this.#b = b;
    this.#found = found;
    const size = a.length + b.length;
    this.#forward = new Int32Array(size + 3);
    this.#backward = new Int32Array(size + 3);
    this.#zero = b.length + 1;
    this.#mostCost = mostCost;
  }

  run(): void {
    const boxes: Box[] = [{ left: 0, right: this.#a.length, top: 0, bottom: this.#b.length, anchoring: ANCHORINGS }];
    for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
      const rest = this.#trimmed(box);
      if (rest.left === rest.right || rest.top === rest.bottom) continue;
      const { point, shortest } = this.#middle(rest);
      const runs = shortest || rest.anchoring === 0 ? [] : this.#anchors(rest);
      if (runs.length === 0) {
        const [i, j] = point;
        const anchoring = shortest ? rest.anchoring : 0;
        boxes.push({ ...rest, left: i, top: j, anchoring }, { ...rest, right: i, bottom: j, anchoring });
        continue;
      }
      let { left, top } = rest;
      const anchoring = rest.anchoring - 1;
      for (const { i, j, length } of runs) {
        this.#found(i, j, length);
        boxes.push({ left, right: i, top, bottom: j, anchoring });
        left = i + length;
        top = j + length;
      }
      boxes.push({ ...rest, left, top, anchoring });
    }
  }

  /** Runs by which a box falls apart. */
  #anchors({ left, right, top, bottom }: Box): Run[] {
    return anchors(this.#a.subarray(left, right), this.#b.subarray(top, bottom)).map(({ i, j, length }) => ({
      i: i + left,
      j: j + top,
      length,
    }));
  }

  /** Tells the runs at the beginning and the end of a box. */
  #trimmed({ left, right, top, bottom, anchoring }: Box): Box {
    const a = this.#a;
    const b = this.#b;
    let head = 0;
    const most = Math.min(right - left, bottom - top);
    while (head < most && a[left + head] === b[top + head]) head++;
    let tail = 0;
    while (tail < most - head && a[right - 1 - tail] === b[bottom - 1 - tail]) tail++;
    if (head > 0) this.#found(left, top, head);
    if (tail > 0) this.#found(right - tail, bottom - tail, tail);
    return { left: left + head, right: right - tail, top: top + head, bottom: bottom - tail, anchoring };
  }

  /** A point of a box through which a shortest path leads, or one that looks like it if that takes too long. */
  #middle(box: Box): { readonly point: [number, number]; readonly shortest: boolean } {
    const { left, right, top, bottom } = box;
    const a = this.#a;
    const b = this.#b;
    const zero = this.#zero;
    const forward = this.#forward;
    const backward = this.#backward;
    const least = zero + left - bottom;
    const most = zero + right - top;
    const begin = zero + left - top;
    const end = zero + right - bottom;
    const odd = ((begin - end) & 1) !== 0;
    let [forwardLow, forwardHigh, backwardLow, backwardHigh] = [begin, begin, end, end];
    forward[begin] = left;
    backward[end] = right;
    for (let cost = 1; ; cost++) {
      if (forwardLow > least) forward[--forwardLow - 1] = -1;
      else forwardLow++;
      if (forwardHigh < most) forward[++forwardHigh + 1] = -1;
      else forwardHigh--;
      for (let d = forwardHigh; d >= forwardLow; d -= 2) {
        const before = forward[d - 1] as number;
        const after = forward[d + 1] as number;
        let i = before >= after ? before + 1 : after;
        let j = i - (d - zero);
        while (i < right && j < bottom && a[i] === b[j]) {
          i++;
          j++;
        }
        forward[d] = i;
        if (odd && d >= backwardLow && d <= backwardHigh && (backward[d] as number) <= i)
          return { point: [i, j], shortest: true };
      }
      if (backwardLow > least) backward[--backwardLow - 1] = 0x7fffffff;
      else backwardLow++;
      if (backwardHigh < most) backward[++backwardHigh + 1] = 0x7fffffff;
      else backwardHigh--;
      for (let d = backwardHigh; d >= backwardLow; d -= 2) {
        const before = backward[d - 1] as number;
        const after = backward[d + 1] as number;
        let i = before < after ? before : after - 1;
        let j = i - (d - zero);
        while (i > left && j > top && a[i - 1] === b[j - 1]) {
          i--;
          j--;
        }
        backward[d] = i;
        if (!odd && d >= forwardLow && d <= forwardHigh && i <= (forward[d] as number))
          return { point: [i, j], shortest: true };
      }
      if (cost < this.#mostCost) continue;
      const point = this.#furthest(box, [forwardLow, forwardHigh], [backwardLow, backwardHigh]);
      return { point, shortest: false };
    }
  }
  /** The furthest point of the longer of both searches. */
  #furthest({ left, right, top, bottom }: Box, forward: Range, backward: Range): [number, number] {
    const zero = this.#zero;
    let far: [number, number] = [left, top];
    let near: [number, number] = [right, bottom];
    for (let d = forward[1]; d >= forward[0]; d -= 2) {
      const i = Math.min(this.#forward[d] as number, right, bottom + d - zero);
      const j = i - (d - zero);
      if (i + j > far[0] + far[1]) far = [i, j];
    }
    for (let d = backward[1]; d >= backward[0]; d -= 2) {
      const i = Math.max(this.#backward[d] as number, left, top + d - zero);
      const j = i - (d - zero);
      if (i + j < near[0] + near[1]) near = [i, j];
    }
    return far[0] + far[1] - left - top > right + bottom - near[0] - near[1] ? far : near;
  }
}
