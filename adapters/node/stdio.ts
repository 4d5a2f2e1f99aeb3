import type { Stdio, Stream } from '../../domain/index.js';
import { ExactTimes } from './exact-times.js';
import { type HostCalls, nodeHostCalls } from './host-calls.js';
import type { HostParts } from './host-parts.js';
import { type Direction, NodeStream } from './stream.js';
import { Transfer } from './transfer.js';

/**
 * A stream on any descriptor of the host, to pass to a program as its stdin, stdout or stderr. The descriptor stays the caller's.
 * @param fd a descriptor of this process
 * @param direction what the guest may do with it; the other is `-EBADF`
 */
export function streamFromHost(fd: number, direction: Direction = 'both', host: HostCalls = nodeHostCalls): Stream {
  return new NodeStream(partsOn(host), fd, direction);
}

/** The process's stdin, stdout and stderr, each examined only on first use. */
export class NodeStdio implements Stdio {
  readonly #parts: HostParts;
  #stdin: Stream | undefined;
  #stdout: Stream | undefined;
  #stderr: Stream | undefined;

  constructor(host: HostCalls = nodeHostCalls) {
    this.#parts = partsOn(host);
  }

  get stdin(): Stream {
    this.#stdin ??= new NodeStream(this.#parts, 0, 'read');
    return this.#stdin;
  }

  get stdout(): Stream {
    this.#stdout ??= new NodeStream(this.#parts, 1, 'write');
    return this.#stdout;
  }

  get stderr(): Stream {
    this.#stderr ??= new NodeStream(this.#parts, 2, 'write');
    return this.#stderr;
  }
}

/** What streams and devices on a host share. */
export function partsOn(host: HostCalls): HostParts {
  return { host, times: new ExactTimes(host), transfer: new Transfer(host) };
}
