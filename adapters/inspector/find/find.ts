import type { CallList, TextSearch } from '../../../application/inspection/index.js';
import type { Rows } from '../list/rows.js';
import { inSlices } from '../slices.js';
import { Watched } from '../watched.js';

/** The page is told this often what has been found, in milliseconds. */
const TOLD_EVERY = 100;

/** The matches among the calls that the list shows. */
export interface Found {
  /** How many of its rows. */
  readonly rows: number;
  /** Which of these is looked at, from 1; 0 for none. */
  readonly place: number;
  /** How many further calls, which the list does not show; 0 while some are hidden to be predicted. */
  readonly elsewhere: number;
}

/** The object of the search: a run, and the list of its calls. */
interface SearchedRun {
  readonly calls: CallList;
  readonly length: Watched<number>;
  readonly selected: Watched<number>;
  readonly shown: { readonly rows: Watched<Rows> };
  /** How many rows there are to be seen. */
  readonly rowCount: number;
  select(call: number): void;
}

/** A search for text in all calls of a run. Matches are marked in the list, which is neither filtered nor moved by it. */
export class Find {
  readonly text = new Watched('');
  /** The hits so far, a new value whenever there are more; undefined while no text is searched for. */
  readonly search = new Watched<TextSearch | undefined>(undefined);
  /** How many calls have been found; it changes when more have been looked at. */
  readonly examined = new Watched(0);
  /** Whether calls are still looked at. */
  readonly busy = new Watched(false);
  readonly #run: SearchedRun;
  readonly #ends: (() => void)[];
  #end = new AbortController();
  /** Where to go once something is found. */
  #wanted: 1 | -1 | undefined;

  constructor(run: SearchedRun) {
    this.#run = run;
    this.#ends = [
      this.text.subscribe(() => void this.#begin()),
      run.length.subscribe(() => {
        if (!this.busy.value) void this.#look();
      }),
    ];
  }

  /** Looks at the next row that has been found, or at the one before; behind the last it begins again. As long as none has been found, it waits for one. */
  next(direction: 1 | -1): void {
    const search = this.search.value;
    this.#wanted = search === undefined && this.busy.value ? direction : undefined;
    if (search === undefined) return;
    const { shown, selected } = this.#run;
    const { value: rows } = shown.rows;
    const start = rows.rowOf(selected.value);
    // From a call that is not shown, the next one is the row where it would be.
    const from = start >= 0 ? start : rows.rowFrom(selected.value) - (direction > 0 ? 1 : 0);
    const { rowCount: count } = this.#run;
    for (let step = 1; step <= count; step++) {
      const call = rows.callAt((from + direction * step + 2 * count) % count);
      if (!search.has(call)) continue;
      this.#run.select(call);
      return;
    }
    if (this.busy.value) this.#wanted = direction;
  }

  /** The matches so far. It takes some milliseconds with a million rows. */
  get found(): Found {
    const search = this.search.value;
    if (search === undefined) return { rows: 0, place: 0, elsewhere: 0 };
    const { shown, selected, rowCount } = this.#run;
    const { value: list } = shown.rows;
    let rows = 0;
    let place = 0;
    for (let row = 0; row < rowCount; row++) {
      const call = list.callAt(row);
      if (!search.has(call)) continue;
      rows++;
      if (call === selected.value) place = rows;
    }
    return { rows, place, elsewhere: rowCount < list.count ? 0 : search.count - rows };
  }

  close(): void {
    this.#end.abort();
    for (const end of this.#ends) end();
  }

  async #begin(): Promise<void> {
    this.#end.abort();
    const end = new AbortController();
    this.#end = end;
    this.#wanted = undefined;
    this.search.value = undefined;
    const { value: text } = this.text;
    this.busy.value = text !== '';
    if (text === '') return;
    const { TextSearch: Search } = await import('./engine.js');
    // It has been typed on meanwhile.
    if (end.signal.aborted) return;
    this.search.value = new Search(this.#run.calls, text, Math.max(0, this.#run.selected.value));
    await this.#look();
  }

  async #look(): Promise<void> {
    const { value: search } = this.search;
    if (search === undefined) return;
    this.busy.value = true;
    let told = 0;
    const done = await inSlices(
      () => search.advance(),
      this.#end.signal,
      () => {
        if (this.#wanted !== undefined && search.count > 0) this.next(this.#wanted);
        if (performance.now() - told < TOLD_EVERY) return;
        told = performance.now();
        this.examined.value = search.examined;
      },
    );
    if (!done) return;
    this.examined.value = search.examined;
    this.busy.value = false;
  }
}
