import { type TracedEngine, WITHOUT_ENGINE } from './traced-engine.js';

/**
 * Hands calls on, in order. Those that a guest makes with the last of the stack wait until there is more of it, since nothing can be printed or
 * written there.
 */
export class LateCalls<Call, Note = never> {
  readonly #take: (call: Call, note: Note | undefined) => void;
  readonly #waiting: { readonly call: Call; readonly note: Note | undefined }[] = [];

  readonly #engine: Pick<TracedEngine, 'isStackOverflow'>;

  /**
   * @param take what it has done when the stack ends is done again
   * @param engine the one that runs the guest. Default: every RangeError counts as a used-up stack
   */
  constructor(
    take: (call: Call, note: Note | undefined) => void,
    engine: Pick<TracedEngine, 'isStackOverflow'> = WITHOUT_ENGINE,
  ) {
    this.#take = take;
    this.#engine = engine;
  }

  /** @param note what else is known of it now, and will not be later */
  add(call: Call, note?: Note): void {
    try {
      if (this.#waiting.length > 0) this.settle();
      this.#take(call, note);
    } catch (error) {
      if (!this.#engine.isStackOverflow(error)) throw error;
      this.#waiting.push({ call, note });
    }
  }

  /** Hands on what has waited. To be called when the guest has ended, too. */
  settle(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      this.#take(first.call, first.note);
      this.#waiting.shift();
    }
  }
}
