import { ConfigurationError } from '../../application/errors.js';
import {
  COUNT,
  checkOptions,
  checkValue,
  type OptionKind,
  type OptionKinds,
  TEXT,
} from '../../application/options/index.js';
import {
  Errno,
  emptyFilestat,
  encodeUtf8,
  type Filestat,
  Filetype,
  type Iovecs,
  type Network,
  NOT_READY,
  type Out,
  Riflag,
  Sdflag,
  type Socket,
} from '../../domain/index.js';
import { SharedSignal, SignalHandle } from '../web/index.js';
import { AddressedNetwork } from './addressed-network.js';
import { CLIENT, type End, NAME_BYTES, NetworkMemory, SERVER, SIGNAL } from './network-memory.js';

/** Options of a network in memory. */
export interface NetworkOptions {
  /** How many connections there can be at once, including those that wait to be accepted. Default: 64. */
  readonly connections?: number | undefined;
  /** How many bytes can be in transit in each direction of a connection, rounded up to a multiple of four. Default: 65,536. */
  readonly capacity?: number | undefined;
}

const ONE_OR_MORE: OptionKind = {
  expected: 'a whole number, 1 or greater',
  fits: value => COUNT.fits(value) && (value as number) > 0,
};
const kinds: OptionKinds<NetworkOptions> = { connections: ONE_OR_MORE, capacity: ONE_OR_MORE };

/**
 * A network between programs, without the system between them: a server gets a socket that listens to a name, a client one that is connected to it.
 *
 * ```ts
 * const network = new MemoryNetwork();
 * const server = runtime.run(serverWasm, { sockets: { web: network.listen('web') }, waiting: 'suspend' });
 * const client = runtime.run(clientWasm, { sockets: { web: network.connect('web') }, waiting: 'suspend' });
 * ```
 *
 * Programs that block must run in different threads: pass {@link memory} to the other thread, which makes a network from it:
 * `new MemoryNetwork(workerData.memory)`. In one thread only one program can run at a time, and a wait that cannot end is EAGAIN.
 */
export class MemoryNetwork {
  readonly #memory: NetworkMemory;
  readonly #signal: SharedSignal;
  /** Whether another thread may have the memory. */
  #shared = false;

  /**
   * @param given options of a new network; or the `memory` of a network in another thread
   * @throws ConfigurationError for anything else
   */
  constructor(given: NetworkOptions | ArrayBufferLike = {}) {
    const buffer = isBuffer(given) ? given : newMemory(given);
    if (!NetworkMemory.isOne(buffer))
      throw new ConfigurationError('the memory is not that of a network', 'give `network.memory` of another thread');
    this.#shared = isBuffer(given);
    this.#memory = new NetworkMemory(buffer);
    this.#signal = new SharedSignal(this.#memory.words, SIGNAL);
  }

  /** The memory of the network, to be passed to another thread. It is shared if the host has shared memory; otherwise another thread gets a copy. */
  get memory(): ArrayBufferLike {
    this.#shared = true;
    return this.#memory.buffer;
  }

