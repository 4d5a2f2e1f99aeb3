import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { NameCode } from './call-layout.js';
import type { ReferenceBudget } from './reference-budget.js';

/** How many names of a block can be found again; a power of two. */
const SLOTS = 1024;

/** A name that has been written. */
interface WrittenName {
  readonly number: number;
  readonly u8: Uint8Array;
  readonly at: number;
  readonly length: number;
}

function slotOf(u8: Uint8Array, at: number, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (u8[at + i] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}

function same(name: WrittenName, u8: Uint8Array, at: number, length: number): boolean {
  if (name.length !== length) return false;
  for (let i = 0; i < length; i++) if (name.u8[name.at + i] !== u8[at + i]) return false;
  return true;
}

/**
 * Writes names of files, each once a block. They are compared as bytes: to make strings of them would cost more than all else. Of names that
 * share a slot only the last is found again; the others are written anew, and so is what the budget does not cover.
 */
export class NameWriter {
  readonly #budget: ReferenceBudget;
  #slots: (WrittenName | undefined)[] = new Array(SLOTS);
  #count = 0;

  constructor(budget: ReferenceBudget) {
    this.#budget = budget;
  }

  /** Begins a new block. */
  clear(): void {
    this.#slots = new Array(SLOTS);
    this.#count = 0;
  }

  /** @param u8 is not overwritten later */
  write(out: ByteWriter, u8: Uint8Array, at: number, length: number): void {
    const slot = slotOf(u8, at, length);
    const found = this.#slots[slot];
    if (found !== undefined && same(found, u8, at, length) && this.#budget.allows(length, out.length)) {
      out.varint(NameCode.known + found.number);
      return;
    }
    this.#slots[slot] = { number: this.#count++, u8, at, length };
    out.reserve(length);
    out.byte(NameCode.added);
    out.varint(length);
    out.bytes(u8, at, length);
  }
}

/** Reads what `NameWriter` has written. */
export class NameReader {
  readonly #budget: ReferenceBudget;
  #names: Uint8Array[] = [];

  constructor(budget: ReferenceBudget) {
    this.#budget = budget;
  }

  clear(): void {
    this.#names = [];
  }

  /** @returns a view of the name; undefined if it was not captured */
  read(source: ByteReader): Uint8Array | undefined {
    const code = source.varint();
    if (code === NameCode.none) return undefined;
    if (code !== NameCode.added) {
      const known = this.#names[code - NameCode.known] ?? source.fail('has a name that was not written');
      return this.#budget.allows(known.length, source.taken) ? known : source.fail('repeats its names too often');
    }
    const name = source.bytes(source.varint());
    this.#names.push(name);
    return name;
  }
}
