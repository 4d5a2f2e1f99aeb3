import { type Descriptor, Errno, Filetype, rightNames } from '../../domain/index.js';
import { descriptorText, listed, referenceText } from '../text/index.js';
import type {
  DescriptorDenial,
  DescriptorType,
  Loss,
  NamedDescriptor,
  RightSide,
  RightsDenial,
} from '../tracing/index.js';
import type { Origins } from './descriptor-origins.js';
import { lossesText } from './lost-rights.js';

const MINUS_ONE = 0xffffffff;

/** The denial of a descriptor that is not open. */
export function notOpen(param: string, fd: number, origins: Origins): DescriptorDenial {
  const errno = Errno.EBADF;
  const closing = origins.closing(fd);
  if (closing === undefined) return { kind: 'descriptor', errno, param, fd, problem: 'not-open' };
  const { by, label, movedTo } = closing;
  const was = label === undefined ? {} : { was: label };
  if (movedTo === undefined) return { kind: 'descriptor', errno, param, fd, problem: 'closed', by, ...was };
  return { kind: 'descriptor', errno, param, fd, problem: 'moved', by, movedTo, ...was };
}

/** The denial of a descriptor after the last preopen. */
export function noMorePreopens(param: string, fd: number): DescriptorDenial {
  return { kind: 'descriptor', errno: Errno.EBADF, param, fd, problem: 'no-more-preopens' };
}

/** The denial of a descriptor that is open but not preopened. */
export function notPreopened(named: NamedDescriptor): DescriptorDenial {
  return { kind: 'descriptor', errno: Errno.EBADF, ...named, problem: 'not-preopened' };
}

/** The denial of a descriptor of another kind. @param needs a mask of rights that mean nothing on it */
export function wrongType(
  errno: number,
  named: NamedDescriptor,
  descriptor: Descriptor,
  needs: number,
): DescriptorDenial {
  const is = typeOf(descriptor);
  return { kind: 'descriptor', errno, ...named, problem: 'wrong-type', is, needs: rightNames(needs) };
}

/**
 * The denial by a call that does without rights for what its descriptor is, and looks at the kind itself.
 * @returns undefined if the errno does not tell of the kind
 */
export function otherwiseWrong(
  errno: number,
  named: NamedDescriptor,
  descriptor: Descriptor,
): DescriptorDenial | undefined {
  const wrong =
    errno === Errno.EISDIR
      ? descriptor.resource.kind === 'directory'
      : errno === Errno.ENOTDIR
        ? descriptor.resource.kind !== 'directory'
        : (errno === Errno.EBADF || errno === Errno.ESPIPE) && typeOf(descriptor) !== 'file';
  return wrong ? wrongType(errno, named, descriptor, 0) : undefined;
}

function typeOf({ resource, filetype }: Descriptor): DescriptorType {
  return resource.kind === 'file' && filetype !== Filetype.REGULAR_FILE ? 'device' : resource.kind;
}

const nouns: Record<DescriptorType, string> = {
  directory: 'a directory',
  file: 'a file',
  device: 'a device or a pipe',
  stream: 'a stream',
  socket: 'a socket',
};

/** What it would have to be, by the errno. */
const insteadText: Readonly<Record<number, string>> = {
  [Errno.EBADF]: ', for which this call means nothing',
  [Errno.ENOTDIR]: ', not a directory',
  [Errno.ENOTSOCK]: ', not a socket',
  [Errno.ESPIPE]: ', which has no offset',
};

export function descriptorDenialText(denial: DescriptorDenial): string {
  const { fd, errno, problem, by, movedTo, was, is, needs = [] } = denial;
  const named = descriptorText(denial);
  const before = descriptorText({ fd, label: was });
  const call = by === undefined ? '' : referenceText(by);
  switch (problem) {
    case 'not-open':
      if (fd === MINUS_ONE) return '-1 is not a descriptor; programs hold it after a failed open';
      return `${named} is not open, and was not open since the trace began`;
    case 'closed':
      return `${named} is not open: ${call} closed ${before}`;
    case 'moved':
      return `${named} is not open: ${call} moved ${before} to ${movedTo}`;
    case 'no-more-preopens':
      return `the preopens of the program end before ${named}; this is how a program finds out`;
    case 'not-preopened':
      return `${named} is open, but is not a preopen`;
    case 'wrong-type': {
      const noun = is === undefined ? 'of another kind' : nouns[is];
      if (needs.length === 0) return `${named} is ${noun}${insteadText[errno] ?? ''}`;
      return `${named} is ${noun}, on which ${listed(needs)} ${needs.length === 1 ? 'means' : 'mean'} nothing`;
    }
  }
}

/**
 * The denial of a descriptor that lacks rights.
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
  // As in POSIX, a file that is not open for an operation is a bad descriptor. A reader would look for a closed one.
  const open = errno === Errno.EBADF ? ', but is open' : '';
  return `${lacks}${open}: ${lossesText(losses)}`;
}
