import type { Attributes, Counter, Histogram, Meter } from '@opentelemetry/api';
import type { HostcallEvent } from '../../application/tracing/index.js';
import { errnoName, everyHostcall } from '../../domain/index.js';
import { Durations, durationBounds } from './durations.js';

/** What was counted of one hostcall since it was last handed over. */
class Count {
  readonly attributes: Attributes;
  calls = 0;
  bytes = 0;
  readonly durations = new Durations();

  constructor(attributes: Attributes) {
    this.attributes = attributes;
  }
}

/** How often a hostcall has failed with one errno since that was last handed over. */
interface Failures {
  readonly attributes: Attributes;
  count: number;
}

/** More errnos than there are. */
const ERRNOS = 0x10000;

/** Counts calls inside of them, cheaply, and hands over what it counted outside of them. */
export class HostcallMetrics {
  readonly #calls: Counter;
  readonly #errors: Counter;
  readonly #bytes: Counter;
  readonly #duration: Histogram;
  readonly #dropped: Counter;
  readonly #common: Attributes;
  readonly #counts: (Count | undefined)[] = new Array(everyHostcall.length).fill(undefined);
  /** By the hostcall's number and the errno. */
  readonly #failures = new Map<number, Failures>();
  #droppedSpans = 0;

  /** @param common attributes of all metrics */
  constructor(meter: Meter, common: Attributes) {
    this.#common = common;
    this.#calls = meter.createCounter('hostcall.calls', { unit: '{call}', description: 'Hostcalls that have ended.' });
    this.#errors = meter.createCounter('hostcall.errors', {
      unit: '{call}',
      description: 'Hostcalls that gave the guest an errno.',
    });
    this.#bytes = meter.createCounter('hostcall.io', {
      unit: 'By',
      description: 'Bytes that hostcalls read, wrote or filled.',
    });
    this.#duration = meter.createHistogram('hostcall.duration', {
      unit: 's',
      description: 'How long hostcalls took.',
      advice: { explicitBucketBoundaries: [...durationBounds] },
    });
    this.#dropped = meter.createCounter('hostcall.spans.dropped', {
      unit: '{span}',
      description: 'Spans that were left out because a guest had too many.',
    });
  }

  /** Counts a call that has ended. */
  add({ call, name, duration, errno, bytes }: HostcallEvent): void {
    let count = this.#counts[call];
    if (count === undefined) {
      count = new Count({ ...this.#common, 'hostcall.name': name });
      this.#counts[call] = count;
    }
    count.calls++;
    count.bytes += bytes;
    count.durations.add(duration);
    if (errno !== 0) this.#fail(call, errno, count.attributes);
  }

  #fail(call: number, errno: number, attributes: Attributes): void {
    const key = call * ERRNOS + errno;
    const known = this.#failures.get(key);
    if (known === undefined)
      this.#failures.set(key, { attributes: { ...attributes, 'error.type': errnoName(errno) }, count: 1 });
    else known.count++;
  }

  /** Counts a span that is left out. */
  drop(): void {
    this.#droppedSpans++;
  }

  /** Hands over what was counted, and counts from 0 again. */
  flush(): void {
    for (const count of this.#counts) {
      if (count === undefined || count.calls === 0) continue;
      this.#calls.add(count.calls, count.attributes);
      if (count.bytes > 0) this.#bytes.add(count.bytes, count.attributes);
      count.durations.record(this.#duration, count.attributes);
      count.calls = 0;
      count.bytes = 0;
    }
    for (const failures of this.#failures.values()) {
      if (failures.count > 0) this.#errors.add(failures.count, failures.attributes);
      failures.count = 0;
    }
    if (this.#droppedSpans > 0) this.#dropped.add(this.#droppedSpans, this.#common);
    this.#droppedSpans = 0;
  }
}
