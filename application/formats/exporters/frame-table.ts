/** So many different frames are told apart; a trace may name any number of files, and its table stays in memory to the end. */
const FRAME_LIMIT = 10_000;

/** Frames, each with its index; those beyond a limit share one. */
export class FrameTable {
  readonly #indexes = new Map<string, number>();
  readonly #frames: { readonly name: string; readonly file: string | undefined }[] = [];

  /**
   * The index of a frame.
   * @param name as it is shown
   * @param others the name to use instead when there are too many
   * @param file the module that it is a function of; frames of one name in several files are several frames
   */
  index(name: string, others: string, file?: string): number {
    const key = file === undefined ? name : `${file}\0${name}`;
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    if (this.#frames.length >= FRAME_LIMIT && name !== others) return this.index(others, others, file);
    this.#indexes.set(key, this.#frames.length);
    return this.#frames.push({ name, file }) - 1;
  }

  /** The frames as JSON, by their indexes. */
  json(): string {
    return `[${this.#frames.map(frame => JSON.stringify(frame)).join(',\n')}]`;
  }
}
