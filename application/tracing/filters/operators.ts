import { filter, type MonoTypeOperatorFunction, type OperatorFunction } from 'rxjs';
import {
  describe,
  Errno,
  type ErrnoName,
  errnos,
  type Family,
  families,
  type HostcallClass,
  type HostcallName,
  hostcallNames,
} from '../../../domain/index.js';
import { parseHostcallSet } from '../../hostcall-set.js';
import { checkValue, TEXT, unknownName } from '../../options/index.js';
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
export function ofFamily(...names: readonly (Family | `%${HostcallClass}`)[]): MonoTypeOperatorFunction<HostcallEvent> {
  const wanted = new Set<HostcallName>();
  for (const name of names) {
    checkValue(name, 'the family of hostcalls', TEXT);
    if (!name.startsWith('%') && !(families as readonly string[]).includes(name))
      throw unknownName('family', name, families, ' of hostcalls');
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
 * @throws ConfigurationError for an unknown hostcall
 */
export function ofCall<N extends HostcallName>(name: N): OperatorFunction<HostcallEvent, TracedCall<N>> {
  if (!hostcallNames.includes(name)) throw unknownName('hostcall', String(name), hostcallNames);
  return filter((call): call is Extract<HostcallEvent, TracedCall<N>> => call.name === name) as OperatorFunction<
    HostcallEvent,
    TracedCall<N>
  >;
}

const errnoNames = errnos.map(({ name }) => name);

/**
 * Only calls that gave an errno, or only calls that gave one of these.
 *
 * ```
 * calls      --0--ENOENT--0--EBADF--
 * failed()   -----ENOENT-----EBADF--
 * ```
 * @param errnos by name or number, such as `'ENOENT'` or `Errno.ENOENT`; any if none is named
 * @throws ConfigurationError for what is no errno
 */
export function failed(...errnos: readonly (ErrnoName | number)[]): MonoTypeOperatorFunction<HostcallEvent> {
  const wanted = new Set(errnos.map(errnoOf));
  return filter(({ errno }) => (wanted.size === 0 ? errno !== 0 : wanted.has(errno)));
}

function errnoOf(given: ErrnoName | number): number {
  const errno = typeof given === 'number' ? given : Errno[given];
  if (errnoNames[errno] === undefined) throw unknownName('errno', String(given), errnoNames);
  return errno;
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
  for (const path of paths) checkValue(path, 'the guest path', TEXT);
  const compiled = new CompiledFilter({ paths });
  return filter(call => compiled.admitsEntry(recordOf(call)));
}
