import { type HostcallName, hostcallNames, INSPECT, type Inspect } from '../../../domain/index.js';
import type { HostcallSelection } from '../../hostcall-set.js';
import { checkOptions, type OptionKinds, TEXTS } from '../../options/index.js';
import { CompiledFilter, HOSTCALL_COUNT } from '../filters/call-filter.js';
import { BUCKETS, bucketOf, quantile } from './histogram.js';
import { type Summary, type SummaryRow, summaryOf } from './summary.js';

/** What a meter is to count. */
export interface MeterSettings {
  /** Which hostcalls; all if not given. */
  readonly calls?: HostcallSelection | undefined;
}

const kinds: OptionKinds<MeterSettings> = { calls: TEXTS };

/** What is counted of one hostcall. */
class Count {
  calls = 0;
  errors = 0;
  /** Nanoseconds, all calls together. */
  time = 0;
  longest = 0;
  bytes = 0;
  readonly durations = new Uint32Array(BUCKETS);
}

/**
 * Counts and times hostcalls, a few additions for each. It makes no events, so it costs little more than the two looks at the clock.
 */
export class Meter {
  /** By the hostcall's number: 1 if it is counted. */
  readonly calls: Uint8Array;
  readonly #counts: (Count | undefined)[] = new Array(HOSTCALL_COUNT).fill(undefined);
  readonly #leave: () => void;
  #stopped = false;

  /**
   * @param leave is called when it is to count no more
   * @throws ConfigurationError for an unknown setting or hostcall
   */
  constructor(settings: MeterSettings, leave: () => void = () => {}) {
    checkOptions(settings, 'a meter', kinds);
    this.calls = new CompiledFilter({ calls: settings.calls }).calls;
    this.#leave = leave;
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
    const count = this.#counts[call] ?? this.#begin(call);
    count.calls++;
    if (errno !== 0) count.errors++;
    count.time += duration;
    if (duration > count.longest) count.longest = duration;
    count.bytes += bytes;
    (count.durations[bucketOf(duration)] as number)++;
  }

  #begin(call: number): Count {
    const count = new Count();
    this.#counts[call] = count;
    return count;
  }

  /** What has been counted so far. */
  summary(): Summary {
    const rows: SummaryRow[] = [];
    for (const [call, count] of this.#counts.entries()) {
      if (count === undefined) continue;
      const { calls, errors, time, longest, bytes, durations } = count;
      const name = hostcallNames[call] as HostcallName;
      rows.push({
        name,
        calls,
        errors,
        time,
        longest,
        bytes,
        p95: Math.min(quantile(durations, calls, 0.95), longest),
      });
    }
    return summaryOf(rows);
  }

  /** The same as `summary()`, for `JSON.stringify`. */
  toJSON(): Summary {
    return this.summary();
  }

  /** Shows what has been counted so far. */
  [INSPECT](_depth: number, options: unknown, inspect: Inspect): string {
    return `Meter ${inspect(this.summary(), options)}`;
  }

  /** Counts no more. What has been counted stays. */
  stop(): void {
    this.#stopped = true;
    this.#leave();
  }
}
