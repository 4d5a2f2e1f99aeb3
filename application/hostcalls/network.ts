import {
  Addressfamily,
  type ByteSpan,
  bareAddress,
  Descriptor,
  Errno,
  Filetype,
  interestOf,
  type Meanings,
  type NetworkAddress,
  type NetworkSocket,
  type Out,
  requiredRights,
  SOCKET_RIGHTS,
  type Socket,
  Sockettype,
  type wasmEdgeHostcalls,
} from '../../domain/index.js';
import { closeUnnumbered } from './closing.js';
import type { HostcallContext } from './context.js';
import { requireStack } from './require-stack.js';
import { getSocketTimeout, setSocketTimeout, timeoutOption } from './socket-timeout.js';
import { waitingFor } from './timed-waiting.js';
import { attemptWhenReady } from './transfer.js';

const LARGEST_PORT = 65_535;
/** Of an addrinfo: the flags AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_NUMERICSERV, AI_V4MAPPED, AI_ALL and AI_ADDRCONFIG. */
const [PASSIVE, NUMERIC_HOST, EVERY_FLAG] = [1, 4, 0x7f];

/** The rights that each call asks of its descriptors. */
const needed = {
  recv: requiredRights('sock_recv_from', 'fd'),
  send: requiredRights('sock_send_to', 'fd'),
};

