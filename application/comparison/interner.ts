const FIRST_CAPACITY = 1024;

/** Steps of two hashes of 32 bits that have nothing to do with each other. */
const STEP_A = 0x9e3779b1;
const STEP_B = 0x85ebca77;

/** 64 bits of a text. */
export function hashOf(text: string): { readonly a: number; readonly b: number } {
  let a = text.length;
  let b = ~a;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    a = Math.imul(a ^ char, STEP_A);
    a ^= a >>> 15;
    b = Math.imul(b ^ char, STEP_B);
    b ^= b >>> 13;
  }
  return { a, b };
}

/**
 * Numbers texts: equal texts have equal numbers, from 0 on, in the order in which they first came. It keeps 64 bits of each text, not the
 * text: among ten million texts, the odds that two of them pass for one are 1 to 400,000.
 *
 * Where a number is kept depends on a seed as well, so that no trace can be written whose texts all belong in one place.
 */
export class Interner {
  #capacity = FIRST_CAPACITY;
  /** Numbers plus one, at places that follow from the hashes; at least half of them are 0. */
  #slots = new Int32Array(2 * FIRST_CAPACITY);
  #hashesA = new Int32Array(FIRST_CAPACITY);
  #hashesB = new Int32Array(FIRST_CAPACITY);
  #count = 0;
  readonly #factorA: number;
  readonly #factorB: number;

  /** @param seed what places depend on, below 2^32; numbers and order do not */
  constructor(seed = Math.floor(Math.random() * 2 ** 32)) {
    // Multiply-shift hashing takes odd factors: https://en.wikipedia.org/wiki/Universal_hashing#Avoiding_modular_arithmetic
    this.#factorA = seed | 1;
    this.#factorB = Math.imul(seed ^ STEP_A, STEP_B) | 1;
  }

  /** How many texts have a number. */
  get count(): number {
    return this.#count;
  }

  /** The number of a text. */
  number(text: string): number {
    const { a, b } = hashOf(text);
    const slot = this.#slot(a, b);
    const known = this.#slots[slot] as number;
    if (known > 0) return known - 1;
    if (this.#count === this.#capacity) this.#grow();
    this.#hashesA[this.#count] = a;
    this.#hashesB[this.#count] = b;
    this.#slots[this.#slot(a, b)] = ++this.#count;
    return this.#count - 1;
  }

  /** Puts two numbers in an order that depends on their texts alone. Below 0 if the first comes first. */
  compare(one: number, other: number): number {
    const byA = (this.#hashesA[one] as number) - (this.#hashesA[other] as number);
    return byA !== 0 ? byA : (this.#hashesB[one] as number) - (this.#hashesB[other] as number);
  }

  /**
   * Forgets all texts but those of some numbers, and numbers these anew: in the arrays too.
   * @param arrays of numbers
   * @returns by old number, the new one; -1 for what is forgotten
   */
  retain(arrays: readonly Uint32Array[]): Int32Array {
    const renumbered = new Int32Array(this.#count).fill(-1);
    let count = 0;
    for (const array of arrays) {
      for (let i = 0; i < array.length; i++) {
        const old = array[i] as number;
        if (renumbered[old] === -1) renumbered[old] = count++;
        array[i] = renumbered[old] as number;
      }
    }
    const [hashesA, hashesB] = [this.#hashesA, this.#hashesB];
    this.#allocate(Math.max(FIRST_CAPACITY, 2 ** Math.ceil(Math.log2(count + 1))));
    for (let old = 0; old < renumbered.length; old++) {
      const number = renumbered[old] as number;
      if (number < 0) continue;
      this.#hashesA[number] = hashesA[old] as number;
      this.#hashesB[number] = hashesB[old] as number;
    }
    this.#count = count;
    this.#place();
    return renumbered;
  }

  /** Where the number of a text is, or would be. */
  #slot(a: number, b: number): number {
    const mask = this.#slots.length - 1;
    const mixed = Math.imul(a, this.#factorA) ^ Math.imul(b, this.#factorB);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    for (;;) {
      const number = (this.#slots[slot] as number) - 1;
      if (number < 0 || (this.#hashesA[number] === a && this.#hashesB[number] === b)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const [hashesA, hashesB] = [this.#hashesA, this.#hashesB];
    this.#allocate(2 * this.#capacity);
    this.#hashesA.set(hashesA);
    this.#hashesB.set(hashesB);
    this.#place();
  }

  #allocate(capacity: number): void {
    this.#capacity = capacity;
    this.#hashesA = new Int32Array(capacity);
    this.#hashesB = new Int32Array(capacity);
    this.#slots = new Int32Array(2 * capacity);
  }

  /** Puts all numbers in their places. */
  #place(): void {
    for (let i = 0; i < this.#count; i++)
      this.#slots[this.#slot(this.#hashesA[i] as number, this.#hashesB[i] as number)] = i + 1;
  }
}
