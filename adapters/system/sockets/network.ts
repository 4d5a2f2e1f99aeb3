import { ConfigurationError } from '../../../application/errors.js';
import {
  Errno,
  Filetype,
  type NameQuery,
  type Network,
  type NetworkAddress,
  type NetworkSocket,
} from '../../../domain/index.js';
import { AF_INET, SOCK_DGRAM, SOCK_STREAM } from '../constants.js';
import { AllowedAddresses } from './allowed-addresses.js';
import { SystemSocket } from './socket.js';
import type { NameResolver, SocketCalls } from './socket-calls.js';

/** The network of the host or a part of it. */
export class SystemNetwork implements Network {
  readonly #sockets: SocketCalls;
  readonly #allowed: AllowedAddresses | undefined;
  readonly #resolver: NameResolver;

  /**
   * @param allow see `HostNetworkOptions`
   * @throws ConfigurationError if names cannot be resolved, and for a text that is not a host
   */
  constructor(sockets: SocketCalls, allow: readonly string[] | undefined) {
    this.#sockets = sockets;
    this.#allowed = allow === undefined ? undefined : new AllowedAddresses(allow);
    try {
      this.#resolver = sockets.resolver();
    } catch (cause) {
      throw new ConfigurationError(
        `names of hosts cannot be resolved: ${(cause as Error).message}`,
        'choose another system interface',
        { cause },
      );
    }
  }

  open(family: 4 | 6, filetype: number): NetworkSocket | number {
    const type = filetype === Filetype.SOCKET_DGRAM ? SOCK_DGRAM : SOCK_STREAM;
    const fd = this.#sockets.open(family === 6 ? this.#sockets.inet6 : AF_INET, type);
    return fd < 0 ? fd : new SystemSocket(this.#sockets, fd, true);
  }

  resolve(host: string, service: string, query: NameQuery): readonly NetworkAddress[] | number {
    if (this.#allowed !== undefined && !this.#allowed.allowsName(host)) return -Errno.EACCES;
    const found = this.#resolver.resolve(host, service, query);
    if (typeof found !== 'number') this.#allowed?.learn(host, found);
    return found;
  }

  allows(address: NetworkAddress): boolean {
    return this.#allowed?.allows(address) ?? true;
  }
}