/** Sockets that the program opens, in the network that it was given. Any other descriptor is ENOTSOCK. */
export function networkFamily(
  { descriptors, network, ports }: HostcallContext,
  { sock_accept }: Pick<Meanings, 'sock_accept'>,
): Pick<Meanings, keyof typeof wasmEdgeHostcalls> {
  /** Looks a socket's descriptor up. A socket that the host has opened may know less. */
  function socketOf(fd: number, needed = 0): readonly [Descriptor, NetworkSocket] | number {
    const found = descriptorOf(fd, needed);
    if (typeof found === 'number') return found;
    const socket = found.resource as Socket;
    return network !== undefined && canBeNamed(socket) ? [found, socket] : -Errno.ENOTSUP;
  }

  /** The descriptor of any socket. */
  function descriptorOf(fd: number, needed = 0): Descriptor | number {
    const found = descriptors.peek(fd);
    if (found === undefined) return -Errno.EBADF;
    if (found.resource.kind !== 'socket') return -Errno.ENOTSOCK;
    return (needed & ~found.rightsBase) !== 0 ? -Errno.ENOTCAPABLE : found;
  }

  /** What stands in the guest's memory, if the network allows it. */
  function addressOf(span: ByteSpan, port: number): NetworkAddress | number {
    // A copy: what has been looked at is what is used.
    const bytes = bareAddress(bytesOf(span).slice());
    if (bytes === undefined || port > LARGEST_PORT) return -Errno.EINVAL;
    const address = { bytes, port };
    return network?.allows(address) === true ? address : -Errno.EACCES;
  }

  function tell(
    fd: number,
    which: 'localAddress' | 'peerAddress',
    into: ByteSpan,
    port: ByteSpan,
    type?: ByteSpan,
  ): number {
    const found = socketOf(fd);
    if (typeof found === 'number') return found;
    if (into.length !== 16 && into.length !== 128) return -Errno.EINVAL;
    const address = found[1][which]();
    if (typeof address === 'number') return address;
    putAddress(into, address);
    putNumber(port, address.port);
    if (type !== undefined) putNumber(type, address.bytes.length === 4 ? 4 : 6);
    return 0;
  }

  function receive(
    fd: number,
    iovecs: Parameters<Meanings['sock_recv_from']>[1],
    into: ByteSpan,
    riflags: number,
    roflags: Out<number>,
    port?: ByteSpan,
  ): number {
    const found = socketOf(fd, needed.recv);
    if (typeof found === 'number') return found;
    if (into.length !== 4 && into.length !== 16 && into.length !== 128) return -Errno.EINVAL;
    const [descriptor, socket] = found;
    roflags.value = 0;
    const from: Out<NetworkAddress | undefined> = { value: undefined };
    const attempt = () => socket.receiveFrom(iovecs, riflags, roflags, from);
    let received = attempt();
    if (received === -Errno.EAGAIN)
      received = attemptWhenReady(waitingFor(descriptor, 'read', ports), interestOf(descriptor, 'read'), attempt);
    if (received < 0) return received;
    if (from.value !== undefined && (into.length > 4 || from.value.bytes.length === 4)) {
      putAddress(into, from.value);
      if (port !== undefined) putNumber(port, from.value.port);
    }
    return received;
  }

  /** Reads an option of a socket, or one that its descriptor keeps. */
  function readOption(fd: number, name: number, into: Uint8Array): number {
    const timeout = timeoutOption(name);
    if (timeout === undefined) {
      const found = socketOf(fd);
      return typeof found === 'number' ? found : found[1].option(name, into);
    }
    const found = descriptorOf(fd);
    return typeof found === 'number' ? found : getSocketTimeout(found, timeout, into);
  }

  return {
    sock_open(family, type) {
      requireStack();
      closeUnnumbered(descriptors);
      if (network === undefined) return -Errno.ENOTSUP;
      if (!descriptors.hasRoom()) return -Errno.EMFILE;
      const filetype = type === Sockettype.DGRAM ? Filetype.SOCKET_DGRAM : Filetype.SOCKET_STREAM;
      const socket = network.open(family === Addressfamily.INET6 ? 6 : 4, filetype);
      if (typeof socket === 'number') return socket;
      try {
        return descriptors.insert(new Descriptor(socket, filetype, SOCKET_RIGHTS, SOCKET_RIGHTS, 0, 'socket'));
      } catch (error) {
        descriptors.unnumbered = { resource: socket, next: descriptors.unnumbered };
        throw error;
      }
    },

    sock_bind(fd, span, port) {
      const found = socketOf(fd);
      if (typeof found === 'number') return found;
      const address = addressOf(span, port);
      return typeof address === 'number' ? address : found[1].bind(address);
    },

    sock_listen(fd, backlog) {
      const found = socketOf(fd);
      if (typeof found === 'number') return found;
      const [, socket] = found;
      const local = socket.localAddress();
      if (typeof local === 'number') return local;
      // An unbound socket would be bound to all addresses of the machine.
      if (local.port === 0 && network?.allows(local) !== true) return -Errno.EACCES;
      return socket.listen(Math.min(backlog, 0x7fff_ffff));
    },

    sock_accept_v1: fd => sock_accept(fd, 0),

    sock_connect(fd, span, port) {
      const found = socketOf(fd);
      if (typeof found === 'number') return found;
      const address = addressOf(span, port);
      if (typeof address === 'number') return address;
      const [descriptor, socket] = found;
      const first = socket.connect(address);
      const interest = interestOf(descriptor, 'write');
      if (!isBeingMade(first) || interest === undefined) return first;
      const last = attemptWhenReady(waitingFor(descriptor, 'write', ports), interest, () => {
        const errno = socket.connect(address);
        return isBeingMade(errno) ? -Errno.EAGAIN : errno;
      });
      return last === -Errno.EAGAIN ? -Errno.EINPROGRESS : last;
    },

    sock_getlocaladdr: (fd, span, type, port) => tell(fd, 'localAddress', span, port, type),
    sock_getlocaladdr_v2: (fd, span, port) => tell(fd, 'localAddress', span, port),
    sock_getpeeraddr: (fd, span, type, port) => tell(fd, 'peerAddress', span, port, type),
    sock_getpeeraddr_v2: (fd, span, port) => tell(fd, 'peerAddress', span, port),

    sock_recv_from: (fd, iovecs, span, riflags, roflags) => receive(fd, iovecs, span, riflags, roflags),
    sock_recv_from_v2: (fd, iovecs, span, riflags, port, roflags) => receive(fd, iovecs, span, riflags, roflags, port),

    sock_send_to(fd, iovecs, span, port, _siflags) {
      const found = socketOf(fd, needed.send);
      if (typeof found === 'number') return found;
      const address = addressOf(span, port);
      if (typeof address === 'number') return address;
      const [descriptor, socket] = found;
      const attempt = () => socket.sendTo(iovecs, address);
      const sent = attempt();
      if (sent !== -Errno.EAGAIN) return sent;
      return attemptWhenReady(waitingFor(descriptor, 'write', ports), interestOf(descriptor, 'write'), attempt);
    },

    sock_getsockopt(fd, _level, name, span) {
      const length = readOption(fd, name, bytesOf(span));
      if (length < 0) return length;
      span.length = length;
      return 0;
    },

    sock_setsockopt(fd, _level, name, span) {
      // A copy: what has been looked at is what is used.
      const value = bytesOf(span).slice();
      const timeout = timeoutOption(name);
      if (timeout === undefined) {
        const found = socketOf(fd);
        return typeof found === 'number' ? found : found[1].setOption(name, value);
      }
      const found = descriptorOf(fd);
      return typeof found === 'number' ? found : setSocketTimeout(found, timeout, value);
    },

    sock_getaddrinfo(node, service, hints, list) {
      if (network === undefined) return -Errno.ENOTSUP;
      const host = beforeNul(node);
      const port = beforeNul(service);
      const view = viewOf(hints);
      const [flags, family, wanted] = [view.getUint16(0, true), view.getUint8(2), view.getUint8(3)];
      const senseless = (flags & ~EVERY_FLAG) !== 0 || family > Addressfamily.INET6 || wanted > Sockettype.STREAM;
      if ((host === '' && port === '') || list.most === 0 || senseless) return -Errno.EINVAL;
      if ((flags & NUMERIC_HOST) !== 0 && host !== '' && !/^[\d.]+$|:/.test(host)) return -Errno.ENOENT;
      const only = family === Addressfamily.UNSPEC ? 0 : family === Addressfamily.INET4 ? 4 : 6;
      const found = network.resolve(host, port, { family: only, passive: (flags & PASSIVE) !== 0 });
      if (typeof found === 'number') return found;
      const type = wanted === Sockettype.ANY ? Sockettype.STREAM : wanted;
      for (const address of found.slice(0, list.most)) list.items.push({ ...address, type });
      return list.items.length;
    },
  };
}

