import type { Socket } from 'node:net';
import { Filetype } from '../../domain/index.js';
import { type DescriptorCalls, Readiness } from './descriptor-calls.js';
import { DescriptorHandle } from './descriptor-handle.js';
import type { HostCalls } from './host-calls.js';
import { NONBLOCKING, READING, WRITING } from './open-flags.js';
import { inWorker } from './worker.js';

/**
 * A way to a host descriptor that does not wait. Nothing is done before it is first asked for. It is the handle of a
 * stream.
 *
 * - Regular files never wait, nor do disks, nor what was opened so as not to wait.
 * - Pipes and terminals on Linux are opened once more through `/proc`. The descriptor itself is left alone: other processes share its
 *   flags, and a shell does not expect its terminal to stop waiting.
 * - What a parent Node gives its children are sockets, which cannot be opened once more. They are received from without waiting where the kernel can be
 *   called directly. Elsewhere the descriptor itself is made non-blocking, but only for who must not wait, as other processes share it: by `net.Socket`,
 *   which reads nothing until told to, but would close the descriptor when a worker thread ends; so in a worker by {@link DescriptorCalls.ready}. Pipes
 *   where there is no `/proc` are treated likewise.
 *
 * Whatever is left waits, unless the kernel can be asked directly whether it would.
 */
export class NonblockingDescriptor extends DescriptorHandle {
  readonly fd: number;
  readonly #host: HostCalls;
  readonly #filetype: number;
  #reading: number | undefined;
  #writing: number | undefined;
  #writingCalls: DescriptorCalls | undefined;
  /** Kept: when it is collected, it closes the descriptor. */
  #socket: Socket | undefined;
  /** The descriptor itself does not wait. */
  #neverWaits: boolean;

  /**
   * @param filetype the host's, `SOCKET_STREAM` for a socket
   * @param nonblocking whether the descriptor was opened so as not to wait
   */
  constructor(host: HostCalls, fd: number, filetype: number, nonblocking: boolean) {
    super();
    this.#host = host;
    this.fd = fd;
    this.#filetype = filetype;
    this.#neverWaits = nonblocking || filetype === Filetype.REGULAR_FILE || filetype === Filetype.BLOCK_DEVICE;
  }

  /** Whether the descriptor itself, should `toRead` or `toWrite` have given that, waits. */
  get waits(): boolean {
    return !this.#neverWaits && this.#socket === undefined;
  }

  /** A descriptor to read from, if possible without waiting. One that other processes share is left as it is, unless `toRead` was called. */
  reading(): number {
    return this.#reading ?? (this.#hasOwn() ? this.toRead() : this.fd);
  }

  /** The same to write to. */
  writing(): number {
    return this.#writing ?? (this.#hasOwn() ? this.toWrite() : this.fd);
  }

  /** A descriptor to read from without waiting, if there is a way. */
  toRead(): number {
    this.#reading ??= this.#open(READING);
    return this.#reading;
  }

  /** A descriptor to write to without waiting, if there is a way. */
  toWrite(): number {
    this.#writing ??= this.#open(WRITING);
    return this.#writing;
  }

  awaited(writing: boolean): number | undefined {
    const fd = writing ? this.toWrite() : this.toRead();
    return fd === this.fd && this.waits ? undefined : fd;
  }

  /** Whether it could be written without waiting: one of {@link Readiness}. */
  readyToWrite(): number {
    const fd = this.awaited(true);
    if (fd === undefined) return Readiness.UNKNOWN;
    this.#writingCalls ??= this.#host.descriptorCalls(fd);
    return this.#writingCalls.ready(true);
  }

  /** Closes what was opened here. It can be opened again. */
  close(): void {
    if (this.#reading !== undefined && this.#reading !== this.fd) this.#host.close(this.#reading);
    if (this.#writing !== undefined && this.#writing !== this.fd) this.#host.close(this.#writing);
    this.#reading = undefined;
    this.#writing = undefined;
    this.#writingCalls = undefined;
  }

  /** Whether the descriptor that does not wait is another one; or has to be had, since this thread can be ended from outside. */
  #hasOwn(): boolean {
    return (this.#host.descriptors !== undefined && this.#filetype !== Filetype.SOCKET_STREAM) || inWorker();
  }

  #open(access: number): number {
    if (this.#neverWaits) return this.fd;
    const { descriptors, socketsUnblock } = this.#host;
    const fd = descriptors === undefined ? -1 : this.#host.open(descriptors + this.fd, access | NONBLOCKING, 0);
    if (fd >= 0) return fd;
    const connected = this.#filetype === Filetype.SOCKET_STREAM || this.#filetype === Filetype.UNKNOWN;
    if (!socketsUnblock || !connected) return this.fd;
    const calls = this.#host.descriptorCalls(this.fd);
    if (calls.direct) return this.fd;
    if (inWorker()) this.#neverWaits = calls.ready(false) !== Readiness.UNKNOWN;
    else this.#socket ??= unblocked(this.fd);
    return this.fd;
  }
}

/** Makes a descriptor non-blocking. undefined if that cannot be. The module is loaded when it is needed, which is seldom. */
function unblocked(fd: number): Socket | undefined {
  try {
    const { Socket } = process.getBuiltinModule('node:net');
    const socket = new Socket({ fd, readable: false, writable: false });
    socket.unref();
    return socket;
  } catch {
    return undefined;
  }
}
