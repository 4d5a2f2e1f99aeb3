/** `--tcp-listen HOST:PORT`, `--tcp-connect HOST:PORT`, `--unix-listen PATH` and `--fd N`: what stands in them, and what it means. */
import { CommandLineError } from '../command-line-error.js';
import { wholeNumber } from '../whole-number.js';

/** The options that give the guest a socket. */
export type SocketOptionName = 'tcp-listen' | 'tcp-connect' | 'unix-listen' | 'fd';

/** Such an option as it was given. */
export interface GivenSocket {
  readonly option: SocketOptionName;
  readonly text: string;
}

/** A socket that the guest is to have. */
export type SocketOption =
  | { readonly option: 'tcp-listen' | 'tcp-connect'; readonly host: string; readonly port: number }
  | { readonly option: 'unix-listen'; readonly path: string }
  | { readonly option: 'fd'; readonly fd: number };

const LARGEST_PORT = 65_535;
const LARGEST_DESCRIPTOR = 2n ** 31n - 1n;

/**
 * What such an option means.
 * @throws CommandLineError for one that makes no sense
 */
export function socketOption({ option, text }: GivenSocket): SocketOption {
  switch (option) {
    case 'fd':
      return { option, fd: Number(wholeNumber('--fd', text, 0n, LARGEST_DESCRIPTOR, 5)) };
    case 'unix-listen':
      if (text === '') throw new CommandLineError("--unix-listen '' lacks a path", 'write --unix-listen PATH');
      return { option, path: text };
    default: {
      // The colons of an address of IPv6 stand in brackets.
      const [, inBrackets, name, port = ''] = /^(?:\[([^[\]]*)\]|([^:]*)):([^:]*)$/s.exec(text) ?? [];
      const host = inBrackets ?? name;
      const example = option === 'tcp-listen' ? '127.0.0.1:8080' : 'localhost:8080';
      if (host === undefined || host === '')
        throw new CommandLineError(
          `--${option} '${text}' lacks a ${text.startsWith(':') ? 'host' : 'host or a port'}`,
          `write --${option} HOST:PORT, such as --${option} ${example} or --${option} [::1]:8080`,
        );
      const least = option === 'tcp-listen' ? 0 : 1;
      if (!/^\d+$/.test(port) || Number(port) < least || Number(port) > LARGEST_PORT)
        throw new CommandLineError(
          `--${option} '${text}' has no port that there is`,
          `write one from ${least} to ${LARGEST_PORT}, such as --${option} ${example}`,
        );
      return { option, host, port: Number(port) };
    }
  }
}
