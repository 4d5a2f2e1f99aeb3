import { Errno } from '../preview1/index.js';

/** Why a name is not used, in words. */
export const nameRules = {
  control: 'The name contains a control character.',
  separator: 'The name contains a character that separates names there.',
  colon: 'The name contains a colon, which makes it a drive, or a stream of another file.',
  reserved: 'The name contains one of the characters < > " | ? *, which stand for other names.',
  trailing: 'The name ends in a dot or a space, which would be dropped: it would be another name.',
  device: 'The name is that of a device, whatever directory it is in, also with an extension.',
  miscoded:
    'The name contains U+10000 or U+10FFFF: hosts were seen to take the one for the end of the name, and to stop at the other.',
  short: 'The name has the form of a short one (PROGRA~1), so it may stand for a file of another name.',
} as const;

/** A rule that forbids a name. */
export type NameRule = keyof typeof nameRules;

/**
 * The rules for names on a host where two names can mean one file, or a name no file. A POSIX host has no such rules, and passes none.
 *
 * The domain says what the rules are; an adapter says which ones hold. Each directory checks what it is given, before it asks anything of
 * its host, as directories with different rules can be mounted in one another.
 */
export interface Naming {
  /**
   * Why a name must not be used there: it would be another name, or no file at all.
   * @param name a component. `.` and `..` are not components, and are never refused
   * @returns undefined if the name stands for itself
   */
  violation(name: string): NameRule | undefined;
  /** Whether a name is longer than names can be. */
  isTooLong(name: string): boolean;
  /** A key that is the same for two names exactly if both stand for the same entry of a directory. It is not itself a name. */
  key(name: string): string;
}

/**
 * Checks a name before a host is asked about it.
 * @param naming the host's rules; undefined where every name stands for itself
 * @param name a component, or `.`
 * @returns 0; `-EINVAL` if the rules refuse it, whatever was to be done; `-ENAMETOOLONG`
 */
export function checkName(naming: Naming | undefined, name: string): number {
  if (naming === undefined) return 0;
  if (naming.violation(name) !== undefined) return -Errno.EINVAL;
  return naming.isTooLong(name) ? -Errno.ENAMETOOLONG : 0;
}

/**
 * Checks what a symbolic link is to hold, before one is made: the host must not take it for anything but what the walk takes it for.
 * @param target names, `.` and `..`, separated by slashes; how long they are shows when it is followed
 * @returns 0; `-EINVAL` if the rules refuse one of the names
 */
export function checkTarget(naming: Naming | undefined, target: string): number {
  if (naming === undefined) return 0;
  return target.split('/').some(name => naming.violation(name) !== undefined) ? -Errno.EINVAL : 0;
}
