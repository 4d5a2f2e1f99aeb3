/** A run of numbers that two sequences have in common: where it begins in each, and how long it is. */
export interface Run {
  readonly i: number;
  readonly j: number;
  readonly length: number;
}

/** How many numbers in a row make a place recognisable. */
const WINDOW = 20;
/** Of the hash of a window: an odd number, and that to the power of the window's length. */
const BASE = 0x01000193;
const LEADING = Array.from({ length: WINDOW }).reduce<number>(power => Math.imul(power, BASE), 1);

const EMPTY = 0;
const REPEATED = -1;

/** The hash of the numbers that begin at each place. */
function windowHashes(numbers: Uint32Array): Uint32Array {
  const hashes = new Uint32Array(Math.max(0, numbers.length - WINDOW + 1));
  let hash = 0;
  for (let i = 0; i < numbers.length; i++) {
    const leaving = i >= WINDOW ? Math.imul(LEADING, (numbers[i - WINDOW] as number) + 1) : 0;
    hash = (Math.imul(hash, BASE) + (numbers[i] as number) + 1 - leaving) | 0;
    if (i >= WINDOW - 1) hashes[i - WINDOW + 1] = hash;
  }
  return hashes;
}

/** Where in a sequence each hash occurs, if it occurs once. */
class Places {
  readonly #hashes: Uint32Array;
  readonly #mask: number;
  /** A place plus one, {@link EMPTY} or {@link REPEATED}. */
  readonly #slots: Int32Array;
  /** Of a repeated hash, a place where it occurs. */
  readonly #owners: Int32Array;

  constructor(hashes: Uint32Array) {
    this.#hashes = hashes;
    const size = 2 ** Math.ceil(Math.log2(2 * hashes.length + 2));
    this.#mask = size - 1;
    this.#slots = new Int32Array(size);
    this.#owners = new Int32Array(size);
    for (let i = 0; i < hashes.length; i++) {
      const slot = this.#slot(hashes[i] as number);
      this.#slots[slot] = this.#slots[slot] === EMPTY ? i + 1 : REPEATED;
      this.#owners[slot] = i;
    }
  }

  /** The only place of a hash; −1 if it has none or several. */
  only(hash: number): number {
    return Math.max(EMPTY, this.#slots[this.#slot(hash)] as number) - 1;
  }

  #slot(hash: number): number {
    let slot = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) & this.#mask;
    while (this.#slots[slot] !== EMPTY && this.#hashes[this.#owners[slot] as number] !== hash)
      slot = (slot + 1) & this.#mask;
    return slot;
  }
}

/** Of pairs that grow in `i`, as many as grow in `j` as well. */
function growing(partners: Int32Array): number[] {
  const ends: number[] = [];
  const before = new Int32Array(partners.length).fill(-1);
  for (let i = 0; i < partners.length; i++) {
    const j = partners[i] as number;
    if (j < 0) continue;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((partners[ends[middle] as number] as number) < j) low = middle + 1;
      else high = middle;
    }
    before[i] = low > 0 ? (ends[low - 1] as number) : -1;
    ends[low] = i;
  }
  const chosen: number[] = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] as number) chosen.push(i);
  return chosen.reverse();
}

function sameWindow(a: Uint32Array, i: number, b: Uint32Array, j: number): boolean {
  for (let k = 0; k < WINDOW; k++) if (a[i + k] !== b[j + k]) return false;
  return true;
}

/**
 * Finds where two sequences surely belong together: runs that occur once in each. It takes about as long as reading them, however
 * much they differ.
 * @returns the runs, in the order of both
 */
export function anchors(a: Uint32Array, b: Uint32Array): Run[] {
  const [hashesA, hashesB] = [windowHashes(a), windowHashes(b)];
  const placesA = new Places(hashesA);
  const placesB = new Places(hashesB);
  const partners = hashesA.length === 0 ? new Int32Array(0) : new Int32Array(hashesA.length).fill(-1);
  for (let i = 0; i < hashesA.length; i++) {
    const hash = hashesA[i] as number;
    if (placesA.only(hash) !== i) continue;
    const j = placesB.only(hash);
    if (j >= 0 && sameWindow(a, i, b, j)) partners[i] = j;
  }
  const runs: Run[] = [];
  for (const i of growing(partners)) {
    const j = partners[i] as number;
    const last = runs.at(-1);
    if (last === undefined || (i >= last.i + last.length && j >= last.j + last.length))
      runs.push({ i, j, length: WINDOW });
    else if (i - j === last.i - last.j) runs[runs.length - 1] = { ...last, length: i + WINDOW - last.i };
  }
  return runs;
}
