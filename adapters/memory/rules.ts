import { unknownName } from '../../application/options/index.js';
import { type Naming, windowsNaming } from '../../domain/index.js';

/**
 * Whose rules a file system in memory follows: those of Linux; or those of Windows, to see how a program behaves there. `windows-unprivileged` is
 * Windows for a user who may not create symbolic links, the usual case: creating them takes an administrator, or a machine in developer mode.
 */
export type Rules = 'posix' | 'windows' | 'windows-unprivileged';

/** What rules come to that are not those of Linux. */
export interface Behaviour {
  /** The rules for names, which are compared by their key. */
  readonly naming: Naming;
  /**
   * Open files hold on to names. One that is removed keeps its own until it is closed, and till then everything that is done to the name is
   * `-EACCES`; no file is renamed to the name of an open one, and no directory with an open file in it is renamed at all: `-EPERM`.
   */
  readonly openFilesHoldNames: boolean;
  /** Symbolic links can be made; otherwise that is `-EPERM`. */
  readonly makesSymlinks: boolean;
  /** Directories count their names only, not the `..` in the directories below. */
  readonly directoriesHaveOneLink: boolean;
  /** The unit that times are kept in, in nanoseconds. */
  readonly timeUnit: number;
}

/**
 * NTFS, as programs see it through Node 20 if nothing is done about it:
 * - An open file that is removed is only marked for that, and opening it is ERROR_ACCESS_DENIED until it is closed (documentation of DeleteFile;
 *   libuv asks for POSIX's way of removal from 1.49 on). Microsoft's C library makes EACCES of that error, libuv EPERM, which POSIX does not have for
 *   looking a name up.
 * - An open file is not replaced, and a directory in which a file is open is not renamed: ERROR_ACCESS_DENIED, EPERM to libuv (MS-FSCC on
 *   FileRenameInformation: "the target file was open"; MS-FSA 2.1.5.15.11 on directories).
 * - Times are FILETIMEs, in units of 100 ns ("File Times").
 * - A directory has one link, there being no entries for `.` and `..`.
 */
const WINDOWS: Behaviour = {
  naming: windowsNaming,
  openFilesHoldNames: true,
  makesSymlinks: true,
  directoriesHaveOneLink: true,
  timeUnit: 100,
};

const behaviours: Readonly<Record<Rules, Behaviour | undefined>> = {
  posix: undefined,
  windows: WINDOWS,
  // `CreateSymbolicLink` is ERROR_PRIVILEGE_NOT_HELD then, which libuv tells as EPERM.
  'windows-unprivileged': { ...WINDOWS, makesSymlinks: false },
};

/** The names of all rules. */
export const allRules = Object.keys(behaviours) as readonly Rules[];

/**
 * What rules come to.
 * @returns undefined for those of Linux
 * @throws ConfigurationError if there are none of that name
 */
export function behaviourOf(rules: Rules): Behaviour | undefined {
  if (allRules.includes(rules)) return behaviours[rules];
  throw unknownName('rules', rules, allRules);
}
