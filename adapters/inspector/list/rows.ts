/** The calls that the list shows, in its order: all, or those that a filter passes; as they were made, or sorted. */
export class Rows {
  readonly count: number;
  /** Whether nothing is left out. */
  readonly complete: boolean;
  /** undefined for all, as they were made. */
  readonly #calls: Uint32Array | undefined;
  /** Whether they are as they were made. */
  readonly #ascending: boolean;
  /** Of each call, its row and 1; 0 for none. It is made when a row of sorted calls is first requested. */
  #rows: Uint32Array | undefined;

  private constructor(count: number, complete: boolean, calls: Uint32Array | undefined, ascending: boolean) {
    this.count = count;
    this.complete = complete;
    this.#calls = calls;
    this.#ascending = ascending;
  }

  static all(count: number): Rows {
    return new Rows(count, true, undefined, true);
  }

  /** @param calls ascending */
  static only(calls: Uint32Array): Rows {
    return new Rows(calls.length, false, calls, true);
  }

  /** The same calls in another order. */
  inOrder(calls: Uint32Array): Rows {
    return new Rows(calls.length, this.complete, calls, false);
  }

  /** The calls, row by row. */
  get calls(): Uint32Array {
    return this.#calls ?? new Uint32Array(this.count).map((_, row) => row);
  }

  /** The call in a row. */
  callAt(row: number): number {
    return this.#calls === undefined ? row : (this.#calls[row] as number);
  }

  /** The row of a call; -1 if it is not shown. */
  rowOf(call: number): number {
    if (call < 0) return -1;
    if (this.#calls === undefined) return call < this.count ? call : -1;
    if (!this.#ascending) return (this.#rowsOf(this.#calls)[call] ?? 0) - 1;
    const row = this.rowFrom(call);
    return this.#calls[row] === call ? row : -1;
  }

  /** The first row whose call is this one or a later one; `count` if there is none. Of sorted calls: the row of this one, else the first. */
  rowFrom(call: number): number {
    if (this.#calls === undefined) return Math.max(0, Math.min(call, this.count));
    if (!this.#ascending) return call === Number.POSITIVE_INFINITY ? this.count : Math.max(0, this.rowOf(call));
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#calls[middle] as number) < call) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #rowsOf(calls: Uint32Array): Uint32Array {
    if (this.#rows === undefined) {
      const last = calls.reduce((most, call) => Math.max(most, call), 0);
      this.#rows = new Uint32Array(last + 1);
      for (let row = 0; row < calls.length; row++) this.#rows[calls[row] as number] = row + 1;
    }
    return this.#rows;
  }
}
