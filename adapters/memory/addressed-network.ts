import {
  Errno,
  emptyFilestat,
  type Filestat,
  Filetype,
  type Iovecs,
  type NameQuery,
  type Network,
  type NetworkAddress,
  type NetworkSocket,
  type Out,
  type Socket,
  Socketoption,
  Sockettype,
} from '../../domain/index.js';

/** The connections by name of a network in memory. */
export interface NamedConnections {
  listen(name: string): Socket;
  /** undefined if there is no place for another connection. */
  connect(name: string): Socket | undefined;
}

/** Ports that are assigned automatically: https://www.rfc-editor.org/rfc/rfc6335#section-6 */
const FIRST_DYNAMIC_PORT = 49_152;
const PORTS = 65_536;

const LOCALHOST = Uint8Array.of(127, 0, 0, 1);
const LOCALHOST_6 = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

/**
 * The addresses of a network in memory. All that mean this machine are one: `0.0.0.0`, `127.0.0.1`, `::` and `::1`. Any other address is a machine of its
 * own, which a program may have too. There are no datagrams.
 */
export class AddressedNetwork implements Network {
  readonly #connections: NamedConnections;
  #nextPort = FIRST_DYNAMIC_PORT;

  constructor(connections: NamedConnections) {
    this.#connections = connections;
  }

  open(family: 4 | 6, filetype: number): NetworkSocket | number {
    if (filetype !== Filetype.SOCKET_STREAM) return -Errno.ENOTSUP;
    return new AddressedSocket(this.#connections, { bytes: new Uint8Array(family === 4 ? 4 : 16), port: 0 }, () =>
      this.#anyPort(),
    );
  }

  /** Knows numbers, and `localhost`. */
  resolve(host: string, service: string, { family, passive }: NameQuery): readonly NetworkAddress[] | number {
    const port = Number(service);
    if (!/^\d*$/.test(service) || port >= PORTS) return -Errno.ENOENT;
    const [four, six] = host === '' && passive ? [new Uint8Array(4), new Uint8Array(16)] : [LOCALHOST, LOCALHOST_6];
    let found: readonly Uint8Array[];
    if (host === '' || host === 'localhost') found = [four, six];
    else if (host === '::1') found = [LOCALHOST_6];
    else if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) found = [Uint8Array.from(host.split('.'), Number)];
    else return -Errno.ENOENT;
    const fitting = found.filter(({ length }) => family === 0 || (family === 4) === (length === 4));
    return fitting.length === 0 ? -Errno.ENOENT : fitting.map(bytes => ({ bytes, port }));
  }

  allows(): boolean {
    return true;
  }

  #anyPort(): number {
    const port = this.#nextPort++;
    if (this.#nextPort === PORTS) this.#nextPort = FIRST_DYNAMIC_PORT;
    return port;
  }
}

/** The name of a place where connections meet. */
function nameOf({ bytes, port }: NetworkAddress): string {
  const own = bytes[0] === 127 && bytes.length === 4;
  const nothing = bytes.every((byte, at) => byte === 0 || (bytes.length === 16 && at === 15 && byte === 1));
  return `tcp ${own || nothing ? 'localhost' : bytes.join('.')}:${port}`;
}

class AddressedSocket implements NetworkSocket {
  readonly kind = 'socket';
  readonly filetype = Filetype.SOCKET_STREAM;
  readonly #connections: NamedConnections;
  readonly #anyPort: () => number;
  #local: NetworkAddress;
  #peer: NetworkAddress | undefined;
  /** What listens or is connected; undefined for neither. */
  #socket: Socket | undefined;
  #listens = false;

  constructor(connections: NamedConnections, local: NetworkAddress, anyPort: () => number, accepted?: Socket) {
    this.#connections = connections;
    this.#local = local;
    this.#anyPort = anyPort;
    this.#socket = accepted;
    // Who has connected is not told.
    if (accepted !== undefined) this.#peer = { bytes: LOCALHOST, port: 0 };
  }

