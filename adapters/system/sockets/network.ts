import { ConfigurationError } from '../../../application/errors.js';
import { checkOptions, listOf, type OptionKinds, oneOf } from '../../../application/options/index.js';
import {
  Errno,
  Filetype,
  type NameQuery,
  type Network,
  type NetworkAddress,
  type NetworkSocket,
} from '../../../domain/index.js';
import { AF_INET, AF_INET6, SOCK_DGRAM, SOCK_STREAM } from '../constants.js';
import { ffiNames } from '../ffi.js';
import { AllowedAddresses } from './allowed-addresses.js';
import { partsOf, type SocketOptions } from './open-sockets.js';
import { Resolver } from './resolver.js';
import { type SocketParts, SystemSocket } from './socket.js';

/** What can be chosen about the host's network. */
export interface HostNetworkOptions extends SocketOptions {
  /**
   * What the program may reach: hosts, by name or address, each with a port or with all of them, such as `localhost:8080`, `192.0.2.1` or `[::1]:80`. It may
   * bind sockets to these addresses, connect to them, send to them, and ask for the addresses of these names. Everything if not given.
   */
  readonly allow?: readonly string[] | undefined;
}

const kinds: OptionKinds<HostNetworkOptions> = { system: oneOf(ffiNames), allow: listOf('strings') };

/**
 * The network of the host or a part of it, for a program that opens sockets itself: the option `network`. Linux only, and through an FFI.
 * @throws ConfigurationError if sockets cannot be opened, and for a text that is no host
 */
export function network(options: HostNetworkOptions = {}): Network {
  checkOptions(options, 'network()', kinds);
  const { allow, system } = options;
  const allowed = allow === undefined ? undefined : new AllowedAddresses(allow);
  return new SystemNetwork(partsOf(system), allowed);
}

class SystemNetwork implements Network {
  readonly #parts: SocketParts;
  readonly #allowed: AllowedAddresses | undefined;
  readonly #resolver: Resolver;

  constructor(parts: SocketParts, allowed: AllowedAddresses | undefined) {
    this.#parts = parts;
    this.#allowed = allowed;
    try {
      this.#resolver = new Resolver(parts.sockets.calls);
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
    const fd = this.#parts.sockets.open(family === 6 ? AF_INET6 : AF_INET, type);
    return fd < 0 ? fd : new SystemSocket(this.#parts, fd, true);
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
