import { type Directory, emptyFilestat, Filetype } from '../../../domain/index.js';
import { checkOptions, LIMIT, type OptionKinds } from '../../options/index.js';
import { DirectoryCursor } from '../directory-cursor.js';
import { identityOf } from '../names.js';
import { pathError } from '../path-error.js';
import { type DirectorySource, isDirectory, type Place, requirePlace, wrappingSource } from '../places.js';
import { QuotaDirectory } from './quota-directory.js';
import { type QuotaLimits, QuotaUsage } from './quota-usage.js';

export type { QuotaLimits } from './quota-usage.js';

const kinds: OptionKinds<QuotaLimits> = { bytes: LIMIT, inodes: LIMIT, openFiles: LIMIT };

/**
 * A directory that cannot grow beyond limits. Its initial contents count: they are visited once, when the directory is opened. The bytes of a file
 * with several names are counted once, and those of an unlinked file for as long as it is open. Changes made past the quota are not seen.
 * @param place the directory to limit; it is closed with the result
 * @throws ConfigurationError for anything that is not a directory, and for an unknown or invalid limit
 */
export function quota(place: Directory, limits: QuotaLimits): Directory;
export function quota(place: string | DirectorySource, limits: QuotaLimits): DirectorySource;
export function quota(place: Place, limits: QuotaLimits): Directory | DirectorySource;
export function quota(place: Place, limits: QuotaLimits): Directory | DirectorySource {
  requirePlace(place, 'the directory of quota()');
  checkOptions(limits, 'quota()', kinds);
  const wrap = (directory: Directory) => new QuotaDirectory(directory, countUp(directory, limits), false);
  return isDirectory(place) ? wrap(place) : wrappingSource(place, wrap);
}

/** @throws Error if something cannot be listed */
function countUp(top: Directory, limits: QuotaLimits): QuotaUsage {
  const usage = new QuotaUsage(limits);
  const seen = new Set<string>();
  const stat = emptyFilestat();
  const cursor = new DirectoryCursor(top);
  const paths = [''];
  for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
    usage.inodes++;
    const directory = cursor.goTo(path);
    const entries = typeof directory === 'number' ? directory : directory.list();
    if (typeof directory === 'number' || typeof entries === 'number') {
      cursor.close();
      throw pathError('cannot count', path, entries as number);
    }
    for (const { name } of entries) {
      if (directory.stat(name, stat) < 0) continue;
      if (stat.filetype === Filetype.DIRECTORY) paths.push(path === '' ? name : `${path}/${name}`);
      else {
        usage.inodes++;
        if (seen.has(identityOf(stat))) continue;
        if (stat.links > 1n) seen.add(identityOf(stat));
        if (stat.filetype === Filetype.REGULAR_FILE) usage.bytes += Number(stat.size);
      }
    }
  }
  cursor.close();
  return usage;
}
