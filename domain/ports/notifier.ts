/**
 * The handle of a stream or socket that only code on the same thread makes ready, and that tells when it has. While such a thread is blocked, nothing can
 * become ready.
 */
export class Notifier {
  readonly #listeners = new Set<() => void>();

  /** Tells everybody who waits that something may be ready. */
  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  /** @returns what ends the subscription */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
