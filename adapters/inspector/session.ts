import { CallList, RECORDING_START, runKey, Status } from '../../application/inspection/index.js';
import type { Find } from './find/find.js';
import { type CallLine, CallLines } from './list/call-line.js';
import { ShownCalls } from './list/shown-calls.js';
import { loadTraceReader } from './loading.js';
import { SessionNotes } from './notes/session-notes.js';
import type { Prediction } from './predict/prediction.js';
import { inSlices } from './slices.js';
import { chunksOf, type InspectorSource, type Progress } from './source.js';
import { CallTimes } from './timeline/call-times.js';
import { Watched } from './watched.js';

/** The panes beside the list. */
export const panes = ['call', 'descriptors', 'notes', 'comparison'] as const;
export type Pane = (typeof panes)[number];

/** How many calls are read at once, between two looks at the clock. */
const AT_ONCE = 2000;

/** While calls are read, the page is told of them this often, in milliseconds: to draw takes longer than to read a few. */
const TOLD_EVERY = 100;

let count = 0;

/** The error of a file, in a sentence. An error of a trace names its line. */
function problemOf(error: Error & { readonly line?: number }): string {
  return `${error.line === undefined ? '' : `line ${error.line} `}${error.message}`.replace(/\.?$/, '.');
}

/** A run that is looked at: its calls, and what a person has chosen to see of them. */
export class Session {
  readonly name: string;
  /** Tells sessions apart. */
  readonly number = count++;
  readonly calls = new CallList();
  /** The bytes that have been read. */
  readonly chunks: Uint8Array[] = [];
  /** How many calls have been read; grows while the file is read, and while a program runs. */
  readonly length = new Watched(0);
  /** Whether the run has been read to its end, or as far as it can be read. */
  readonly done = new Watched(false);
  /** The work in progress; undefined if there is none. */
  readonly progress = new Watched<Progress | undefined>(undefined);
  /** The error of the file. */
  readonly damage = new Watched<string | undefined>(undefined);
  readonly times = new CallTimes(this.calls);
  readonly shown = new ShownCalls(this.calls, this.times);
  readonly notes = new SessionNotes();
  /** The call that is looked at; -1 if there are none. */
  readonly selected = new Watched(-1);
  /** The first call that is hidden, and with it all behind it. */
  readonly hiddenFrom = new Watched(Number.POSITIVE_INFINITY);
  /** Whether what comes next is to be predicted. */
  readonly prediction = new Watched<Prediction | undefined>(undefined);
  /** The search; undefined if there is none. */
  readonly find = new Watched<Find | undefined>(undefined);
  /** The run that this one is compared with. */
  readonly other = new Watched<Session | undefined>(undefined);
  /** The argument or part of one that is lit up, by its path. */
  readonly lit = new Watched<string | undefined>(undefined);
  /** The one that stays lit when the pointer is elsewhere. */
  pinned: string | undefined;
  /** The byte of memory that was chosen, by its address. */
  readonly byte = new Watched<number | undefined>(undefined);
  readonly pane = new Watched<Pane>('call');
  /** Whether the dialog for the columns of the list is open. */
  readonly choosingColumns = new Watched(false);
  /** How many rows a page of the list has. */
  page = 20;
  /** The call to look at once it has been read. */
  aim: number | undefined;
  /** How many guests or threads make calls, according to the timeline so far. */
  readonly threads = new Watched(1);
  readonly #lines = new CallLines(this.calls);
  #told = 0;
  readonly #end = new AbortController();

  constructor(name: string) {
    this.name = name;
  }

