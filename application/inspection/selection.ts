import { isGuestPathBelow } from '../../domain/index.js';
import { type CallFilter, CompiledFilter } from '../tracing/index.js';
import { type CallColumns, Status } from './call-columns.js';
import type { CallList } from './call-list.js';
import type { Touched } from './touched.js';

const FIRST_CAPACITY = 1024;

/**
 * The calls of a list that pass a filter, by number. It works in steps, so a page can abandon it when the filter changes, and it continues when the
 * list grows.
 *
 * ```ts
 * const selection = new Selection(list, parseFilter('%file status=failed'));
 * while (selection.advance()) await nextFrame();
 * ```
 */
export class Selection {
  readonly #list: CallList;
  readonly #filter: CompiledFilter;
  readonly #touched: TouchedCheck | undefined;
  /** By `Status`: 1 if it is wanted. */
  readonly #statuses: Uint8Array;
  #indices = new Uint32Array(FIRST_CAPACITY);
  #length = 0;
  #next = 0;

  /** @throws ConfigurationError for a filter with an unknown name */
  constructor(list: CallList, filter: CallFilter) {
    this.#list = list;
    this.#filter = new CompiledFilter(filter);
    const { successful, failed, unfinished, paths, descriptors } = this.#filter;
    this.#statuses = Uint8Array.of(Number(successful), Number(failed), Number(unfinished));
    if (paths !== undefined || descriptors !== undefined)
      this.#touched = new TouchedCheck(list.touched, paths, descriptors);
  }

  /** How many calls have been found. */
  get length(): number {
    return this.#length;
  }

  /** How many calls of the list have been searched. */
  get examined(): number {
    return this.#next;
  }

  /** The number of the call at a position in the selection. */
  at(place: number): number {
    return place < this.#length ? (this.#indices[place] as number) : -1;
  }

  /** The numbers of all calls that have been found, in order: a view, valid until `advance`. */
  get indices(): Uint32Array {
    return this.#indices.subarray(0, this.#length);
  }

  /** The position in the selection of a call, or of the first one after it. */
  placeOf(index: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#indices[middle] as number) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Searches further calls of the list.
   * @param most how many; the default takes some milliseconds
   * @returns whether there are more to search
   */
  advance(most = 100_000): boolean {
    const { columns } = this.#list;
    const end = Math.min(columns.length, this.#next + most);
    const { calls, errnos, instances, threads } = this.#filter;
    const { names, statuses } = columns;
    const wanted = this.#statuses;
    const touched = this.#touched;
    for (let i = this.#next; i < end; i++) {
      if (calls[names[i] as number] === 0 || wanted[statuses[i] as number] === 0) continue;
      if (errnos !== undefined && !hasErrno(columns, i, errnos)) continue;
      if (instances !== undefined && !instances.has(columns.instances[i] as number)) continue;
      if (threads !== undefined && !threads.has(columns.threads[i] as number)) continue;
      if (touched?.admits(columns, i) === false) continue;
      this.#add(i);
    }
    this.#next = end;
    return end < columns.length;
  }

  #add(index: number): void {
    if (this.#length === this.#indices.length) {
      const indices = new Uint32Array(2 * this.#length);
      indices.set(this.#indices);
      this.#indices = indices;
    }
    this.#indices[this.#length++] = index;
  }
}

function hasErrno({ statuses, errnos }: CallColumns, index: number, wanted: ReadonlySet<number>): boolean {
  return statuses[index] === Status.failed && wanted.has(errnos[index] as number);
}

/** Whether calls touch paths, and use descriptors. What each distinct call touches is looked at once. */
class TouchedCheck {
  readonly #touched: Touched;
  readonly #paths: readonly string[] | undefined;
  readonly #descriptors: ReadonlySet<number> | undefined;
  /** By numbers of `Touched`: what has been found, as bits. */
  #found: Uint8Array = new Uint8Array(256);

  constructor(touched: Touched, paths: readonly string[] | undefined, descriptors: ReadonlySet<number> | undefined) {
    this.#touched = touched;
    this.#paths = paths;
    this.#descriptors = descriptors;
  }

  admits(columns: CallColumns, index: number): boolean {
    const found = this.#look(columns.touched[index] as number);
    if (this.#paths !== undefined && (found & Found.path) === 0) return false;
    const wanted = this.#descriptors;
    if (wanted === undefined || (found & Found.awaited) !== 0) return true;
    const first = columns.descriptor(index);
    if (first !== undefined && wanted.has(first)) return true;
    const other = columns.other(index);
    return other !== undefined && wanted.has(other);
  }

  #look(number: number): number {
    if (number >= this.#found.length) {
      const found = new Uint8Array(Math.max(2 * this.#found.length, this.#touched.size));
      found.set(this.#found);
      this.#found = found;
    }
    let found = this.#found[number] as number;
    if (found === 0) {
      found = Found.looked | this.#compare(number);
      this.#found[number] = found;
    }
    return found;
  }

  #compare(number: number): number {
    const { paths, awaited } = this.#touched.at(number);
    const touches = this.#paths?.some(path => paths.some(touched => isGuestPathBelow(touched, path))) === true;
    const awaits = awaited.some(fd => this.#descriptors?.has(fd) === true);
    return (touches ? Found.path : 0) | (awaits ? Found.awaited : 0);
  }
}

const Found = { looked: 1, path: 2, awaited: 4 } as const;
