import { useEffect, useReducer } from 'preact/hooks';

/** A value that views follow. */
export class Watched<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set value(value: Value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  set(value: Value): void {
    this.value = value;
  }

  /** @returns ends it */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** The value now. The view that asks is drawn again when it changes. */
export function useWatched<Value>(watched: Watched<Value>): Value {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const { value } = watched;
  useEffect(() => {
    // The effect comes after the drawing; a small file has been read by then.
    if (!Object.is(watched.value, value)) redraw(undefined);
    return watched.subscribe(() => redraw(undefined));
  }, [watched]);
  return value;
}
