/** Numbers texts: equal texts have equal numbers, from 0 on, in the order in which they first came. */
export class Interner {
  readonly #numbers = new Map<string, number>();
  /** The texts by number. */
  readonly texts: string[] = [];

  /** The number of a text. */
  number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.#numbers.set(text, number);
      this.texts.push(text);
    }
    return number;
  }
}
