/**
 * The guest path that the name of a directory and a path below it amount to, `.` and `..` resolved by their names alone: no link is followed,
 * since nothing is looked at.
 * @param label what the directory is called, such as `/project` or `.`
 * @param path below it; empty for the directory itself
 * @returns such as `/project/notes.txt`, without a slash at the end
 */
export function guestPathBelow(label: string, path: string): string {
  const names: string[] = [];
  for (const name of `${label}/${path}`.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  const joined = names.join('/');
  return label.startsWith('/') ? `/${joined}` : joined === '' ? '.' : joined;
}

/** Guest paths, one or several, in the form that `guestPathBelow` gives them, however they were written: `./x`, `x/` and `x` are one path. */
export function comparablePaths(paths: string | Iterable<string>): string[] {
  return (typeof paths === 'string' ? [paths] : [...paths]).map(path => guestPathBelow(path, ''));
}

/** The labels of the standard streams, which are below no directory. */
const streams: readonly string[] = ['stdin', 'stdout', 'stderr'];

/**
 * Whether a guest path is another one, or below it.
 * @param above from `comparablePaths`
 */
export function isGuestPathBelow(path: string, above: string): boolean {
  if (above === '.') return !path.startsWith('/') && !streams.includes(path);
  if (!path.startsWith(above)) return false;
  return path.length === above.length || above === '/' || path[above.length] === '/';
}
