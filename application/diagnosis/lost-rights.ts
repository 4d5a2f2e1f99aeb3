import { type Descriptor, Filetype, grantedRights, rightNames, WRITING_RIGHTS } from '../../domain/index.js';
import { listed, quoteLabel, referenceText } from '../text/index.js';
import type { Loss, LossCause, RightSide } from '../tracing/index.js';
import type { Origin } from './descriptor-origins.js';

/**
 * Finds out how rights were lost.
 * @param descriptor that lacks them; undefined for one that may be closed by now
 * @param missing a mask
 */
export function lossesOf(
  origin: Origin | undefined,
  descriptor: Descriptor | undefined,
  missing: number,
  side: RightSide,
): Loss[] {
  if (origin === undefined) return [{ rights: rightNames(missing), cause: 'unseen' }];
  const losses: Loss[] = [];
  let left = missing;
  const add = (mask: number, cause: LossCause, more: Pick<Loss, 'by' | 'directory'> = {}) => {
    const found = left & mask;
    left &= ~found;
    if (found !== 0) losses.push({ rights: rightNames(found), cause, ...more });
  };
  for (const drop of origin.drops) {
    if (drop.by === undefined) add(drop[side], 'unseen');
    else add(drop[side], 'given-up', { by: drop.by });
  }
  const { by } = origin;
  if (by === undefined) {
    // A directory has, from the start, all rights that mean something, unless it was given read-only.
    if (isDirectory(origin)) add(WRITING_RIGHTS, 'read-only');
    add(left, 'never');
    return losses;
  }
  add(~origin.asked[side], 'not-asked', { by, ...directoryLosses(origin, left & ~origin.asked[side]) });
  if (side === 'base' && descriptor !== undefined) add(applicableOf(descriptor), 'opened-for-reading', { by });
  add(left, 'not-applicable', { by });
  return losses;
}

/** A right is lost once, so what was not handed down when the descriptor was opened had been lost before. */
function directoryLosses({ parent, handedDown }: Origin, missing: number): Pick<Loss, 'directory'> {
  const withheld = missing & ~handedDown;
  if (parent === undefined || withheld === 0) return {};
  const losses = lossesOf(parent, undefined, withheld, 'inheriting');
  return { directory: { label: parent.label, losses } };
}

function isDirectory({ asked }: Origin): boolean {
  return asked.inheriting !== 0;
}

function applicableOf({ resource, filetype }: Descriptor): number {
  return grantedRights(-1, resource.kind === 'directory', filetype === Filetype.REGULAR_FILE);
}

/** How rights were lost, in words. `pronoun` stands for them. */
function lossText({ cause, by, directory }: Loss, pronoun: 'it' | 'them'): string {
  const call = by === undefined ? '' : referenceText(by);
  switch (cause) {
    case 'read-only':
      return 'the program was given the directory read-only';
    case 'never':
      return `the program was given the descriptor without ${pronoun}`;
    case 'not-asked':
      return directory === undefined
        ? `${call} did not ask for ${pronoun}`
        : `${call} did not ask for ${pronoun}, and ${directoryText(directory)}`;
    case 'not-applicable':
      return `${call} asked for ${pronoun}, but on such a file ${pronoun === 'it' ? 'it means' : 'they mean'} nothing`;
    case 'opened-for-reading':
      return `${call} asked for ${pronoun}, but the file could only be opened for reading`;
    case 'given-up':
      return `${call} gave ${pronoun} up`;
    case 'unseen':
      return 'that happened while the trace was not watched';
  }
}

function directoryText({ label, losses }: NonNullable<Loss['directory']>): string {
  const rights = losses.flatMap(loss => loss.rights);
  return `${quoteLabel(label)} did not hand ${listed(rights)} down: ${lossesText(losses)}`;
}

/** All of them in words: `the program was given the directory read-only`; with several reasons, each after the rights it is about. */
export function lossesText(losses: readonly Loss[]): string {
  const texts = losses.map(loss => ({ loss, text: lossText(loss, loss.rights.length === 1 ? 'it' : 'them') }));
  if (texts.length === 1) return texts[0]?.text ?? '';
  return texts.map(({ loss, text }) => `${listed(loss.rights)}: ${text}`).join('; ');
}
