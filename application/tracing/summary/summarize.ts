import { Observable, type OperatorFunction } from 'rxjs';
import { checkValue, LIMIT } from '../../options/index.js';
import type { HostcallEvent } from '../events/hostcall-event.js';
import { Meter } from './meter.js';
import type { Summary } from './summary.js';

/**
 * Counts and times events, and emits the counts when they complete and, if you like, each time after a number of events. The interval is in events,
 * not in time, since no timer fires while a guest runs.
 *
 * ```
 * calls       --r--w--r--r--w--|
 * summarize() -----------------(S|     S: fd_read 3, fd_write 2
 * ```
 *
 * `runtime.meter()` counts the same without making events of calls, and costs little more than reading the clock twice.
 * @param every also emit after this many events
 * @throws ConfigurationError for anything that is not a number of events
 */
export function summarize(every = Number.POSITIVE_INFINITY): OperatorFunction<HostcallEvent, Summary> {
  checkValue(every, 'the number of events', LIMIT);
  return calls =>
    new Observable(subscriber => {
      const meter = new Meter({});
      let counted = 0;
      return calls.subscribe({
        next: event => {
          meter.count(event.call, event.duration, event.errno, event.bytes);
          if (++counted % every === 0) subscriber.next(meter.summary());
        },
        error: error => subscriber.error(error),
        complete: () => {
          subscriber.next(meter.summary());
          subscriber.complete();
        },
      });
    });
}
