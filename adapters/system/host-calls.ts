import { Errno, type Iovecs } from '../../domain/index.js';
import { type DescriptorCalls, descriptorCalls } from '../node/descriptor-calls.js';
import { type HostCalls, nodeHostCalls } from '../node/host-calls.js';
import type { SharedCalls } from './shared-calls.js';

/** Node's primitives, with the kernel's calls for open descriptors. The FFI is loaded when one of these is made. */
export function systemHostCalls(shared: SharedCalls): HostCalls {
  return { ...nodeHostCalls, descriptorCalls: fd => new SystemDescriptorCalls(shared, fd) };
}

/** The kernel's calls for one descriptor; without an FFI, those that `node:wasi` makes. */
class SystemDescriptorCalls implements DescriptorCalls {
  hungUp = false;
  readonly #shared: SharedCalls;
  readonly #fd: number;
  #withoutFfi: DescriptorCalls | undefined;

  constructor(shared: SharedCalls, fd: number) {
    this.#shared = shared;
    this.#fd = fd;
  }

  get direct(): boolean {
    return this.#shared.streams !== undefined;
  }

  /** To load an FFI for this alone would take longer. */
  seek(delta: number, whence: number): number {
    const streams = this.#shared.loaded ? this.#shared.streams : undefined;
    return streams === undefined ? this.#indirect().seek(delta, whence) : streams.seek(this.#fd, delta, whence);
  }

  ready(writing: boolean): number {
    const { streams } = this.#shared;
    return streams === undefined ? this.#indirect().ready(writing) : streams.ready(this.#fd, writing);
  }

  available(): number {
    const { streams } = this.#shared;
    if (streams === undefined) return -Errno.ENOSYS;
    const available = streams.readable(this.#fd);
    this.hungUp = streams.hungUp;
    return available;
  }

  receive(into: Iovecs): number {
    return this.#shared.sockets?.receiveStream(this.#fd, into) ?? -Errno.ENOSYS;
  }

  send(from: Iovecs): number {
    return this.#shared.sockets?.send(this.#fd, from) ?? -Errno.ENOSYS;
  }

  #indirect(): DescriptorCalls {
    this.#withoutFfi ??= descriptorCalls(this.#fd);
    return this.#withoutFfi;
  }
}
