import {
  Errno,
  type Filestat,
  Filetype,
  type Iovecs,
  type NetworkAddress,
  type NetworkSocket,
  NOT_READY,
  type Out,
  Riflag,
  Roflag,
  Sdflag,
  type Socket,
  Socketoption,
  Sockettype,
} from '../../../domain/index.js';
import { Readiness } from '../../node/descriptor-calls.js';
import { DescriptorHandle } from '../../node/descriptor-handle.js';
import { errnoOfNumber } from '../../node/host-errors.js';
import { Block } from '../block.js';
import {
  MSG_PEEK,
  MSG_TRUNC,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DONTROUTE,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_RCVBUF,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_TYPE,
  SOCK_DGRAM,
} from '../constants.js';
import { STAT_SIZE, StatRecord } from '../stat-record.js';
import type { StreamCalls } from '../stream-calls.js';
import { networkAddress, networkSockaddr, type SocketAddress, socketAddress } from './socket-address.js';
import type { SocketCalls } from './socket-calls.js';

/** What the sockets of one FFI share. */
export interface SocketParts {
  readonly sockets: SocketCalls;
  readonly streams: StreamCalls;
  readonly stats: StatRecord;
}

class SocketHandle extends DescriptorHandle {
  readonly fd: number;

  constructor(fd: number) {
    super();
    this.fd = fd;
  }

  awaited(): number {
    return this.fd;
  }
}

/** A socket of the host's. */
export interface HostSocket extends Socket {
  /** What it is bound to; undefined for what is bound to nothing, or to something else. */
  readonly address: SocketAddress | undefined;
  /** The host's descriptor. */
  readonly fd: number;
}

/** See {@link HostSocket}. */
export class SystemSocket implements HostSocket, NetworkSocket {
  readonly kind = 'socket';
  readonly filetype: number;
  readonly handle: DescriptorHandle;
  readonly #parts: SocketParts;
  readonly #fd: number;
  readonly #owned: boolean;
  #listening: boolean;
  #hungUp = false;

  /** @param owned whether it is closed with the guest's last descriptor */
  constructor(parts: SocketParts, fd: number, owned: boolean) {
    this.#parts = parts;
    this.#fd = fd;
    this.#owned = owned;
    this.handle = new SocketHandle(fd);
    const { sockets } = parts;
    this.filetype = sockets.option(fd, SO_TYPE) === SOCK_DGRAM ? Filetype.SOCKET_DGRAM : Filetype.SOCKET_STREAM;
    this.#listening = sockets.option(fd, SO_ACCEPTCONN) === 1;
  }

  get address(): SocketAddress | undefined {
    const name = this.#parts.sockets.nameOf(this.#fd);
    return typeof name === 'number' ? undefined : socketAddress(name);
  }

  get fd(): number {
    return this.#fd;
  }