  get handle(): object | undefined {
    return this.#socket?.handle;
  }

  bind(address: NetworkAddress): number {
    if (this.#local.port !== 0 || this.#socket !== undefined) return -Errno.EINVAL;
    if (address.bytes.length !== this.#local.bytes.length) return -Errno.EAFNOSUPPORT;
    this.#bindTo(address);
    return 0;
  }

  listen(): number {
    if (this.#listens) return 0;
    if (this.#socket !== undefined) return -Errno.EINVAL;
    this.#bindTo(this.#local);
    this.#socket = this.#connections.listen(nameOf(this.#local));
    this.#listens = true;
    return 0;
  }

  /** Connects at once: a later listener accepts it then. */
  connect(address: NetworkAddress): number {
    if (this.#listens) return -Errno.EINVAL;
    if (this.#socket !== undefined) return -Errno.EISCONN;
    if (address.bytes.length !== this.#local.bytes.length) return -Errno.EAFNOSUPPORT;
    this.#socket = this.#connections.connect(nameOf(address));
    if (this.#socket === undefined) return -Errno.ENOBUFS;
    this.#bindTo(this.#local);
    this.#peer = address;
    return 0;
  }

  localAddress(): NetworkAddress {
    return this.#local;
  }

  peerAddress(): NetworkAddress | number {
    return this.#peer ?? -Errno.ENOTCONN;
  }

  accept(): Socket | number {
    const accepted = (this.#listens ? this.#socket?.accept() : undefined) ?? -Errno.ENOTSUP;
    if (typeof accepted === 'number') return accepted;
    return new AddressedSocket(this.#connections, this.#local, this.#anyPort, accepted);
  }

  receive(into: Iovecs, riflags: number, roflags: Out<number>): number {
    return this.#socket?.receive(into, riflags, roflags) ?? -Errno.ENOTCONN;
  }

  receiveFrom(into: Iovecs, riflags: number, roflags: Out<number>, from: Out<NetworkAddress | undefined>): number {
    from.value = this.#peer;
    return this.receive(into, riflags, roflags);
  }

  send(from: Iovecs): number {
    return this.#socket?.send(from) ?? -Errno.ENOTCONN;
  }

  sendTo(from: Iovecs): number {
    return this.send(from);
  }

  shutdown(sdflags: number): number {
    return this.#socket?.shutdown(sdflags) ?? -Errno.ENOTCONN;
  }

  readable(): number {
    return this.#socket?.readable() ?? 0;
  }

  writable(): boolean {
    return this.#socket?.writable() ?? true;
  }

  hungUp(): boolean {
    return this.#socket?.hungUp?.() ?? false;
  }

  option(name: number, into: Uint8Array): number {
    const value = this.#optionValue(name);
    if (value < 0) return value;
    if (into.length < 4) return -Errno.EINVAL;
    new DataView(into.buffer, into.byteOffset).setInt32(0, value, true);
    return 4;
  }

  /** That an address is used again makes no difference here. */
  setOption(name: number): number {
    return name === Socketoption.REUSEADDR ? 0 : -Errno.ENOTSUP;
  }

  stat(into: Filestat): number {
    Object.assign(into, emptyFilestat(), { filetype: this.filetype, links: 1n });
    return 0;
  }

  close(): void {
    this.#socket?.close();
  }

  #optionValue(name: number): number {
    switch (name) {
      case Socketoption.TYPE:
        return Sockettype.STREAM;
      case Socketoption.ERROR:
      case Socketoption.REUSEADDR:
        return 0;
      case Socketoption.ACCEPTCONN:
        return this.#listens ? 1 : 0;
      default:
        return -Errno.ENOTSUP;
    }
  }

  #bindTo({ bytes, port }: NetworkAddress): void {
    this.#local = { bytes, port: port === 0 ? this.#anyPort() : port };
  }
}