  /**
   * Reads a run, in slices: what has been read can be looked at meanwhile. It fails with a message, not with an error.
   * @param source of which nothing was read before
   */
  async read(source: InspectorSource): Promise<void> {
    const { calls } = this;
    try {
      for await (const chunk of chunksOf(source, this.#end.signal)) {
        // Nothing but a recording begins so.
        if (this.chunks.length === 0 && chunk[0] !== RECORDING_START) await loadTraceReader();
        this.chunks.push(chunk);
        calls.add(chunk);
        await this.#advance();
        // More comes when the program has made more calls.
        if ('chunks' in source) this.progress.value = undefined;
      }
      if (this.#end.signal.aborted) return;
      if (this.chunks.length === 0) await loadTraceReader();
      calls.finish();
      await this.#advance();
      this.done.value = true;
      this.#grown();
      this.notes.merge(calls.notes);
    } catch (error) {
      this.damage.value = problemOf(error as Error);
      this.done.value = true;
    }
    this.progress.value = undefined;
    this.#grown();
  }

  async #advance(): Promise<void> {
    await inSlices(
      () => this.calls.advance(AT_ONCE),
      this.#end.signal,
      () => {
        if (this.length.value > 0 && performance.now() - this.#told < TOLD_EVERY) return;
        this.#told = performance.now();
        this.progress.value = { text: 'Reading calls', done: this.calls.progress };
        this.#grown();
      },
    );
  }

  #grown(): void {
    const { length } = this.calls;
    if (length === 0) return;
    // A trace is told by its first lines, so they have to be there.
    if (!this.notes.known && (this.calls.header !== undefined || length >= 100 || this.done.value))
      this.notes.begin(runKey(this.calls));
    if (length === this.length.value) return;
    this.length.value = length;
    this.shown.grow();
    if (this.aim !== undefined && this.aim < length) {
      this.select(this.aim);
      this.aim = undefined;
    } else if (this.selected.value < 0) this.selected.value = 0;
  }

  /** A call as a row shows it. */
  lineOf(call: number): CallLine {
    return this.#lines.at(call);
  }

  /** How many rows there are to be seen: behind them, calls are hidden. */
  get rowCount(): number {
    const { value: rows } = this.shown.rows;
    return Math.min(rows.count, rows.rowFrom(this.hiddenFrom.value));
  }

  failed(call: number): boolean {
    return this.calls.columns.statuses[call] === Status.failed;
  }

  /** Looks at a call, as soon as it has been read. */
  lookAt(call: number): void {
    if (call < this.length.value) this.select(call);
    else this.aim = call;
  }

  /** Looks at a call, which may be one that the list does not show. */
  select(call: number): void {
    const last = Math.min(this.length.value, this.hiddenFrom.value) - 1;
    this.pin(undefined);
    this.notes.noting.value = undefined;
    this.byte.value = undefined;
    this.selected.value = Math.max(Math.min(call, last), last < 0 ? -1 : 0);
  }

  /** Looks at the call some rows further down, or up. */
  step(rows: number): void {
    const { count } = this.shown.rows.value;
    if (count === 0) return;
    // A step to what is hidden shows it.
    if (rows === 1 && this.prediction.value !== undefined && this.selected.value === this.hiddenFrom.value - 1) {
      this.prediction.value.goOn();
      return;
    }
    const from = this.shown.rows.value.rowFrom(this.selected.value);
    const exact = this.shown.rows.value.rowOf(this.selected.value) >= 0;
    // From a call that is not shown, the next one is the row where it would be.
    const to = from + (exact || rows < 0 ? rows : rows - 1);
    this.select(this.shown.rows.value.callAt(Math.max(0, Math.min(to, count - 1))));
  }

  /**
   * Looks at the next row whose call fits.
   * @returns whether there is one
   */
  seek(direction: 1 | -1, fits: (call: number) => boolean): boolean {
    const rows = this.shown.rows.value;
    const start = rows.rowFrom(this.selected.value);
    const shown = rows.rowOf(this.selected.value) >= 0;
    for (let row = shown || direction < 0 ? start + direction : start; row >= 0 && row < rows.count; row += direction) {
      const call = rows.callAt(row);
      if (call >= this.hiddenFrom.value) return false;
      if (!fits(call)) continue;
      this.select(call);
      return true;
    }
    return false;
  }

  /** Looks at the next call that uses the same descriptor, or at the one before. */
  seekUse(direction: 1 | -1): void {
    const followed = this.shown.followable(this.selected.value);
    if (followed !== undefined) this.seek(direction, followed.uses);
  }

  /** Leaves what is open, or what limits the list, one thing after the other. */
  leave(): void {
    if (this.prediction.value !== undefined) this.stopPredicting();
    else if (this.find.value !== undefined) this.closeFind();
    else this.shown.leave();
  }

  /** Keeps an argument lit up. */
  pin(path: string | undefined): void {
    this.pinned = path;
    this.lit.value = path;
  }

  /** Chooses a byte of memory, to see where it comes from. @param path of the innermost argument that it belongs to */
  chooseByte(address: number, path: string | undefined): void {
    this.byte.value = address;
    this.pin(path);
  }

  /** Shows again what was hidden to be predicted. */
  stopPredicting(): void {
    this.prediction.value = undefined;
    this.hiddenFrom.value = Number.POSITIVE_INFINITY;
    this.focusList();
  }

  /** Gives the list the keys. */
  focusList(): void {
    document.querySelector<HTMLElement>('.calls')?.focus();
  }

  /** Searches for nothing any more. */
  closeFind(): void {
    this.find.value?.close();
    this.find.value = undefined;
    this.focusList();
  }

  /** Compares this run with another. */
  compareWith(source: InspectorSource): void {
    this.other.value?.close();
    const other = new Session(source.name);
    this.other.value = other;
    this.pane.value = 'comparison';
    void other.read(source);
  }

  /** Ends what is being done. */
  close(): void {
    this.other.value?.close();
    this.find.value?.close();
    this.#end.abort();
    this.shown.close();
  }
}
