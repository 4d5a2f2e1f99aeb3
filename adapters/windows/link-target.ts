/** A drive at the beginning of a path. */
const DRIVE = /^[A-Za-z]:/;

/**
 * The target of a link of Windows as programs are to see it: with slashes, and, if it is on a drive, with one before that, so that it is absolute
 * to them as it is to Windows.
 */
export function portableTarget(target: string): string {
  return `${DRIVE.test(target) ? '/' : ''}${target.replaceAll('\\', '/')}`;
}
