import type { Directory, Naming } from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { checkValue, recordOf } from '../../options/index.js';
import { keyOf } from '../names.js';
import { type DirectorySource, isDirectory, type OpenPath, openPlace, type Place, requirePlace } from '../places.js';
import { MountPoint } from './mount-point.js';
import { MountsDirectory } from './mounts-directory.js';

/**
 * A directory with others mounted in it. A mount point is a directory, whatever the base has under its name or on the way to it, even if that is
 * nothing. It is listed, its `..` is the directory it is mounted in, it cannot be renamed or removed (`-EBUSY`), and nothing can be linked or renamed
 * across its border (`-EXDEV`).
 * @param base the directory outside of the mount points
 * @param points path below the base → the directory mounted there; all are closed with the result
 * @throws ConfigurationError for a path that does not lead to a place below the base
 */
export function mounts(base: Directory, points: Readonly<Record<string, Directory>>): Directory;
export function mounts(base: Place, points: Readonly<Record<string, Place>>): Directory | DirectorySource;
export function mounts(base: Place, points: Readonly<Record<string, Place>>): Directory | DirectorySource {
  requirePlace(base, 'the base of mounts()');
  checkValue(points, 'the list of mount points', recordOf('directories by path'));
  const places = Object.entries(points).map(([path, place]) => ({ names: namesOf(path), place }));
  for (const [path, place] of Object.entries(points)) requirePlace(place, `the mount ${JSON.stringify(path)}`);
  const paths = places.map(({ names }) => names.join('/'));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) {
    throw new ConfigurationError(
      `two directories are mounted at ${JSON.stringify(twice)}`,
      'give one of them another path',
    );
  }
  const open = (openPath?: OpenPath) => openAll(base, places, openPath);
  const isOpen = isDirectory(base) && places.every(({ place }) => isDirectory(place));
  return isOpen ? open() : { kind: 'source', openDirectory: open };
}

function openAll(
  base: Place,
  places: readonly { readonly names: readonly string[]; readonly place: Place }[],
  openPath?: OpenPath,
): Directory {
  const root = new MountPoint();
  const opened: Directory[] = [];
  try {
    for (const [names, place] of [[[], base] as const, ...places.map(each => [each.names, each.place] as const)]) {
      const directory = openPlace(place, openPath);
      opened.push(directory);
      let point = root;
      for (const name of names) point = point.ensure(name);
      point.mounted = directory;
    }
    rejectAliases(root, root.mounted?.naming);
  } catch (error) {
    for (const directory of opened) directory.close();
    throw error;
  }
  return MountsDirectory.top(root, opened);
}

/** If two spellings can be one name, a mount point must not hide another. @param naming of the directory that `point` is in */
function rejectAliases(point: MountPoint, naming: Naming | undefined): void {
  const known = new Map<string, MountPoint>();
  for (const child of point.children.values()) {
    const key = keyOf(naming, child.name);
    const other = known.get(key);
    if (other !== undefined) {
      throw new ConfigurationError(
        `the mount points ${JSON.stringify(other.path)} and ${JSON.stringify(child.path)} differ in case alone`,
        'spell them alike',
      );
    }
    known.set(key, child);
    rejectAliases(child, child.mounted === undefined ? naming : child.mounted.naming);
  }
}

/** The names on the way to a mount point. Slashes at the ends do not matter: the guest sees `/tmp`. */
function namesOf(path: string): string[] {
  let [from, to] = [0, path.length];
  while (path[from] === '/') from++;
  while (path[to - 1] === '/') to--;
  const names = path.substring(from, to).split('/');
  for (const name of names) {
    if (name === '' || name === '.' || name === '..' || name.includes('\0')) {
      throw new ConfigurationError(
        `cannot mount at ${JSON.stringify(path)}`,
        'give a path below the directory, such as "tmp" or "usr/lib", without "." and ".."',
      );
    }
  }
  return names;
}