  accept(): Socket | number {
    const fd = this.#parts.sockets.accept(this.#fd);
    // What is connected cannot accept: Linux says EINVAL, as of what has not been made to listen.
    if (fd < 0) return fd === -Errno.EINVAL ? -Errno.ENOTSUP : fd;
    return new SystemSocket(this.#parts, fd, true);
  }

  receive(into: Iovecs, riflags: number, roflags: Out<number>): number {
    const { sockets } = this.#parts;
    const peek = (riflags & Riflag.RECV_PEEK) !== 0;
    if (!peek && this.filetype === Filetype.SOCKET_STREAM) return sockets.receiveStream(this.#fd, into);
    const got = sockets.receive(this.#fd, into, peek ? MSG_PEEK : 0);
    if (got >= 0 && (sockets.received & MSG_TRUNC) !== 0) roflags.value = Roflag.RECV_DATA_TRUNCATED;
    return got;
  }

  receiveFrom(into: Iovecs, riflags: number, roflags: Out<number>, from: Out<NetworkAddress | undefined>): number {
    const { sockets } = this.#parts;
    const sender: Out<Uint8Array | undefined> = { value: undefined };
    const got = sockets.receiveFrom(this.#fd, into, (riflags & Riflag.RECV_PEEK) !== 0 ? MSG_PEEK : 0, sender);
    if (got < 0) return got;
    if ((sockets.received & MSG_TRUNC) !== 0) roflags.value = Roflag.RECV_DATA_TRUNCATED;
    const peer = sender.value === undefined ? this.peerAddress() : networkAddress(sender.value);
    from.value = typeof peer === 'number' ? undefined : peer;
    return got;
  }

  sendTo(from: Iovecs, to: NetworkAddress): number {
    return this.#parts.sockets.sendTo(this.#fd, from, networkSockaddr(to));
  }

  bind(address: NetworkAddress): number {
    return this.#parts.sockets.bind(this.#fd, networkSockaddr(address));
  }

  listen(backlog: number): number {
    const errno = this.#parts.sockets.listen(this.#fd, backlog);
    if (errno === 0) this.#listening = true;
    return errno;
  }

  connect(address: NetworkAddress): number {
    return this.#parts.sockets.connect(this.#fd, networkSockaddr(address));
  }

  localAddress(): NetworkAddress | number {
    return named(this.#parts.sockets.nameOf(this.#fd));
  }

  peerAddress(): NetworkAddress | number {
    return named(this.#parts.sockets.peerOf(this.#fd));
  }

  option(name: number, into: Uint8Array): number {
    const number = OPTIONS[name];
    if (number === undefined) return -Errno.ENOTSUP;
    const value = this.#parts.sockets.optionBytes(this.#fd, number);
    if (typeof value === 'number') return value;
    if (into.length < value.length) return -Errno.EINVAL;
    const view = new DataView(value.buffer);
    if (number === SO_TYPE)
      view.setInt32(0, this.filetype === Filetype.SOCKET_DGRAM ? Sockettype.DGRAM : Sockettype.STREAM, true);
    if (number === SO_ERROR && view.getInt32(0, true) !== 0)
      view.setInt32(0, -errnoOfNumber(view.getInt32(0, true)), true);
    into.set(value);
    return value.length;
  }

  setOption(name: number, value: Uint8Array): number {
    const number = OPTIONS[name];
    return number === undefined ? -Errno.ENOTSUP : this.#parts.sockets.setOptionBytes(this.#fd, number, value);
  }

  send(from: Iovecs): number {
    return this.#parts.sockets.send(this.#fd, from);
  }

  shutdown(sdflags: number): number {
    const both = Sdflag.RD | Sdflag.WR;
    const how = (sdflags & both) === both ? SHUT_RDWR : sdflags === Sdflag.RD ? SHUT_RD : SHUT_WR;
    return this.#parts.sockets.shutdown(this.#fd, how);
  }

  readable(): number {
    const { streams } = this.#parts;
    const available = streams.readable(this.#fd);
    this.#hungUp = streams.hungUp;
    return this.#listening && available !== NOT_READY ? 1 : available;
  }

  writable(): boolean {
    const readiness = this.#parts.streams.ready(this.#fd, true);
    this.#hungUp = readiness === Readiness.HUNG_UP;
    return readiness !== Readiness.NOT_YET;
  }

  hungUp(): boolean {
    return this.#hungUp;
  }

  stat(into: Filestat): number {
    const { sockets, stats } = this.#parts;
    const { libc, errno } = sockets.calls;
    if (libc.fstat(this.#fd, stats.address) < 0) return errno();
    stats.fill(into);
    into.filetype = this.filetype;
    return 0;
  }

  close(): void {
    if (this.#owned) this.#parts.sockets.calls.libc.close(this.#fd);
  }
}

/** Linux' numbers of the options. Times of waiting are not among them: nothing waits here. */
const OPTIONS: Readonly<Record<number, number>> = {
  [Socketoption.REUSEADDR]: SO_REUSEADDR,
  [Socketoption.TYPE]: SO_TYPE,
  [Socketoption.ERROR]: SO_ERROR,
  [Socketoption.DONTROUTE]: SO_DONTROUTE,
  [Socketoption.BROADCAST]: SO_BROADCAST,
  [Socketoption.SNDBUF]: SO_SNDBUF,
  [Socketoption.RCVBUF]: SO_RCVBUF,
  [Socketoption.KEEPALIVE]: SO_KEEPALIVE,
  [Socketoption.OOBINLINE]: SO_OOBINLINE,
  [Socketoption.LINGER]: SO_LINGER,
  [Socketoption.ACCEPTCONN]: SO_ACCEPTCONN,
};

function named(name: Uint8Array | number): NetworkAddress | number {
  return typeof name === 'number' ? name : (networkAddress(name) ?? -Errno.EAFNOSUPPORT);
}

/** @param sockets of an FFI */
export function socketParts(sockets: SocketCalls, streams: StreamCalls): SocketParts {
  const { ffi, architecture } = sockets.calls;
  return { sockets, streams, stats: new StatRecord(new Block(ffi, STAT_SIZE), 0, architecture) };
}
