/** What stands in `--dir` and `--overlay`: `HOST`, `HOST::GUEST`, and for `--dir` a mode at the end. */

/** The parts of such a text. */
export interface WrittenPlace {
  /** In the host's notation; may be empty. */
  readonly path: string;
  /** May be empty. */
  readonly guest: string;
  readonly mode: 'ro' | 'rw' | undefined;
}

/** A drive, or the beginning of a path on one: its colon separates nothing. */
const DRIVE = /^[A-Za-z]:/;

/**
 * Takes the text of an option apart. On Windows a letter and a colon at the beginning are a drive, and a path that is the guest's too has
 * slashes there: `C:\work` is called `C:/work`.
 * @param hasMode whether `:ro` or `:rw` may stand at the end
 * @param onWindows whether paths are those of Windows
 */
export function writtenPlace(text: string, hasMode: boolean, onWindows: boolean): WrittenPlace {
  const drive = onWindows ? (DRIVE.exec(text)?.[0] ?? '') : '';
  const rest = text.slice(drive.length);
  // After a drive, `ro` alone is a directory on it.
  const [, written = rest, mode] = (hasMode && /^(.*[^:]):(ro|rw)$/s.exec(rest)) || [];
  const separator = written.indexOf('::');
  const path = drive + (separator < 0 ? written : written.slice(0, separator));
  const same = onWindows ? path.replaceAll('\\', '/') : path;
  return {
    path,
    guest: separator < 0 ? same : written.slice(separator + 2),
    mode: mode as WrittenPlace['mode'],
  };
}
