import { Errno, type ErrnoName, errnos } from '../../../domain/index.js';
import { unknownName } from '../../options/index.js';

/** The names of errnos, but for that of success. */
const failures = errnos.map(({ name }) => name).slice(1);

/**
 * An errno by its name or number.
 * @throws ConfigurationError for anything that is not an errno, or no failure
 */
export function errnoOf(given: ErrnoName | number): number {
  const errno = typeof given === 'number' ? given : Errno[given];
  if (failures[errno - 1] === undefined) throw unknownName('errno', String(given), failures);
  return errno;
}
