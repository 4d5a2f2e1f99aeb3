import {
  Errno,
  type Filestat,
  Filetype,
  type Iovecs,
  NOT_READY,
  type Out,
  Riflag,
  Roflag,
  Sdflag,
  type Socket,
} from '../../domain/index.js';
import { Readiness } from '../node/descriptor-calls.js';
import { DescriptorHandle } from '../node/descriptor-handle.js';
import { Block } from './block.js';
import { MSG_PEEK, MSG_TRUNC, SHUT_RD, SHUT_RDWR, SHUT_WR, SO_ACCEPTCONN, SO_TYPE, SOCK_DGRAM } from './constants.js';
import { type SocketAddress, socketAddress } from './socket-address.js';
import type { SocketCalls } from './socket-calls.js';
import { STAT_SIZE, StatRecord } from './stat-record.js';
import type { StreamCalls } from './stream-calls.js';

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
export class SystemSocket implements HostSocket {
  readonly kind = 'socket';
  readonly filetype: number;
  readonly handle: DescriptorHandle;
  readonly #parts: SocketParts;
  readonly #fd: number;
  readonly #owned: boolean;
  readonly #listening: boolean;
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

/** @param sockets of an FFI */
export function socketParts(sockets: SocketCalls, streams: StreamCalls): SocketParts {
  const { ffi, architecture } = sockets.calls;
  return { sockets, streams, stats: new StatRecord(new Block(ffi, STAT_SIZE), 0, architecture) };
}
