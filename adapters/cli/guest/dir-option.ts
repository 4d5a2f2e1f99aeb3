/** `--dir HOST[::GUEST][:ro]`, `--overlay HOST[::GUEST]` and `--mem GUEST`: what stands in them, and what it means. */
import { CommandLineError } from '../command-line-error.js';

/** The options that give the guest a directory. */
export type DirectoryOptionName = 'dir' | 'overlay' | 'mem';

/** Such an option as it was given. */
export interface GivenDirectory {
  readonly option: DirectoryOptionName;
  readonly text: string;
}

/** A directory that the guest is to have. */
export type DirectoryOption =
  | { readonly kind: 'host'; readonly guest: string; readonly path: string; readonly readOnly: boolean }
  | { readonly kind: 'overlay'; readonly guest: string; readonly path: string }
  | { readonly kind: 'memory'; readonly guest: string };

/**
 * What such an option means.
 * @param onWindows whether host paths are those of Windows
 * @throws CommandLineError for one without a path
 */
export function directoryOption({ option, text }: GivenDirectory, onWindows: boolean): DirectoryOption {
  if (option === 'mem') {
    if (text === '') throw new CommandLineError("--mem '' lacks a path", 'write --mem GUEST, such as --mem /tmp');
    return { kind: 'memory', guest: text };
  }
  const { path, guest, mode } = splitPaths(text, option === 'dir', onWindows);
  if (path === '' || guest === '')
    throw new CommandLineError(
      `--${option} '${text}' lacks a path`,
      `write --${option} HOST or --${option} HOST::GUEST`,
    );
  return option === 'dir' ? { kind: 'host', guest, path, readOnly: mode === 'ro' } : { kind: 'overlay', guest, path };
}

/** The parts of `HOST::GUEST:MODE`. */
export interface Paths {
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
export function splitPaths(text: string, hasMode: boolean, onWindows: boolean): Paths {
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
    mode: mode as Paths['mode'],
  };
}
