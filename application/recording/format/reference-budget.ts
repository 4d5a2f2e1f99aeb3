/** How many characters or bytes a block may give by reference, for each byte it has so far. */
export const EXPANSION = 32;

/** No label in a recording is longer, in UTF-16 code units. */
export const LABEL_LIMIT = 0x10000;

/**
 * Counts what a block of a recording gives by reference: labels and names that were written before. A reference takes a byte or two, whatever
 * it stands for, so without a bound a small file could stand for any amount of text. At the bound, the writer writes the text again, and the
 * reader fails.
 */
export class ReferenceBudget {
  #spent = 0;

  /** Begins a new block. */
  clear(): void {
    this.#spent = 0;
  }

  /**
   * Takes a reference, if there is room for it.
   * @param length of what it stands for
   * @param size how many bytes the block has so far
   * @returns whether there is
   */
  allows(length: number, size: number): boolean {
    if (this.#spent + length > EXPANSION * size) return false;
    this.#spent += length;
    return true;
  }
}
