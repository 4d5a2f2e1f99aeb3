import { ConfigurationError } from '../../../application/errors.js';
import type { NetworkAddress } from '../../../domain/index.js';
import { addressBytes } from './socket-address.js';

/** One host that a program may reach. */
interface Rule {
  /** In lower case, as it was given. */
  readonly host: string;
  /** undefined for every port. */
  readonly port: number | undefined;
  /** Its addresses: of a name, those that the program has asked for. */
  readonly addresses: Set<string>;
}

const LARGEST_PORT = 65_535;
/** Before an address of IPv4 in one of IPv6, RFC 4291, 2.5.5.2. */
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** The addresses that a program may reach. */
export class AllowedAddresses {
  readonly #rules: readonly Rule[];

  /** @throws ConfigurationError for a text that is no host */
  constructor(texts: readonly string[]) {
    this.#rules = texts.map(ruleOf);
  }

  /** Whether a name may be resolved. An address needs no resolution; nor does this machine, which is not a name. */
  allowsName(host: string): boolean {
    return host === '' || addressBytes(host) !== undefined || this.#of(host).length > 0;
  }

  /** Takes note of what a name stands for: these addresses may be reached as the name may. */
  learn(host: string, addresses: readonly NetworkAddress[]): void {
    for (const rule of this.#of(host)) for (const { bytes } of addresses) rule.addresses.add(keyOf(bytes));
  }

  /** Whether an address may be reached. */
  allows({ bytes, port }: NetworkAddress): boolean {
    const key = keyOf(bytes);
    return this.#rules.some(rule => (rule.port === undefined || rule.port === port) && rule.addresses.has(key));
  }

  #of(host: string): readonly Rule[] {
    const wanted = host.toLowerCase();
    return this.#rules.filter(rule => rule.host === wanted);
  }
}

function ruleOf(text: string): Rule {
  // An address of IPv6 stands in brackets, or has no port behind it.
  const [, inBrackets, name, port] = /^(?:\[([^[\]]+)\]|([^:[\]]+))(?::(\d+))?$/s.exec(text) ?? [];
  const host = (inBrackets ?? name ?? text).toLowerCase();
  const bytes = addressBytes(host);
  const isMisfit = name === undefined && bytes?.length !== 16;
  if (isMisfit || /[\s/]/.test(host) || Number(port ?? 0) > LARGEST_PORT)
    throw new ConfigurationError(
      `'${text}' is no host that a program could reach`,
      'write HOST or HOST:PORT, such as localhost:8080, 192.0.2.1 or [::1]:80',
    );
  return {
    host,
    port: port === undefined ? undefined : Number(port),
    addresses: new Set(bytes === undefined ? [] : [keyOf(bytes)]),
  };
}

/** The same for an address of IPv4 and for the same in one of IPv6. */
function keyOf(bytes: Uint8Array): string {
  const isMapped = bytes.length === 16 && MAPPED.every((byte, index) => bytes[index] === byte);
  return (isMapped ? bytes.subarray(12) : bytes).join('.');
}
