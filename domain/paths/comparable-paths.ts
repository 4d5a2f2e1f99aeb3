import { guestPathBelow } from './guest-path-below.js';

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
