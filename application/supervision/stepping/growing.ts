/** Items that come one after the other, for any number of readers that begin whenever they like. */
export class Growing<Item> {
  readonly #items: Item[] = [];
  #ended = false;
  #changed!: Promise<void>;
  #change!: () => void;

  constructor() {
    this.#renew();
  }

  add(item: Item): void {
    if (this.#ended) return;
    this.#items.push(item);
    this.#tell();
  }

  /** No more come. */
  end(): void {
    this.#ended = true;
    this.#tell();
  }

  /** All of them, from the first on, as they come. */
  async *read(): AsyncGenerator<Item, void> {
    for (let at = 0; ; ) {
      const changed = this.#changed;
      while (at < this.#items.length) yield this.#items[at++] as Item;
      if (this.#ended) return;
      await changed;
    }
  }

  #tell(): void {
    const change = this.#change;
    this.#renew();
    change();
  }

  #renew(): void {
    this.#changed = new Promise(resolve => {
      this.#change = resolve;
    });
  }
}
