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
} from '../../../domain/index.js';
import { DescriptorHandle } from '../../node/descriptor-handle.js';
import { SHUT_RD, SHUT_RDWR, SHUT_WR } from '../constants.js';
import { networkAddress, networkSockaddr, type SocketAddress, socketAddress } from './socket-address.js';
import type { SocketCalls } from './socket-calls.js';

/** The handle of a socket on a number of the system's. */
export class SocketHandle extends DescriptorHandle {
  readonly fd: number;
  readonly #awaited: boolean;

  /** @param isDescriptor whether the number is a descriptor of this process */
  constructor(fd: number, isDescriptor: boolean) {
    super();
    this.fd = fd;
    this.#awaited = isDescriptor;
  }

  awaited(): number | undefined {
    return this.#awaited ? this.fd : undefined;
  }
}

/** A socket of the host. */
export interface HostSocket extends Socket {
  /** The address that it is bound to; undefined if it is unbound, or bound to something else. */
  readonly address: SocketAddress | undefined;
  /** The host's descriptor; on Windows the handle of the socket. */
  readonly fd: number;
}

/** See {@link HostSocket}. */
export class SystemSocket implements HostSocket, NetworkSocket {
  readonly kind = 'socket';
  readonly filetype: number;
  readonly handle: SocketHandle;
  readonly #sockets: SocketCalls;
  readonly #fd: number;
  readonly #owned: boolean;
  #listening: boolean;
  #hungUp = false;

  /** @param owned whether it is closed with the guest's last descriptor */
  constructor(sockets: SocketCalls, fd: number, owned: boolean) {
    this.#sockets = sockets;
    this.#fd = fd;
    this.#owned = owned;
    this.handle = new SocketHandle(fd, sockets.descriptors);
    this.filetype = sockets.filetype(fd) === Filetype.SOCKET_DGRAM ? Filetype.SOCKET_DGRAM : Filetype.SOCKET_STREAM;
    this.#listening = sockets.listens(fd);
  }

  get address(): SocketAddress | undefined {
    const name = this.#sockets.nameOf(this.#fd);
    return typeof name === 'number' ? undefined : socketAddress(name, this.#sockets.inet6);
  }

  get fd(): number {
    return this.#fd;
  }

  accept(): Socket | number {
    const fd = this.#sockets.accept(this.#fd);
    return fd < 0 ? fd : new SystemSocket(this.#sockets, fd, true);
  }

  receive(into: Iovecs, riflags: number, roflags: Out<number>): number {
    const peek = (riflags & Riflag.RECV_PEEK) !== 0;
    if (!peek && this.filetype === Filetype.SOCKET_STREAM) return this.#sockets.receiveStream(this.#fd, into);
    const got = this.#sockets.receive(this.#fd, into, peek);
    if (this.#sockets.truncated) roflags.value = Roflag.RECV_DATA_TRUNCATED;
    return got;
  }

  receiveFrom(into: Iovecs, riflags: number, roflags: Out<number>, from: Out<NetworkAddress | undefined>): number {
    const sockets = this.#sockets;
    const sender: Out<Uint8Array> = { value: new Uint8Array() };
    const got = sockets.receiveFrom(this.#fd, into, (riflags & Riflag.RECV_PEEK) !== 0, sender);
    if (got < 0) return got;
    if (sockets.truncated) roflags.value = Roflag.RECV_DATA_TRUNCATED;
    const peer = sender.value.length === 0 ? this.peerAddress() : networkAddress(sender.value, sockets.inet6);
    from.value = typeof peer === 'number' ? undefined : peer;
    return got;
  }

  sendTo(from: Iovecs, to: NetworkAddress): number {
    return this.#sockets.sendTo(this.#fd, from, this.#sockaddr(to));
  }

  bind(address: NetworkAddress): number {
    return this.#sockets.bind(this.#fd, this.#sockaddr(address));
  }

  listen(backlog: number): number {
    const errno = this.#sockets.listen(this.#fd, backlog);
    if (errno === 0) this.#listening = true;
    return errno;
  }

  connect(address: NetworkAddress): number {
    return this.#sockets.connect(this.#fd, this.#sockaddr(address));
  }

  localAddress(): NetworkAddress | number {
    return this.#named(this.#sockets.nameOf(this.#fd));
  }

  peerAddress(): NetworkAddress | number {
    return this.#named(this.#sockets.peerOf(this.#fd));
  }

  option(name: number, into: Uint8Array): number {
    const value = this.#sockets.option(this.#fd, name);
    if (typeof value === 'number') return value;
    if (into.length < value.length) return -Errno.EINVAL;
    into.set(value);
    return value.length;
  }

  setOption(name: number, value: Uint8Array): number {
    return this.#sockets.setOption(this.#fd, name, value);
  }

  send(from: Iovecs): number {
    return this.#sockets.send(this.#fd, from);
  }

  shutdown(sdflags: number): number {
    const both = Sdflag.RD | Sdflag.WR;
    const how = (sdflags & both) === both ? SHUT_RDWR : sdflags === Sdflag.RD ? SHUT_RD : SHUT_WR;
    return this.#sockets.shutdown(this.#fd, how);
  }

  readable(): number {
    const available = this.#sockets.readable(this.#fd);
    this.#hungUp = this.#sockets.hungUp;
    return this.#listening && available !== NOT_READY ? 1 : available;
  }

  writable(): boolean {
    const writable = this.#sockets.writable(this.#fd);
    this.#hungUp = this.#sockets.hungUp;
    return writable;
  }

  hungUp(): boolean {
    return this.#hungUp;
  }

  stat(into: Filestat): number {
    const errno = this.#sockets.stat(this.#fd, into);
    into.filetype = this.filetype;
    return errno;
  }

  close(): void {
    if (this.#owned) this.#sockets.close(this.#fd);
  }

  #sockaddr(address: NetworkAddress): Uint8Array {
    return networkSockaddr(address, this.#sockets.inet6);
  }

  #named(name: Uint8Array | number): NetworkAddress | number {
    return typeof name === 'number' ? name : (networkAddress(name, this.#sockets.inet6) ?? -Errno.EAFNOSUPPORT);
  }
}
