import { map, type OperatorFunction } from 'rxjs';
import type { CallRecord, HostcallEvent } from '../../tracing/index.js';
import { eventOf, recordOf } from '../../tracing/index.js';
import { standardLine } from './standard-line.js';
import { StraceFormatter } from './strace-formatter.js';
import type { StraceOptions } from './strace-options.js';

/**
 * A hostcall in the format of strace, on one line of printable ASCII:
 * `name(argument, …)`, blanks up to a column, `= result` or `= -1 EBADF (text)`. A call that has not returned ends in
 * `<unfinished ...>`, and one that never returns in `= ?`. Dumps and stacks, if enabled, follow on lines of their own. To print many calls with
 * options, use a `StraceFormatter`.
 * @param call an event of `hostcalls$` or `entered$`
 */
export function formatStrace(call: HostcallEvent, options?: StraceOptions): string {
  return options === undefined ? standardLine(recordOf(call)) : new StraceFormatter(options).call(call);
}

/** The same for what was captured of a call. */
export function lineOf(call: CallRecord, options: StraceOptions): string {
  return formatStrace(eventOf(call), options);
}

/**
 * The same as an rxjs operator: events in, lines out.
 *
 * ```
 * calls            --fd_tell------------fd_close------------
 * toStraceLine()   --fd_tell(4) = 0-----fd_close(4) = 0-----
 * ```
 */
export function toStraceLine(options?: StraceOptions): OperatorFunction<HostcallEvent, string> {
  return source => {
    const formatter = new StraceFormatter(options);
    return source.pipe(map(call => formatter.call(call)));
  };
}
