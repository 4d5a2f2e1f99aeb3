import type { ErrnoName } from '../../../domain/index.js';
import type { HostcallSelection } from '../../hostcall-set.js';

/** Which calls are tampered with, and how. */
export interface Tampering {
  /** Which hostcalls. */
  readonly calls: HostcallSelection;
  /** The call is not made, and fails with this. Its name, in any spelling, or its number. */
  readonly error?: ErrnoName | (string & {}) | number | undefined;
  /**
   * The call is not made, and succeeds with this as its first result; 0 for a call that returns none. The guest's memory is not changed, so
   * calls that return more than a number, such as fd_filestat_get, are not allowed. A count of bytes is capped at the size of the call's buffers.
   */
  readonly retval?: number | undefined;
  /** Nanoseconds that pass before the call is made. */
  readonly delayEnter?: number | undefined;
  /** Nanoseconds that pass after it was made. */
  readonly delayExit?: number | undefined;
  /**
   * Which calls, as `parseOccurrences` reads it: `2+` for the second and all that follow. Calls are counted from 1, per guest and hostcall.
   * Default: all.
   */
  readonly when?: string | number | undefined;
  /** Only calls that touch this guest path, or one of several, or what is below it, by name or through a descriptor; only these are counted. */
  readonly paths?: string | Iterable<string> | undefined;
  /** Allows an error that the hostcall does not return according to the table of hostcalls. */
  readonly force?: boolean | undefined;
}