  /**
   * A socket that accepts the connections to a name.
   * @param name any text of up to 208 bytes, such as `web:80`
   * @throws ConfigurationError for an invalid name
   */
  listen(name: string): Socket {
    return new Listener(this.#parts(), nameBytes(name));
  }

  /**
   * A socket that is connected to a name. The name need not have a listener yet: what is sent waits until a listener accepts.
   * @throws ConfigurationError for an invalid name, or if the limit of connections is reached
   */
  connect(name: string): Socket {
    const connection = this.#memory.begin(nameBytes(name));
    if (connection < 0)
      throw new ConfigurationError('the network has no place for another connection', 'raise option "connections"');
    this.#signal.raise();
    return new Connection(this.#parts(), connection, CLIENT);
  }

  /**
   * The same network for programs that open sockets themselves, by addresses: the option `network`. A socket that listens at an address accepts all
   * connections to it, also those made before. There are no datagrams, and no names except `localhost`.
   */
  byAddress(): Network {
    return new AddressedNetwork({
      listen: name => this.listen(name),
      connect: name => {
        const connection = this.#memory.begin(nameBytes(name));
        if (connection < 0) return undefined;
        this.#signal.raise();
        return new Connection(this.#parts(), connection, CLIENT);
      },
    });
  }

  #parts(): NetworkParts {
    const { memory, signal } = { memory: this.#memory, signal: this.#signal };
    return { memory, signal, shared: () => this.#shared };
  }
}

interface NetworkParts {
  readonly memory: NetworkMemory;
  readonly signal: SharedSignal;
  readonly shared: () => boolean;
}

/** What both kinds of sockets have in common. */
abstract class NetworkSocket implements Socket {
  readonly kind = 'socket';
  readonly filetype = Filetype.SOCKET_STREAM;
  readonly handle: SignalHandle;
  protected readonly parts: NetworkParts;

  constructor(parts: NetworkParts) {
    this.parts = parts;
    this.handle = new SignalHandle(parts.signal, parts.shared);
  }

  abstract accept(): Socket | number;
  abstract receive(into: Iovecs, riflags: number, roflags: Out<number>): number;
  abstract send(from: Iovecs): number;
  abstract shutdown(sdflags: number): number;
  abstract readable(): number;
  abstract writable(): boolean;
  abstract close(): void;

  stat(into: Filestat): number {
    Object.assign(into, emptyFilestat(), { filetype: this.filetype, links: 1n });
    return 0;
  }

  /** To be called before it is looked whether something is ready: what changes after that ends a wait. */
  protected look(): void {
    this.handle.seen = this.parts.signal.value;
  }
}

class Listener extends NetworkSocket {
  readonly #name: Uint8Array;

  constructor(parts: NetworkParts, name: Uint8Array) {
    super(parts);
    this.#name = name;
  }

  accept(): Socket | number {
    this.look();
    const connection = this.parts.memory.accept(this.#name);
    return connection < 0 ? connection : new Connection(this.parts, connection, SERVER);
  }

  receive(): number {
    return -Errno.ENOTCONN;
  }

  send(): number {
    return -Errno.ENOTCONN;
  }

  shutdown(): number {
    return -Errno.ENOTCONN;
  }

  readable(): number {
    this.look();
    return this.parts.memory.pending(this.#name) || NOT_READY;
  }

  writable(): boolean {
    return false;
  }

  hungUp(): boolean {
    return false;
  }

  /** Connections that wait to be accepted keep waiting: another socket may listen. */
  close(): void {}
}

class Connection extends NetworkSocket {
  readonly #number: number;
  readonly #end: End;
  #closed = false;
  #hungUp = false;

  constructor(parts: NetworkParts, number: number, end: End) {
    super(parts);
    this.#number = number;
    this.#end = end;
  }

  accept(): number {
    return -Errno.ENOTSUP;
  }

  receive(into: Iovecs, riflags: number): number {
    if (into.total === 0) return 0;
    this.look();
    const peek = (riflags & Riflag.RECV_PEEK) !== 0;
    const got = this.parts.memory.receive(this.#number, this.#end, into, peek);
    if (got > 0 && !peek) this.parts.signal.raise();
    return got;
  }

  send(from: Iovecs): number {
    this.look();
    const sent = this.parts.memory.send(this.#number, this.#end, from);
    if (sent > 0) this.parts.signal.raise();
    return sent;
  }

  shutdown(sdflags: number): number {
    const sends = (sdflags & Sdflag.WR) !== 0;
    this.parts.memory.shutdown(this.#number, this.#end, sends, (sdflags & Sdflag.RD) !== 0);
    this.parts.signal.raise();
    return 0;
  }

  readable(): number {
    this.look();
    const { memory } = this.parts;
    const length = memory.receivable(this.#number, this.#end);
    this.#hungUp = memory.isEnded(this.#number, this.#end);
    if (length === 0) return NOT_READY;
    return Math.max(length, 0);
  }

  writable(): boolean {
    this.look();
    const room = this.parts.memory.sendable(this.#number, this.#end);
    this.#hungUp = room < 0;
    return room !== 0;
  }

  hungUp(): boolean {
    return this.#hungUp;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.parts.memory.close(this.#number, this.#end);
    this.parts.signal.raise();
  }
}

function isBuffer(given: NetworkOptions | ArrayBufferLike): given is ArrayBufferLike {
  return (
    given instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && given instanceof SharedArrayBuffer)
  );
}

function newMemory(options: NetworkOptions): ArrayBufferLike {
  checkOptions(options, 'a network', kinds);
  const { connections = 64, capacity = 65_536 } = options;
  return NetworkMemory.create(connections, Math.ceil(capacity / 4) * 4);
}

function nameBytes(name: string): Uint8Array {
  checkValue(name, 'the name', TEXT);
  const bytes = encodeUtf8(name);
  if (bytes.length > 0 && bytes.length <= NAME_BYTES) return bytes;
  throw new ConfigurationError(
    `the name ${JSON.stringify(name)} has ${bytes.length} bytes`,
    `give one of 1 to ${NAME_BYTES} bytes, such as web:80`,
  );
}
