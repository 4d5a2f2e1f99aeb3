import { filter, type MonoTypeOperatorFunction, type OperatorFunction } from 'rxjs';
import { describe, type Family, families, type HostcallName, hostcallNames } from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { parseHostcallSet } from '../../hostcall-set.js';
import { recordOf } from '../events/event-of.js';
import type { HostcallEvent, TracedCall } from '../events/hostcall-event.js';
import { CompiledFilter } from './call-filter.js';

/**
 * Only calls of some families, as the reference has them (`path`, `fd-io`, `clock` …), or of classes (`%file`).
 *
 * ```
 * calls               --path_open--clock_time_get--fd_read--path_rename--
 * ofFamily('path')    --path_open---------------------------path_rename--
 * ```
 * @throws ConfigurationError for a name that is neither
 */
export function ofFamily(...names: readonly (Family | `%${string}`)[]): MonoTypeOperatorFunction<HostcallEvent> {
  const wanted = new Set<HostcallName>();
  for (const name of names) {
    if (!name.startsWith('%') && !(families as readonly string[]).includes(name)) {
      throw new ConfigurationError(`unknown family '${name}' of hostcalls`, `there are ${families.join(', ')}`);
    }
    const found = name.startsWith('%')
      ? parseHostcallSet(name)
      : hostcallNames.filter(each => describe(each).family === name);
    for (const each of found) wanted.add(each);
  }
  return filter(call => wanted.has(call.name));
}

/**
 * Only calls of one hostcall, with its arguments and results typed.
 *
 * ```
 * calls               --fd_read--fd_write--fd_read--
 * ofCall('fd_read')   --fd_read------------fd_read--
 * ```
 */
export function ofCall<N extends HostcallName>(name: N): OperatorFunction<HostcallEvent, TracedCall<N>> {
  return filter((call): call is Extract<HostcallEvent, TracedCall<N>> => call.name === name) as OperatorFunction<
    HostcallEvent,
    TracedCall<N>
  >;
}

/**
 * Only calls that gave an errno, or only calls that gave one of these.
 *
 * ```
 * calls      --0--ENOENT--0--EBADF--
 * failed()   -----ENOENT-----EBADF--
 * ```
 * @param errnos such as `Errno.ENOENT`; any if none is named
 */
export function failed(...errnos: readonly number[]): MonoTypeOperatorFunction<HostcallEvent> {
  return filter(({ errno }) => (errnos.length === 0 ? errno !== 0 : errnos.includes(errno)));
}

/**
 * Only calls that touch a guest path or what is below it, by name or through a descriptor. Links are not followed: it is what the guest
 * asked for.
 *
 * ```
 * calls              --open /tmp/a--read /tmp/a--open /etc/b--
 * touching('/tmp')   --open /tmp/a--read /tmp/a---------------
 * ```
 */
export function touching(...paths: readonly string[]): MonoTypeOperatorFunction<HostcallEvent> {
  const compiled = new CompiledFilter({ paths });
  return filter(call => compiled.admitsEntry(recordOf(call)));
}
