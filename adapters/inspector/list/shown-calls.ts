import { ConfigurationError } from '../../../application/errors.js';
import {
  type CallList,
  type CallSortOrder,
  type DescriptorLife,
  Mark,
  type Selection,
} from '../../../application/inspection/index.js';
import { inSlices } from '../slices.js';
import type { Span } from '../timeline/axis.js';
import type { CallTimes } from '../timeline/call-times.js';
import { Watched } from '../watched.js';
import { type Condition, Narrowing } from './narrowing.js';
import { Rows } from './rows.js';

/** A descriptor that is followed. */
export interface Followed {
  readonly descriptor: number;
  readonly uses: Condition;
}

/** The calls that the list shows: their filter, their order, and the result of both. */
export class ShownCalls {
  readonly rows = new Watched(Rows.all(0));
  /** The filter, as it is typed. */
  readonly filter = new Watched('');
  /** The error of the filter. */
  readonly problem = new Watched<ConfigurationError | undefined>(undefined);
  /** The part of the run that the list is limited to. */
  readonly range = new Watched<Span | undefined>(undefined);
  /** The descriptor whose calls the list is limited to. */
  readonly followed = new Watched<Followed | undefined>(undefined);
  /** undefined for the order in which the calls were made. */
  readonly order = new Watched<CallSortOrder | undefined>(undefined);
  /** Changes when the list is to be shown from its beginning. */
  readonly resets = new Watched(0);
  readonly #calls: CallList;
  readonly #times: CallTimes;
  #narrowing: Narrowing;
  /** Ends what is being found; undefined if nothing is. */
  #finding: AbortController | undefined;
  /** Whether calls have been read since that was begun. */
  #grown = false;
  /** Whether the list is to be shown from its beginning once it is sorted. */
  #toBeginning = false;

  constructor(calls: CallList, times: CallTimes) {
    this.#calls = calls;
    this.#times = times;
    this.#narrowing = new Narrowing(calls, undefined, []);
    for (const limit of [this.filter, this.range, this.followed]) limit.subscribe(() => void this.#refilter());
    this.order.subscribe(() => void this.#find());
  }

  /** Sorts the list, and shows it from its beginning; or shows it again as the calls were made, where it was. */
  sort(order: CallSortOrder | undefined): void {
    this.#toBeginning = order !== undefined;
    this.order.value = order;
  }

  /** Calls have been read. */
  grow(): void {
    // A search that is under way is not restarted for each call that is read: it would never end.
    if (this.#finding === undefined) void this.#find();
    else this.#grown = true;
  }

  /** Finds the calls that pass the limits. An earlier search is abandoned. */
  async #refilter(): Promise<void> {
    const text = this.filter.value;
    this.problem.value = undefined;
    try {
      const selection = text.trim() === '' ? undefined : await this.#select(text);
      // It has been typed on meanwhile.
      if (text !== this.filter.value) return;
      this.#narrowing = new Narrowing(this.#calls, selection, this.#conditions());
    } catch (error) {
      // The typed filter is incomplete or invalid: the list stays unchanged.
      if (!(error instanceof ConfigurationError)) throw error;
      if (text === this.filter.value) this.problem.value = error;
      return;
    }
    await this.#find();
  }

  async #select(text: string): Promise<Selection> {
    const { parseFilter, Selection: selection } = await import('../filter/engine.js');
    return new selection(this.#calls, parseFilter(text));
  }

  /** Finds and sorts the rows, in slices. */
  async #find(): Promise<void> {
    this.close();
    const finding = new AbortController();
    this.#finding = finding;
    const { signal } = finding;
    const { value: order } = this.order;
    do {
      this.#grown = false;
      const narrowing = this.#narrowing;
      if (!(await inSlices(() => narrowing.advance(), signal))) return;
      const rows = order === undefined ? narrowing.rows : await this.#sorted(narrowing.rows, order, signal);
      if (rows === undefined) return;
      this.rows.value = rows;
      if (this.#toBeginning) this.resets.value++;
      this.#toBeginning = false;
    } while (this.#grown);
    this.#finding = undefined;
  }

  /** @returns undefined if it was ended early */
  async #sorted(rows: Rows, order: CallSortOrder, signal: AbortSignal): Promise<Rows | undefined> {
    const { CallSorting } = await import('./call-sorting.js');
    const sorting = new CallSorting(this.#calls.columns, rows.calls, order);
    return (await inSlices(() => sorting.advance(), signal)) ? rows.inOrder(sorting.sorted) : undefined;
  }

  /** The conditions on a call in the list, in addition to the filter. */
  #conditions(): Condition[] {
    const conditions: Condition[] = [];
    const span = this.range.value;
    if (span !== undefined) conditions.push(call => this.#times.isIn(call, span));
    const followed = this.followed.value;
    if (followed !== undefined) conditions.push(call => followed.uses(call));
    return conditions;
  }

  /** Follows the descriptor of a call; or shows all calls again. */
  follow(call: number): void {
    this.followed.value = this.followed.value === undefined ? this.followable(call) : undefined;
  }

  /** Follows a descriptor from the call that opened it to the one that closed it. */
  followLife({ fd, uses }: DescriptorLife): void {
    const rows = Rows.only(uses);
    this.followed.value = { descriptor: fd, uses: call => rows.rowOf(call) >= 0 };
  }

  /** The descriptor of a call, if it has one: while it is open, or where that is not known all of that number. */
  followable(call: number): Followed | undefined {
    const { columns, descriptors } = this.#calls;
    const descriptor = this.descriptorOf(call);
    if (descriptor === undefined) return undefined;
    const life = descriptors?.lifeAt(columns.instances[call] as number, descriptor, call);
    if (life === undefined || descriptors === undefined)
      return { descriptor, uses: each => this.#takes(each, descriptor) };
    const rows = Rows.only(descriptors.life(life).uses);
    return { descriptor, uses: each => rows.rowOf(each) >= 0 };
  }

  /** The descriptor that a call is about: the first that it takes, or else the one that it opened. */
  descriptorOf(call: number): number | undefined {
    return this.#calls.columns.descriptor(call) ?? this.#calls.columns.other(call);
  }

  /** Whether a call takes or opens a descriptor of this number. */
  #takes(call: number, descriptor: number): boolean {
    const { columns } = this.#calls;
    const marks = columns.marks[call] as number;
    return (
      ((marks & Mark.descriptor) !== 0 && columns.descriptors[call] === descriptor) ||
      ((marks & Mark.other) !== 0 && columns.others[call] === descriptor)
    );
  }

  /** Leaves what limits the list, one thing after the other. */
  leave(): void {
    if (this.followed.value !== undefined) this.followed.value = undefined;
    else if (this.range.value !== undefined) this.range.value = undefined;
    else this.filter.value = '';
  }

  /** Ends all that limits the list, and shows it in the order of calls. */
  showAll(): void {
    this.followed.value = undefined;
    this.range.value = undefined;
    this.filter.value = '';
    this.order.value = undefined;
  }

  /** Ends what is being found. */
  close(): void {
    this.#finding?.abort();
    this.#finding = undefined;
  }
}
