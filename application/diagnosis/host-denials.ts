import { Errno, type ErrnoName, errnoName, errnos, type HostcallName } from '../../domain/index.js';
import { causeOf } from '../../domain/texts/index.js';
import { clause, descriptorText } from '../text/index.js';
import type { InjectedDenial, NamedDescriptor, ReturnedDenial } from '../tracing/index.js';

/** The denial that is possible for any errno of any call. */
export function returnedDenial(
  name: HostcallName,
  errno: number,
  descriptor?: NamedDescriptor,
  readOnly = false,
): ReturnedDenial {
  const known = errnos[errno]?.name as ErrnoName | undefined;
  const cause = known === undefined ? '' : clause(causeOf(name, known));
  return {
    kind: 'returned',
    errno,
    name,
    ...(descriptor !== undefined && { descriptor }),
    cause: cause === '' ? 'no reason is known' : cause,
    ...(readOnly && errno === Errno.EROFS && { readOnly: true }),
  };
}

export function returnedText({ errno, descriptor, cause, readOnly }: ReturnedDenial): string {
  const at = descriptor === undefined ? '' : `${descriptorText(descriptor)}: `;
  const text = readOnly ? 'the program was given a view of the directory through which nothing can be changed' : cause;
  return `${at}${text} (${errnoName(errno)})`;
}

export function injectedText(_denial: InjectedDenial): string {
  return 'it was injected by an interceptor between the program and the host';
}
