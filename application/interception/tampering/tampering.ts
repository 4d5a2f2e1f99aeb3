import type { ErrnoName, HostcallName } from '../../../domain/index.js';

/** What is to be done to which calls. */
export interface Tampering {
  /** Names of hostcalls; or a set of them as `parseHostcallSet` reads it, such as `%file,!path_open`. */
  readonly calls: Iterable<HostcallName> | string;
  /** The call is not made, and fails with this. Its name, in any spelling, or its number. */
  readonly error?: ErrnoName | (string & {}) | number | undefined;
  /**
   * The call is not made, and succeeds with this as its first result; 0 for a call that returns none. The guest's memory is left as it is. Calls that
   * answer with more than a number, such as fd_filestat_get, can't be answered so. A count of bytes is never more than the call's buffers hold.
   */
  readonly retval?: number | undefined;
  /** Nanoseconds that pass before the call is made. */
  readonly delayEnter?: number | undefined;
  /** Nanoseconds that pass after it was made. */
  readonly delayExit?: number | undefined;
  /**
   * Which calls, as `parseOccurrences` reads it: `2+` for the second and all that follow. Each guest's calls of each hostcall are counted for
   * themselves, from 1. Default: all.
   */
  readonly when?: string | number | undefined;
  /** Only calls that touch one of these guest paths or what is below it, by name or through a descriptor; only these are counted. */
  readonly paths?: Iterable<string> | undefined;
  /** Allows an error that the hostcall doesn't have by its description. */
  readonly force?: boolean | undefined;
}
