import type { HostcallName } from '../../domain/index.js';

/** What the numbers of a guest's descriptors should be: the lowest free number is taken, a closed one is free, a renumbered one has moved. */
export class DescriptorModel {
  readonly #open: Set<number>;

  /** @param open the numbers that are open at first */
  constructor(open: Iterable<number>) {
    this.#open = new Set(open);
  }

  /** The numbers that are open, in order. */
  get open(): number[] {
    return [...this.#open].sort((one, other) => one - other);
  }

  /**
   * Follows a call that succeeded.
   * @param made the number that it gave, if it opens something
   * @returns why that number is wrong; undefined if it is not
   */
  follow(name: HostcallName, args: readonly (number | bigint)[], made: number): string | undefined {
    switch (name) {
      case 'path_open':
      case 'sock_accept': {
        const lowest = this.#lowestFree();
        this.#open.add(made);
        return made === lowest ? undefined : `${name} gave ${made}, but ${lowest} was free`;
      }
      case 'fd_close':
        return this.#open.delete(Number(args[0]) >>> 0) ? undefined : `${args[0]} was closed, but not open`;
      case 'fd_renumber': {
        const [from, to] = [Number(args[0]) >>> 0, Number(args[1]) >>> 0];
        if (!this.#open.has(from) || !this.#open.has(to)) return `${from} was renumbered to ${to}: one was not open`;
        if (from !== to) this.#open.delete(from);
        return undefined;
      }
      default:
        return undefined;
    }
  }

  #lowestFree(): number {
    let number = 0;
    while (this.#open.has(number)) number++;
    return number;
  }
}
