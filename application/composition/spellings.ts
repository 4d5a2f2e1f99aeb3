import { type Directory, emptyFilestat, Filetype } from '../../domain/index.js';

/** Names of printable ASCII characters alone, which only case can make one. */
const PLAIN = /^[ -~]*$/;
/** The form of a second, short name of a file: `PROGRA~1`. */
const SHORT = /~[0-9]/;

/**
 * Whether a host could take two names for one entry: by case, by the form of letters with marks, by dots and spaces at the end, or as a short
 * name. Cheap, and wider than any host is.
 */
export function couldBeOne(name: string, other: string): boolean {
  if (!PLAIN.test(name) || !PLAIN.test(other) || SHORT.test(name) || SHORT.test(other)) return true;
  return plainKey(name) === plainKey(other);
}

/** Whether a name may be a second, short one, which has little to do with the first. */
export function couldBeShort(name: string): boolean {
  return SHORT.test(name);
}

/** Whether a directory has an entry that is spelt so. */
export function isListed(directory: Directory, name: string): boolean {
  const entries = directory.list();
  return typeof entries !== 'number' && entries.some(entry => entry.name === name);
}

function plainKey(name: string): string {
  return name.toLowerCase().replace(/[. ]+$/, '');
}

/**
 * Whether two names stand for one entry of a directory in fact. The directory is asked, so this holds for hosts that do not say by which rules
 * they compare names, and for hosts with other rules in each directory. Two names of one file are two entries.
 */
export function areOne(directory: Directory, name: string, other: string): boolean {
  const [one, two] = [emptyFilestat(), emptyFilestat()];
  const areThere = directory.stat(name, one) === 0 && directory.stat(other, two) === 0;
  if (!areThere) return false;
  if (one.device !== two.device || one.inode !== two.inode) return false;
  if (one.filetype === Filetype.DIRECTORY || one.links <= 1n) return true;
  const entries = directory.list();
  if (typeof entries === 'number') return true;
  const names = new Set(entries.map(entry => entry.name));
  return !names.has(name) || !names.has(other);
}

/**
 * Tries whether a directory compares names as {@link foldedNaming} does, by looking for an entry of it under another spelling.
 * @param name of an entry that is there
 * @returns undefined if this name cannot tell
 */
export function foldsNames(directory: Directory, name: string): boolean | undefined {
  const cased = swapped(name);
  const formed = name === name.normalize('NFC') ? name.normalize('NFD') : name.normalize('NFC');
  for (const spelling of [cased, formed]) if (spelling !== name && areOne(directory, name, spelling)) return true;
  if (cased !== name) return false;
  return areOne(directory, name, `${name}.`) ? true : undefined;
}

/** The name in the other case, letter by letter. */
function swapped(name: string): string {
  let other = '';
  for (const letter of name) {
    const upper = letter.toUpperCase();
    other += upper === letter ? letter.toLowerCase() : upper;
  }
  return other;
}
