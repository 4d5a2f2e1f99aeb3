const FIRST_CAPACITY = 1024;

/** Steps of two hashes of 32 bits that have nothing to do with each other. */
const STEP_A = 0x9e3779b1;
const STEP_B = 0x85ebca77;

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
    let a = text.length;
    let b = ~a;
    for (let i = 0; i < text.length; i++) {
      const char = text.charCodeAt(i);
      a = Math.imul(a ^ char, STEP_A);
      a ^= a >>> 15;
      b = Math.imul(b ^ char, STEP_B);
      b ^= b >>> 13;
    }
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
    this.#capacity *= 2;
    const [hashesA, hashesB] = [this.#hashesA, this.#hashesB];
    this.#hashesA = new Int32Array(this.#capacity);
    this.#hashesB = new Int32Array(this.#capacity);
    this.#hashesA.set(hashesA);
    this.#hashesB.set(hashesB);
    this.#slots = new Int32Array(2 * this.#capacity);
    for (let i = 0; i < this.#count; i++) this.#slots[this.#slot(hashesA[i] as number, hashesB[i] as number)] = i + 1;
  }
}
