import { type Naming, windowsNaming } from '../../domain/index.js';

/**
 * By whose rules a file system in memory goes: those of Linux; or those of Windows, to see how a program would fare there. `windows-unprivileged`
 * is Windows for a user who may not make symbolic links, as is usual: it takes an administrator, or a machine in developer mode.
 */
export type Rules = 'posix' | 'windows' | 'windows-unprivileged';

/** What the rules come to. */
export interface Behaviour {
  /** The rules for names, which are then compared without regard to case; undefined if every name stands for itself. */
  readonly naming: Naming | undefined;
  /**
   * Open files hold on to names. One that is removed keeps its own until it is closed, and till then everything that is done to the name is
   * `-EPERM`; no file is renamed to the name of an open one, and no directory with an open file in it is renamed at all: `-EPERM`.
   */
  readonly openFilesHoldNames: boolean;
  /** Symbolic links can be made; otherwise that is `-EPERM`. */
  readonly makesSymlinks: boolean;
  /** Directories count their names only, not the `..` in the directories below. */
  readonly directoriesHaveOneLink: boolean;
  /** The unit that times are kept in, in nanoseconds. */
  readonly timeUnit: number;
}

const POSIX: Behaviour = {
  naming: undefined,
  openFilesHoldNames: false,
  makesSymlinks: true,
  directoriesHaveOneLink: false,
  timeUnit: 1,
};

/**
 * As programs see NTFS through Node 20, with what its errors are there:
 * - `DeleteFile` marks an open file for deletion, and until it is closed opening it is ERROR_ACCESS_DENIED, which libuv tells as EPERM
 *   (documentation of DeleteFile; libuv asks for the older way of deletion up to 1.48).
 * - `MoveFileEx` refuses to replace an open file, also one that is shared for deletion (documentation of FILE_RENAME_INFORMATION and MS-FSCC 2.4.42:
 *   "the target file was open"), and to rename a directory that contains open files (MS-FSA 2.1.5.15.11).
 * - Times are FILETIMEs: units of 100 ns ("File Times").
 * - libuv tells one link for a directory, since NTFS has no entries for `.` and `..`.
 */
const WINDOWS: Behaviour = {
  naming: windowsNaming,
  openFilesHoldNames: true,
  makesSymlinks: true,
  directoriesHaveOneLink: true,
  timeUnit: 100,
};

const behaviours: Readonly<Record<Rules, Behaviour>> = {
  posix: POSIX,
  windows: WINDOWS,
  // `CreateSymbolicLink` is ERROR_PRIVILEGE_NOT_HELD then, which libuv tells as EPERM.
  'windows-unprivileged': { ...WINDOWS, makesSymlinks: false },
};

/** The names of all rules. */
export const allRules = Object.keys(behaviours) as readonly Rules[];

/** What rules come to. */
export function behaviourOf(rules: Rules): Behaviour {
  return behaviours[rules];
}
