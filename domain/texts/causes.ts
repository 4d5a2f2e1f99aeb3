import { describe, type ErrnoName, type HostcallName, type Param } from '../preview1/index.js';
import { hostcallText } from './hostcall-texts.js';

/** What an errno means wherever it is given for no more particular reason. */
export const generalCauses: Partial<Record<ErrnoName, string>> = {
  EACCES: 'The host’s permissions forbid it.',
  EADDRINUSE: 'The address is in use.',
  EADDRNOTAVAIL: 'The host has no such address.',
  EAFNOSUPPORT: 'The socket has another address family, or the host does not have the family.',
  EAGAIN: 'It would have to wait, and the descriptor has NONBLOCK.',
  EALREADY: 'The connection is being made already.',
  EBADF: 'The descriptor is not open, or not for this operation.',
  EBUSY: 'The host is using it: a mount point, for instance.',
  ECONNABORTED: 'The connection was aborted before it was accepted.',
  ECONNREFUSED: 'Nothing listens at the address.',
  ECONNRESET: 'The peer reset the connection.',
  EDQUOT: 'The owner’s quota is used up.',
  EEXIST: 'Something has that name already.',
  EFAULT: 'A pointer, or the end of what it points to, is outside of the memory.',
  EFBIG: 'The file would become larger than the maximum size.',
  EHOSTUNREACH: 'There is no route to the host.',
  EILSEQ: 'A path is not UTF-8.',
  EINPROGRESS: 'The connection is being made.',
  EINVAL: 'An argument is invalid.',
  EIO: 'The host’s device failed, or the host returned an error that preview1 has no number for.',
  EISCONN: 'The socket is connected already.',
  EISDIR: 'It is a directory.',
  ELOOP: 'There are too many symbolic links on the way.',
  EMFILE: 'The program, or the host on its behalf, has reached its limit of descriptors.',
  EMLINK: 'It would have more links than the file system can count.',
  EMSGSIZE: 'The message is too long.',
  ENAMETOOLONG: 'A path, or one component of it, is too long.',
  ENETUNREACH: 'There is no route to the network.',
  ENFILE: 'The host as a whole has no more descriptors.',
  ENOBUFS: 'The host has no buffers left.',
  ENODEV: 'There is no such device.',
  ENOENT: 'It, or a directory on the way, does not exist.',
  ENOMEM: 'The host has no memory left.',
  ENOSPC: 'The file system is full.',
  ENOTCAPABLE: 'The descriptor lacks a right, or a path leads out of its directory.',
  ENOTCONN: 'The socket is not connected.',
  ENOTDIR: 'The descriptor or a component on the way is not a directory.',
  ENOTEMPTY: 'The directory has entries.',
  ENOTSOCK: 'The descriptor is not a socket.',
  ENOTSUP: 'The host cannot do it.',
  ENXIO: 'There is no such device, or a named pipe has no process at its other end.',
  EOVERFLOW: 'A number does not fit the host’s type for it.',
  EPERM: 'The host forbids it for this file or this user.',
  EPIPE: 'Nothing reads what is written any more.',
  EROFS: 'The file system is read-only.',
  ESPIPE: 'The descriptor has no offset: a pipe, a terminal, a socket.',
  ETIMEDOUT: 'The other side did not answer in time.',
  ETXTBSY: 'The file is a program that is running.',
  EXDEV: 'The two are on different file systems.',
};

function list(names: readonly string[], word: string): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}

function sentence(reasons: readonly string[]): string {
  const joined = reasons.join('; ');
  return `${joined[0]?.toUpperCase()}${joined.slice(1)}.`;
}

function quoted(params: readonly Param[]): string[] {
  return params.map(p => `\`${p.name}\``);
}

/**
 * When a hostcall returns an errno: the specific reason from `hostcallTexts`, else the one that follows from the kinds of its parameters, else the
 * general one.
 */
export function causeOf(name: HostcallName, errno: ErrnoName): string {
  const row = describe(name);
  const particular = hostcallText(name).when?.[errno];
  if (particular !== undefined) return particular;
  const of = (test: (p: Param) => boolean) => row.params.filter(test);
  const fds = of(p => p.kind === 'fd');
  const paths = of(p => p.kind === 'path');
  switch (errno) {
    case 'EBADF': {
      const access = fds.flatMap(p => p.rights ?? []).filter(r => r === 'FD_READ' || r === 'FD_WRITE');
      const verbs = access.map(r => (r === 'FD_READ' ? 'reading' : 'writing'));
      const closed = `${list(quoted(fds), 'or')} is not open`;
      return verbs.length > 0 ? `${closed}, or was not opened for ${list(verbs, 'and')}.` : `${closed}.`;
    }
    case 'ENOTCAPABLE': {
      const lacks = fds
        .map(p => ({ name: p.name, rights: (p.rights ?? []).filter(r => r !== 'FD_READ' && r !== 'FD_WRITE') }))
        .filter(({ rights }) => rights.length > 0)
        .map(({ name, rights }) => `\`${name}\` lacks ${list(rights, 'or')}`);
      if (paths.length > 0) lacks.push('a path is absolute or leads out of its directory');
      if (lacks.length === 0) lacks.push('a right that the descriptor needs was given up');
      return sentence(lacks);
    }
    case 'EINVAL': {
      const undefinedIn = of(
        p => p.kind.endsWith('flags') || ['clockid', 'whence', 'advice', 'signal'].includes(p.kind),
      );
      const reasons: string[] = [];
      if (undefinedIn.length > 0)
        reasons.push(`${list(quoted(undefinedIn), 'or')} has a bit or value without a meaning`);
      if (row.params.some(p => p.kind === 'fstflags')) reasons.push('it asks for one time twice');
      if (row.params.some(p => p.kind.endsWith('iovecs')))
        reasons.push('there are too many buffers, or they are too large');
      if (paths.length > 0) reasons.push('a path holds a NUL byte, or a name with another meaning to the host');
      if (reasons.length === 0) return generalCauses.EINVAL ?? '';
      return sentence(reasons);
    }
    default:
      return generalCauses[errno] ?? '';
  }
}
