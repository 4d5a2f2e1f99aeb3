import { join, resolve } from 'node:path';
import { guestPathBelow } from '../../../domain/index.js';
import type { WorldSetting } from '../world/world-setting.js';

/** The names of the standard streams. A file with such a name in the directory `.` has the same one, and gets no path either. */
const STREAMS: readonly string[] = ['stdin', 'stdout', 'stderr'];

/** The rest of a guest path below another; undefined if it is not below. */
function rest(path: string, above: string): string | undefined {
  if (path === above) return '';
  if (above === '.') return path.startsWith('/') || path.startsWith('..') ? undefined : path;
  const start = above === '/' ? '/' : `${above}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}

/**
 * Where on the host descriptors lead, by the names they were opened as: links are not followed, and what was renamed since is where it was. What is in
 * memory, or in an overlay, is nowhere on the host.
 * @param setting the world's directories; of two that fit, the one with the longer name counts, as with C libraries
 * @returns tells the host path of what a descriptor is called
 */
export function hostPaths({
  host,
  directories,
}: Pick<WorldSetting, 'host' | 'directories'>): (label: string) => string | undefined {
  if (host !== 'node') return () => undefined;
  const known = directories
    .map(place => ({
      guest: guestPathBelow(place.guest, ''),
      path: place.kind === 'host' ? resolve(place.path) : undefined,
    }))
    .sort((a, b) => b.guest.length - a.guest.length);
  return label => {
    if (STREAMS.includes(label)) return undefined;
    const path = guestPathBelow(label, '');
    for (const place of known) {
      const below = rest(path, place.guest);
      if (below !== undefined) return place.path === undefined ? undefined : join(place.path, below);
    }
    return undefined;
  };
}
