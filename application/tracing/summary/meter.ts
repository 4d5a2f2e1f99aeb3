import { everyHostcall, type HostcallName, INSPECT, type Inspect } from '../../../domain/index.js';
import type { HostcallSelection } from '../../hostcall-set.js';
import { checkOptions, type OptionKinds, TEXTS } from '../../options/index.js';
import { CompiledFilter, HOSTCALL_COUNT } from '../filters/call-filter.js';
import { BUCKETS, bucketOf, quantile } from './histogram.js';
import { type Summary, type SummaryRow, summaryOf } from './summary.js';

/** What a meter counts. */
export interface MeterSettings {
  /** Which hostcalls; all if not given. */
  readonly calls?: HostcallSelection | undefined;
}

const kinds: OptionKinds<MeterSettings> = { calls: TEXTS };

/** What is counted of one hostcall, by its place among its numbers. */
const CALLS = 0;
const ERRORS = 1;
/** Nanoseconds, all calls together. */
const TIME = 2;
const LONGEST = 3;
const BYTES = 4;
const SHORTEST = 5;
const NUMBERS = 6;

/** The bytes of the counts of one hostcall: its numbers, then its durations by bucket. */
const COUNT_BYTES = 8 * Math.ceil((8 * NUMBERS + 4 * BUCKETS) / 8);

/** How many bytes hold the counts of all hostcalls. */
export const METER_BYTES = COUNT_BYTES * HOSTCALL_COUNT;

/** The counts of one hostcall. */
interface Count {
  readonly numbers: Float64Array;
  readonly durations: Uint32Array;
}

function countIn(memory: ArrayBufferLike, start: number): Count {
  return {
    numbers: new Float64Array(memory, start, NUMBERS),
    durations: new Uint32Array(memory, start + 8 * NUMBERS, BUCKETS),
  };
}

/** Counts and times hostcalls, a few additions for each. It makes no events, so it costs little more than reading the clock twice. */
export class Meter {
  /** By the hostcall's number: 1 if it is counted. */
  readonly calls: Uint8Array;
  readonly #counts: (Count | undefined)[] = new Array(HOSTCALL_COUNT).fill(undefined);
  readonly #memory: SharedArrayBuffer | undefined;
  readonly #leave: () => void;
  #stopped = false;

  /**
   * @param leave is called when it is to count no more
   * @param memory is counted in, zeroes at first, so that other threads can read it; {@link METER_BYTES} long. Default: memory of its own
   * @throws ConfigurationError for an unknown setting or hostcall
   */
  constructor(settings: MeterSettings, leave: () => void = () => {}, memory?: SharedArrayBuffer) {
    checkOptions(settings, 'a meter', kinds);
    this.calls = new CompiledFilter({ calls: settings.calls }).calls;
    this.#leave = leave;
    this.#memory = memory;
  }

  /**
   * Counts a call that has ended.
   * @param call the hostcall's number
   * @param duration nanoseconds
   * @param errno 0 for success
   * @param bytes how many it moved
   */
  count(call: number, duration: number, errno: number, bytes: number): void {
    if (this.#stopped) return;
    const { numbers, durations } = this.#counts[call] ?? this.#begin(call);
    if (duration < (numbers[SHORTEST] as number) || numbers[CALLS] === 0) numbers[SHORTEST] = duration;
    (numbers[CALLS] as number)++;
    if (errno !== 0) (numbers[ERRORS] as number)++;
    (numbers[TIME] as number) += duration;
    if (duration > (numbers[LONGEST] as number)) numbers[LONGEST] = duration;
    (numbers[BYTES] as number) += bytes;
    (durations[bucketOf(duration)] as number)++;
  }

  #begin(call: number): Count {
    const count =
      this.#memory === undefined ? countIn(new ArrayBuffer(COUNT_BYTES), 0) : countIn(this.#memory, call * COUNT_BYTES);
    this.#counts[call] = count;
    return count;
  }

  /** What has been counted so far. */
  summary(): Summary {
    return summaryOf(this.#counts.flatMap((count, call) => (count === undefined ? [] : rowsOf(call, count))));
  }

  /** The same as `summary()`, for `JSON.stringify`. */
  toJSON(): Summary {
    return this.summary();
  }

  /** Shows what has been counted so far. */
  [INSPECT](_depth: number, options: unknown, inspect: Inspect): string {
    return `Meter ${inspect(this.summary(), options)}`;
  }

  /** Stops counting. The counts stay. */
  stop(): void {
    this.#stopped = true;
    this.#leave();
  }
}

/** The row of a hostcall; none if it has not been called. */
function rowsOf(call: number, { numbers, durations }: Count): SummaryRow[] {
  const [calls = 0, errors = 0, time = 0, longest = 0, bytes = 0, shortest = 0] = numbers;
  if (calls === 0) return [];
  const name = everyHostcall[call] as HostcallName;
  const p95 = Math.min(quantile(durations, calls, 0.95), longest);
  return [{ name, calls, errors, time, shortest, longest, bytes, p95 }];
}

/**
 * What several meters have counted, together.
 * @param memories what they count in
 */
export function summaryOfAll(memories: readonly SharedArrayBuffer[]): Summary {
  const rows = everyHostcall.flatMap((_, call) => {
    const sum = countIn(new ArrayBuffer(COUNT_BYTES), 0);
    for (const memory of memories) add(sum, countIn(memory, call * COUNT_BYTES));
    return rowsOf(call, sum);
  });
  return summaryOf(rows);
}

function add(sum: Count, { numbers, durations }: Count): void {
  if (numbers[CALLS] === 0) return;
  const isFirst = sum.numbers[CALLS] === 0;
  for (let i = 0; i < NUMBERS; i++) {
    const [before, more] = [sum.numbers[i] as number, numbers[i] as number];
    if (i === SHORTEST) sum.numbers[i] = isFirst ? more : Math.min(before, more);
    else sum.numbers[i] = i === LONGEST ? Math.max(before, more) : before + more;
  }
  for (let i = 0; i < BUCKETS; i++) (sum.durations[i] as number) += durations[i] as number;
}
