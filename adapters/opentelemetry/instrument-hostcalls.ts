import { type Attributes, diag, type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api';
import {
  checkOptions,
  FLAG,
  having,
  LIMIT,
  MEASURE,
  type OptionKinds,
  recordOf,
} from '../../application/options/index.js';
import type { Runtime } from '../../application/runtime/index.js';
import type { HostcallEvent } from '../../application/tracing/index.js';
import { HostcallMetrics } from './hostcall-metrics.js';
import { HostcallSpans } from './hostcall-spans.js';

/** The name of the instrumentation scope. */
const SCOPE = 'hostcall';
const NANOSECONDS = 1e9;

/** Options of metrics and spans of hostcalls. */
export interface TelemetryOptions {
  /** Where metrics go. Default: the global provider. */
  readonly meterProvider?: MeterProvider | undefined;
  /** Where spans go. Default: the global provider. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Put on all metrics and spans, such as the program's name. Use few different ones: each makes metrics of its own. */
  readonly attributes?: Attributes | undefined;
  /** A call of at least this many seconds is slow and gets a span. `Infinity`: none is. Default 0.01. */
  readonly slow?: number | undefined;
  /** Whether calls that fail get a span. Default true. */
  readonly failed?: boolean | undefined;
  /**
   * How many spans one guest gets at most; the metric `hostcall.spans.dropped` counts those beyond. Default 1000: while a guest runs nothing is
   * exported, and the batch processor of the SDK for Node keeps 2048 and drops the others.
   */
  readonly spanLimit?: number | undefined;
}

const kinds: OptionKinds<TelemetryOptions> = {
  meterProvider: having('getMeter'),
  tracerProvider: having('getTracer'),
  attributes: recordOf('attributes by name'),
  slow: MEASURE,
  failed: FLAG,
  spanLimit: LIMIT,
};

/** What `instrumentHostcalls` has set up. */
export interface HostcallInstrumentation {
  /** Hands over the counts. The SDK calls this whenever it collects metrics. */
  flush(): void;
  /** Hands over the counts, and stops watching. */
  stop(): void;
}

/**
 * Makes metrics of all hostcalls of a runtime, and spans of those that are slow or fail.
 *
 * Metrics: `hostcall.calls`, `hostcall.errors` (by `error.type`, the errno's name), `hostcall.io` in bytes and `hostcall.duration` in seconds, each
 * by `hostcall.name`. Calls are counted as they end, and handed over when the SDK collects: recording each call at once would make it several times
 * as expensive. Spans begin and end when the call did, below the span that is active.
 *
 * A failure here does not affect the guest; it goes to the API's `diag` logger.
 * @param runtime the one whose guests to watch
 * @throws ConfigurationError for an unknown or invalid option
 */
export function instrumentHostcalls(
  runtime: Pick<Runtime, 'hostcalls$'>,
  options: TelemetryOptions = {},
): HostcallInstrumentation {
  checkOptions(options, 'instrumentHostcalls()', kinds);
  const { meterProvider = metrics, tracerProvider = trace, attributes = {} } = options;
  const { slow = 0.01, failed = true, spanLimit = 1000 } = options;
  const meter = meterProvider.getMeter(SCOPE);
  const counted = new HostcallMetrics(meter, attributes);
  const choice = { slow: slow * NANOSECONDS, failed, limit: spanLimit };
  const spans = new HostcallSpans(tracerProvider.getTracer(SCOPE), choice, attributes);
  // It never has a value. An SDK calls observers before it reads the counts, so that an observer can hand them over.
  const collection = meter.createObservableCounter('hostcall.collections');
  const flush = () => guarded(() => counted.flush());
  collection.addCallback(flush);
  const watching = runtime.hostcalls$.subscribe((call: HostcallEvent) =>
    guarded(() => {
      counted.add(call);
      if (!spans.take(call)) counted.drop();
    }),
  );
  return {
    flush,
    stop() {
      watching.unsubscribe();
      collection.removeCallback(flush);
      flush();
    },
  };
}

/** Keeps what a provider or a processor throws from the guest. */
function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    diag.error('hostcall: a hostcall could not be reported', error);
  }
}
