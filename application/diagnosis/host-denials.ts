import { causeOf, Errno, type ErrnoName, errnoName, errnos, type HostcallName } from '../../domain/index.js';
import type { ReturnedDenial, InjectedDenial, NamedDescriptor } from '../tracing/index.js';
import { clause, descriptorText } from './wording.js';

/** The explanation that there is for any errno of any call. */
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

export function injectedText(_refusal: InjectedDenial): string {
  return 'it was injected: it comes from what stands between the program and the host';
}
