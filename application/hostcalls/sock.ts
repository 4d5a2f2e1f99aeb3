import {
  Descriptor,
  Errno,
  Fdflag,
  type Meanings,
  requiredRights,
  SOCKET_RIGHTS,
  type Socket,
} from '../../domain/index.js';
import { closeUnnumbered } from './closing.js';
import type { HostcallContext } from './context.js';
import { requireStack } from './require-stack.js';

/** The rights that each call asks of its descriptors. */
const needed = {
  sock_accept: requiredRights('sock_accept', 'fd'),
  sock_recv: requiredRights('sock_recv', 'fd'),
  sock_send: requiredRights('sock_send', 'fd'),
  sock_shutdown: requiredRights('sock_shutdown', 'fd'),
};

/** Sockets that the host has opened. Any other descriptor is ENOTSOCK, whatever its rights. */
export function sockFamily({
  descriptors,
}: HostcallContext): Pick<Meanings, 'sock_accept' | 'sock_recv' | 'sock_send' | 'sock_shutdown'> {
  /** Looks a socket's descriptor up; `Socket` and descriptor come together, since both are needed. */
  function accessSocket(fd: number, needed: number): Descriptor | number {
    const found = descriptors.peek(fd);
    if (found === undefined) return -Errno.EBADF;
    if (found.resource.kind !== 'socket') return -Errno.ENOTSOCK;
    return (needed & ~found.rightsBase) !== 0 ? -Errno.ENOTCAPABLE : found;
  }

  return {
    sock_accept(fd, flags) {
      requireStack();
      closeUnnumbered(descriptors);
      const found = accessSocket(fd, needed.sock_accept);
      if (typeof found === 'number') return found;
      if ((flags & ~Fdflag.NONBLOCK) !== 0) return -Errno.EINVAL;
      if (!descriptors.hasRoom()) return -Errno.EMFILE;
      const accepted = (found.resource as Socket).accept((found.flags & Fdflag.NONBLOCK) !== 0);
      if (typeof accepted === 'number') return accepted;
      try {
        const rights = found.rightsInheriting & SOCKET_RIGHTS & ~needed.sock_accept;
        return descriptors.insert(new Descriptor(accepted, accepted.filetype, rights, 0, flags, `${found.label}+`));
      } catch (error) {
        descriptors.unnumbered = { resource: accepted, next: descriptors.unnumbered };
        throw error;
      }
    },

    sock_recv(fd, iovecs, riflags, roflags) {
      const found = accessSocket(fd, needed.sock_recv);
      if (typeof found === 'number') return found;
      roflags.value = 0;
      return (found.resource as Socket).receive(iovecs, riflags, (found.flags & Fdflag.NONBLOCK) !== 0, roflags);
    },

    sock_send(fd, iovecs, _siflags) {
      const found = accessSocket(fd, needed.sock_send);
      if (typeof found === 'number') return found;
      return (found.resource as Socket).send(iovecs, (found.flags & Fdflag.NONBLOCK) !== 0);
    },

    sock_shutdown(fd, how) {
      const found = accessSocket(fd, needed.sock_shutdown);
      if (typeof found === 'number') return found;
      return how === 0 ? -Errno.EINVAL : (found.resource as Socket).shutdown(how);
    },
  };
}
