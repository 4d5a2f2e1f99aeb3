/** Lists of numbers that grow one beside the other, in two columns: eight bytes a number, however many lists there are. */
export class UseLists {
  #values: Uint32Array = new Uint32Array(4096);
  /** Of each number, the place of the one behind it in its list; 0 at the end. */
  #next: Uint32Array = new Uint32Array(4096);
  /** Place 0 is none. */
  #used = 1;

  /**
   * Adds a number to a list.
   * @param list that has been begun with `{ first: 0, last: 0, count: 0 }`
   */
  add(list: UseList, value: number): void {
    if (this.#used === this.#values.length) {
      this.#values = doubled(this.#values);
      this.#next = doubled(this.#next);
    }
    const place = this.#used++;
    this.#values[place] = value;
    if (list.count === 0) list.first = place;
    else this.#next[list.last] = place;
    list.last = place;
    list.count++;
  }

  /** The first number of a list; undefined if it is empty. */
  first({ first, count }: UseList): number | undefined {
    return count === 0 ? undefined : this.#values[first];
  }

  /** The last number of a list; undefined if it is empty. */
  last({ last, count }: UseList): number | undefined {
    return count === 0 ? undefined : this.#values[last];
  }

  /** The numbers of a list, in the order in which they were added. */
  of({ first, count }: UseList): Uint32Array {
    const found = new Uint32Array(count);
    for (let i = 0, place = first; i < count; i++, place = this.#next[place] as number)
      found[i] = this.#values[place] as number;
    return found;
  }
}

/** Where a list of {@link UseLists} begins and ends. */
export interface UseList {
  first: number;
  last: number;
  count: number;
}

function doubled(from: Uint32Array): Uint32Array {
  const to = new Uint32Array(2 * from.length);
  to.set(from);
  return to;
}
