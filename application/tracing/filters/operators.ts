import { filter, type MonoTypeOperatorFunction, type OperatorFunction } from 'rxjs';
import {
  describe,
  type ErrnoName,
  everyHostcall,
  type Family,
  families,
  type HostcallClass,
  type HostcallName,
  type hostcalls,
} from '../../../domain/index.js';
import { parseHostcallSet } from '../../hostcall-set.js';
import { checkValue, TEXT, unknownName } from '../../options/index.js';
import { recordOf } from '../events/event-of.js';
import type { HostcallEvent, TracedCall } from '../events/hostcall-event.js';
import { CompiledFilter } from './call-filter.js';
import { errnoOf } from './errno-of.js';

type Group = Family | `%${HostcallClass}`;

/** The family and the classes of a hostcall. */
type GroupOf<N extends HostcallName> = (typeof hostcalls)[N]['family'] | `%${(typeof hostcalls)[N]['classes'][number]}`;

/** The hostcalls that are in one of some groups. */
type NameIn<G extends Group> = {
  [N in HostcallName]: [Extract<GroupOf<N>, G>] extends [never] ? never : N;
}[HostcallName];

/**
 * Only calls of some families, as the reference has them (`path`, `fd-io`, `clock` …), or of classes (`%file`). Their type has only the names of these.
 *
 * ```
 * calls               --path_open--clock_time_get--fd_read--path_rename--
 * ofFamily('path')    --path_open---------------------------path_rename--
 * ```
 * @throws ConfigurationError for a name that is neither
 */
export function ofFamily<Call extends HostcallEvent, G extends Group>(
  ...names: readonly G[]
): OperatorFunction<Call, Extract<Call, { readonly name: NameIn<G> }>> {
  const wanted = new Set<HostcallName>();
  for (const name of names) {
    checkValue(name, 'the family of hostcalls', TEXT);
    if (!name.startsWith('%') && !(families as readonly string[]).includes(name))
      throw unknownName('family', name, families, ' of hostcalls');
    const found = name.startsWith('%')
      ? parseHostcallSet(name)
      : everyHostcall.filter(each => describe(each).family === name);
    for (const each of found) wanted.add(each);
  }
  return filter((call): call is Extract<Call, { readonly name: NameIn<G> }> => wanted.has(call.name));
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
  if (!everyHostcall.includes(name)) throw unknownName('hostcall', String(name), everyHostcall);
  return filter((call): call is Extract<HostcallEvent, TracedCall<N>> => call.name === name) as OperatorFunction<
    HostcallEvent,
    TracedCall<N>
  >;
}

/**
 * Only calls that returned an errno, or only calls that returned one of these.
 *
 * ```
 * calls      --0--ENOENT--0--EBADF--
 * failed()   -----ENOENT-----EBADF--
 * ```
 * @param errnos by name or number, such as `'ENOENT'` or `Errno.ENOENT`; any if none is named
 * @throws ConfigurationError for anything that is not an errno
 */
export function failed<Call extends HostcallEvent>(
  ...errnos: readonly (ErrnoName | number)[]
): OperatorFunction<Call, Extract<Call, { readonly succeeded: false }>> {
  const wanted = new Set(errnos.map(errnoOf));
  return filter((call): call is Extract<Call, { readonly succeeded: false }> =>
    wanted.size === 0 ? call.errno !== 0 : wanted.has(call.errno),
  );
}

/**
 * Only calls that succeeded: their `result` is there.
 *
 * ```
 * calls         --0--ENOENT--0--EBADF--
 * succeeded()   --0----------0---------
 * ```
 */
export function succeeded<Call extends HostcallEvent>(): OperatorFunction<
  Call,
  Extract<Call, { readonly succeeded: true }>
> {
  return filter((call): call is Extract<Call, { readonly succeeded: true }> => call.succeeded);
}

/**
 * Only calls that touch a guest path or what is below it, by name or through a descriptor. Links are not followed: it is the path that the guest
 * passed.
 *
 * ```
 * calls              --open /tmp/a--read /tmp/a--open /etc/b--
 * touching('/tmp')   --open /tmp/a--read /tmp/a---------------
 * ```
 */
export function touching<Call extends HostcallEvent>(...paths: readonly string[]): MonoTypeOperatorFunction<Call> {
  for (const path of paths) checkValue(path, 'the guest path', TEXT);
  const compiled = new CompiledFilter({ paths });
  return filter(call => compiled.admitsEntry(recordOf(call)));
}
