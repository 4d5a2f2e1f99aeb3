import { Errno, type ErrnoName, errnos } from './errno.js';
import { nearestNames } from './nearest-names.js';

/**
 * The errno that a name means, as C programs (`ENOSPC`), the interface description (`nospc`) or C headers (`__WASI_ERRNO_NOSPC`) spell it;
 * or a number. Case does not count.
 * @returns 1 to 76; undefined for what is none, and for success
 */
export function errnoNamed(text: string): number | undefined {
  const bare = text.toUpperCase().replace(/^(__WASI_)?ERRNO_/, '');
  const value = /^\d+$/.test(bare) ? Number(bare) : (Errno[bare as ErrnoName] ?? Errno[`E${bare}` as ErrnoName]);
  return value !== undefined && value > 0 && value < errnos.length ? value : undefined;
}

/** The names of errnos that a misspelt one may mean, best first. */
export function nearestErrnos(text: string): string[] {
  const names = errnos.slice(1).map(({ name }) => name);
  const bare = text.toUpperCase().replace(/^(__WASI_)?ERRNO_/, '');
  return [...new Set([...nearestNames(bare, names), ...nearestNames(`E${bare}`, names)])].slice(0, 3);
}
