import { quoteLabel, referenceText } from '../../text/index.js';
import type { CallList } from '../call-list.js';
import type { DescriptorLife } from '../descriptors/descriptor-state.js';
import type { ByteOrigin, TracedByte } from './byte-origin.js';

/**
 * Where a byte comes from, in sentences: which call wrote it, which descriptor that call read, and what that was opened through.
 * @returns printable ASCII on one line
 */
export function originText(list: CallList, origin: ByteOrigin): string {
  const { call, path, offset, from } = origin;
  const wrote = `${referenceText({ name: list.name(call), sequence: call })} wrote it: byte ${offset} of ${path}.`;
  if (from === undefined) return wrote;
  const { chain, fileOffset } = from;
  const place = fileOffset === undefined ? '' : `, at offset ${fileOffset} of the file`;
  const [life] = chain;
  return life === undefined ? wrote : `${wrote} It came from ${descriptorIn(life)}${place}, ${opened(list, chain)}.`;
}

/** The same for a byte that the program wrote, with how certain it is. */
export function tracedText(list: CallList, traced: TracedByte | undefined): string {
  if (traced === undefined)
    return 'No call has put it there, nor has one read the bytes around it: the program has computed it, or it is in the module.';
  const text = originText(list, traced);
  switch (traced.certainty) {
    case 'certain':
      return `${text} The program has passed it on unchanged.`;
    case 'overwritten':
      return `${text} The program has put something else in its place since; where that comes from is not recorded.`;
    case 'possible':
      return `It may come from there: the same bytes were read, to another place. ${text}`;
    case 'unknown':
      return `${text} Whether the program has changed it since is not recorded.`;
  }
}

function descriptorIn({ fd, label }: DescriptorLife): string {
  return `${fd | 0}<${quoteLabel(label)}>`;
}

function opened(list: CallList, [life, ...parents]: readonly DescriptorLife[]): string {
  const { openedBy, initial } = life as DescriptorLife;
  if (initial) return 'which the program had from the start';
  if (openedBy === undefined) return 'which no call tells the opening of';
  const by = referenceText({ name: list.name(openedBy), sequence: openedBy });
  const [parent] = parents;
  if (parent === undefined) return `which ${by} opened`;
  return `which ${by} opened below ${descriptorIn(parent)}, ${opened(list, parents)}`;
}