/** Whether a socket can be bound, connected and so on: not every adapter's can. */
function canBeNamed(socket: Socket): socket is NetworkSocket {
  return 'connect' in socket;
}

function isBeingMade(errno: number): boolean {
  return errno === -Errno.EINPROGRESS || errno === -Errno.EALREADY;
}

function bytesOf({ array, offset, length }: ByteSpan): Uint8Array {
  return array.subarray(offset, offset + length);
}

function viewOf({ array, offset, length }: ByteSpan): DataView {
  return new DataView(array.buffer, array.byteOffset + offset, length);
}

/** C strings may come with their NUL. */
function beforeNul(text: string): string {
  const nul = text.indexOf('\0');
  return nul < 0 ? text : text.slice(0, nul);
}

function putNumber(span: ByteSpan, value: number): void {
  viewOf(span).setUint32(0, value, true);
}

/** Puts an address as the length of the room asks: with its family in 128 bytes, without in fewer. */
function putAddress(span: ByteSpan, { bytes }: NetworkAddress): void {
  const room = bytesOf(span);
  room.fill(0);
  if (room.length !== 128) {
    room.set(bytes);
    return;
  }
  room[0] = bytes.length === 4 ? Addressfamily.INET4 : Addressfamily.INET6;
  room.set(bytes, 2);
}
