import { causeOf, Errno, type ErrnoName, errnoName, errnos, type HostcallName } from '../../../domain/index.js';
import { clause, descriptorText, type NamedDescriptor } from './wording.js';

/** Nothing is wrong with what the call was given, as far as can be seen: the host, or a rule of this call, answered so. */
export interface AnswerRefusal {
  readonly kind: 'answer';
  readonly errno: number;
  readonly name: HostcallName;
  /** The descriptor it is about. */
  readonly descriptor?: NamedDescriptor;
  /** When this call gives this errno, from the table of hostcalls. */
  readonly cause: string;
  /** What is behind the descriptor is a view through which nothing can be changed. */
  readonly readOnly?: true;
}

/** The explanation that there is for any errno of any call. */
export function answerRefusal(
  name: HostcallName,
  errno: number,
  descriptor?: NamedDescriptor,
  readOnly = false,
): AnswerRefusal {
  const known = errnos[errno]?.name as ErrnoName | undefined;
  const cause = known === undefined ? '' : clause(causeOf(name, known));
  return {
    kind: 'answer',
    errno,
    name,
    ...(descriptor !== undefined && { descriptor }),
    cause: cause === '' ? 'no reason is known' : cause,
    ...(readOnly && errno === Errno.EROFS && { readOnly: true }),
  };
}

export function answerText({ errno, descriptor, cause, readOnly }: AnswerRefusal): string {
  const at = descriptor === undefined ? '' : `${descriptorText(descriptor)}: `;
  const text = readOnly ? 'the program was given a view of the directory through which nothing can be changed' : cause;
  return `${at}${text} (${errnoName(errno)})`;
}
