/** UTF-16 units of the label of what a guest opened. */
export const LONGEST_LABEL = 4096;

/** Stands at the end of a label for what was cut off. */
const CUT = '...';

/** A component that is empty or `.`. */
const IDLE = /(?:^|\/)\.?(?:\/|$)/;

/**
 * The label of what was opened by a path below a directory. Components that lead nowhere (`.`, and empty ones) are left out: otherwise a guest that
 * opens a directory through itself again and again makes labels of any length. `..` and links stay as the guest wrote them.
 * @param directory label of the directory
 * @param path as the guest gave it
 * @returns at most {@link LONGEST_LABEL} units, ending in `...` if it was cut; a directory's own label is never cut
 */
export function labelBelow(directory: string, path: string): string {
  const names = IDLE.test(path) ? path.split('/').filter(isName).join('/') : path;
  if (names === '') return directory;
  const label = directory.endsWith('/') ? directory + names : `${directory}/${names}`;
  if (label.length <= LONGEST_LABEL) return label;
  if (directory.length >= LONGEST_LABEL) return directory;
  let end = LONGEST_LABEL - CUT.length;
  if (isHighSurrogate(label.charCodeAt(end - 1))) end--;
  return label.substring(0, end) + CUT;
}

function isName(component: string): boolean {
  return component !== '' && component !== '.';
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
