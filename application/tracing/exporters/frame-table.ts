/** So many different frames are told apart; a trace may name any number of files, and its table stays in memory to the end. */
const FRAME_LIMIT = 10_000;

/** Names of frames, each with its index; those beyond a limit share one. */
export class FrameTable {
  readonly #indexes = new Map<string, number>();

  /**
   * The index of a frame.
   * @param name as it is shown
   * @param others the name to use instead when there are too many
   */
  index(name: string, others: string): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    if (this.#indexes.size >= FRAME_LIMIT && name !== others) return this.index(others, others);
    const index = this.#indexes.size;
    this.#indexes.set(name, index);
    return index;
  }

  /** The frames as JSON, by their indexes. */
  json(): string {
    return `[${[...this.#indexes.keys()].map(name => `{"name":${JSON.stringify(name)}}`).join(',\n')}]`;
  }
}
