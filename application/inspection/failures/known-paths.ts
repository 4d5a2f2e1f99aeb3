import { Status } from '../call-columns.js';
import type { CallList } from '../call-list.js';

/** How many calls before one are looked at: what was there long ago says little. */
const BACK = 100_000;

/**
 * The last call before one that succeeded with a guest path: it named it, or used a descriptor that is called so. So something of that name was there then.
 * @param path in the form that `guestPathBelow` gives
 */
export function lastUseOf(list: CallList, path: string, before: number): number | undefined {
  const { touched, columns } = list;
  const numbers = new Set<number>();
  for (let number = 0; number < touched.size; number++)
    if (touched.at(number).paths.at(-1) === path) numbers.add(number);
  if (numbers.size === 0) return undefined;
  for (let index = before - 1; index >= Math.max(0, before - BACK); index--)
    if (columns.statuses[index] === Status.successful && numbers.has(columns.touched[index] as number)) return index;
  return undefined;
}
