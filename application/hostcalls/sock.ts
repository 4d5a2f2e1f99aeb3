import {
  Descriptor,
  Errno,
  Fdflag,
  Filetype,
  interestOf,
  type Meanings,
  Riflag,
  requiredRights,
  SOCKET_RIGHTS,
  type Socket,
  type Waiting,
} from '../../domain/index.js';
import { closeUnnumbered } from './closing.js';
import type { HostcallContext } from './context.js';
import { requireStack } from './require-stack.js';
import { waitingFor } from './timed-waiting.js';
import { attemptWhenReady, moveRest } from './transfer.js';

/** The rights that each call asks of its descriptors. */
const needed = {
  sock_accept: requiredRights('sock_accept', 'fd'),
  sock_recv: requiredRights('sock_recv', 'fd'),
  sock_send: requiredRights('sock_send', 'fd'),
  sock_shutdown: requiredRights('sock_shutdown', 'fd'),
};

/** Nanoseconds after which a socket is checked again for all of the data. */
const PEEK_AGAIN = 2e6;

/** Sockets that the host has opened. Any other descriptor is ENOTSOCK, whatever its rights. */
export function sockFamily({
  descriptors,
  ports,
}: HostcallContext): Pick<Meanings, 'sock_accept' | 'sock_recv' | 'sock_send' | 'sock_shutdown'> {
  /** Looks a socket's descriptor up; `Socket` and descriptor come together, since both are needed. */
  function accessSocket(fd: number, needed: number): Descriptor | number {
    const found = descriptors.peek(fd);
    if (found === undefined) return -Errno.EBADF;
    if (found.resource.kind !== 'socket') return -Errno.ENOTSOCK;
    return (needed & ~found.rightsBase) !== 0 ? -Errno.ENOTCAPABLE : found;
  }

  /** Peeks until all is there, or no more comes. A socket with some data is ready, so a wait for more is not possible: it is polled. */
  function peekAll(waiting: Waiting, first: number, total: number, socket: Socket, receive: () => number): number {
    let peeked = first;
    while (peeked > 0 && peeked < total) {
      socket.readable();
      if (socket.hungUp?.() === true || waiting.wait(PEEK_AGAIN, []) < 0) break;
      peeked = receive();
    }
    return peeked;
  }

  return {
    sock_accept(fd, flags) {
      requireStack();
      closeUnnumbered(descriptors);
      const found = accessSocket(fd, needed.sock_accept);
      if (typeof found === 'number') return found;
      if ((flags & ~Fdflag.NONBLOCK) !== 0) return -Errno.EINVAL;
      if (!descriptors.hasRoom()) return -Errno.EMFILE;
      const socket = found.resource as Socket;
      let accepted = socket.accept();
      if (accepted === -Errno.EAGAIN) {
        const errno = attemptWhenReady(waitingFor(found, 'read', ports), interestOf(found, 'read'), () => {
          accepted = socket.accept();
          return typeof accepted === 'number' ? accepted : 0;
        });
        if (errno < 0) return errno;
      }
      if (typeof accepted === 'number') return accepted;
      try {
        const rights = found.rightsInheriting & SOCKET_RIGHTS & ~needed.sock_accept;
        const descriptor = new Descriptor(accepted, accepted.filetype, rights, 0, flags, `${found.label}+`);
        // As on Linux, a connection has the times of the socket that it was accepted from.
        descriptor.receiveTimeout = found.receiveTimeout;
        descriptor.sendTimeout = found.sendTimeout;
        return descriptors.insert(descriptor);
      } catch (error) {
        descriptors.unnumbered = { resource: accepted, next: descriptors.unnumbered };
        throw error;
      }
    },

    sock_recv(fd, iovecs, riflags, roflags) {
      const found = accessSocket(fd, needed.sock_recv);
      if (typeof found === 'number') return found;
      roflags.value = 0;
      const socket = found.resource as Socket;
      const nread = socket.receive(iovecs, riflags, roflags);
      if (nread !== -Errno.EAGAIN && (nread <= 0 || nread === iovecs.total)) return nread;
      const interest = interestOf(found, 'read');
      const waiting = waitingFor(found, 'read', ports);
      const all = (riflags & Riflag.RECV_WAITALL) !== 0 && socket.filetype === Filetype.SOCKET_STREAM;
      if (all && (riflags & Riflag.RECV_PEEK) === 0)
        return moveRest(waiting, interest, iovecs, nread, rest => socket.receive(rest, riflags, roflags));
      const receive = () => socket.receive(iovecs, riflags, roflags);
      const first = nread === -Errno.EAGAIN ? attemptWhenReady(waiting, interest, receive) : nread;
      return all && interest !== undefined ? peekAll(waiting, first, iovecs.total, socket, receive) : first;
    },

    sock_send(fd, iovecs, _siflags) {
      const found = accessSocket(fd, needed.sock_send);
      if (typeof found === 'number') return found;
      const socket = found.resource as Socket;
      const nwritten = socket.send(iovecs);
      if (nwritten === iovecs.total || (nwritten < 0 && nwritten !== -Errno.EAGAIN)) return nwritten;
      return moveRest(waitingFor(found, 'write', ports), interestOf(found, 'write'), iovecs, nwritten, rest =>
        socket.send(rest),
      );
    },

    sock_shutdown(fd, how) {
      const found = accessSocket(fd, needed.sock_shutdown);
      if (typeof found === 'number') return found;
      return how === 0 ? -Errno.EINVAL : (found.resource as Socket).shutdown(how);
    },
  };
}
