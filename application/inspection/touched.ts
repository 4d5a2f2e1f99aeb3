/** What a call touches besides its descriptors: guest paths, and the descriptors that it waits for. */
export interface TouchedThings {
  /** As `touchedPaths` gives them. */
  readonly paths: readonly string[];
  /** Those of the subscriptions of poll_oneoff. */
  readonly awaited: readonly number[];
}

const NOTHING: TouchedThings = { paths: [], awaited: [] };

/** What calls touch, by number. Many calls touch the same, so a column has only the number, and a filter tests each once. */
export interface Touched {
  /** How many different ones there are. */
  readonly size: number;
  /** The entry with that number. */
  at(number: number): TouchedThings;
}

/** Numbers what calls touch. */
export class TouchedTable implements Touched {
  readonly #things: TouchedThings[] = [NOTHING];
  readonly #numbers = new Map<string, number>([['', 0]]);

  get size(): number {
    return this.#things.length;
  }

  /**
   * The number of what has this key.
   * @param key equal for what is equal
   * @param things makes it, if it is new
   */
  number(key: string, things: () => TouchedThings): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#things.length;
      this.#numbers.set(key, number);
      this.#things.push(things());
    }
    return number;
  }

  at(number: number): TouchedThings {
    return this.#things[number] ?? NOTHING;
  }
}
