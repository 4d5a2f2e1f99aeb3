import { Errno, rightNames } from '../../domain/index.js';
import type { Loss, NamedDescriptor, RightSide, RightsDenial } from '../tracing/index.js';
import { lossesText } from './losses.js';
import { descriptorText, listed } from './wording.js';

/**
 * The denial for want of rights.
 * @param needed a mask, not all of which is held
 * @param held a mask
 */
export function rightsDenial(
  errno: number,
  descriptor: NamedDescriptor,
  side: RightSide,
  needed: number,
  held: number,
  losses: readonly Loss[],
): RightsDenial {
  return {
    kind: 'rights',
    errno,
    ...descriptor,
    side,
    needed: rightNames(needed),
    held: rightNames(held),
    missing: rightNames(needed & ~held),
    losses,
  };
}

export function rightsText(denial: RightsDenial): string {
  const { side, missing, losses, errno } = denial;
  const named = descriptorText(denial);
  const rights = listed(missing);
  const lacks = side === 'base' ? `${named} lacks ${rights}` : `${named} does not hand ${rights} down`;
  // As in POSIX, a file that was not opened for it is a bad descriptor; a person looks for a closed one.
  const open = errno === Errno.EBADF ? ', but is open' : '';
  return `${lacks}${open}: ${lossesText(losses)}`;
}
