import type { Socket } from 'node:net';
import { Filetype } from '../../domain/index.js';
import type { HostCalls } from './host-calls.js';
import { NONBLOCKING, READING, WRITING } from './open-flags.js';

/**
 * A way to a host descriptor that does not wait. Nothing is done before it is first asked for.
 *
 * - Regular files never wait.
 * - Pipes and terminals on Linux are opened once more through `/proc`. The descriptor itself is left alone: other processes share its
 *   flags, and a shell does not expect its terminal to stop waiting.
 * - What a parent Node gives its children are sockets, which cannot be opened once more. `net.Socket` makes the descriptor itself
 *   non-blocking, and reads nothing until told to. It would close the descriptor when a worker thread ends, so only in the main thread.
 *   Pipes where there is no `/proc` are treated likewise.
 *
 * Whatever is left waits.
 */
export class NonblockingDoor {
  readonly #host: HostCalls;
  readonly #fd: number;
  readonly #filetype: number;
  #reading: number | undefined;
  #writing: number | undefined;
  /** Kept: when it is collected, it closes the descriptor. */
  #socket: Socket | undefined;

  /** @param filetype the host's, `SOCKET_STREAM` for a socket */
  constructor(host: HostCalls, fd: number, filetype: number) {
    this.#host = host;
    this.#fd = fd;
    this.#filetype = filetype;
  }

  /** Whether the descriptor itself, should `toRead` or `toWrite` have given that, waits. */
  get waits(): boolean {
    return this.#filetype !== Filetype.REGULAR_FILE && this.#socket === undefined;
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

  /** Closes what was opened here. It can be opened again. */
  close(): void {
    if (this.#reading !== undefined && this.#reading !== this.#fd) this.#host.close(this.#reading);
    if (this.#writing !== undefined && this.#writing !== this.#fd) this.#host.close(this.#writing);
    this.#reading = undefined;
    this.#writing = undefined;
  }

  #open(access: number): number {
    if (this.#filetype === Filetype.REGULAR_FILE) return this.#fd;
    const { descriptors, socketsUnblock } = this.#host;
    const fd = descriptors === undefined ? -1 : this.#host.open(descriptors + this.#fd, access | NONBLOCKING, 0);
    if (fd >= 0) return fd;
    const connected =
      socketsUnblock && (this.#filetype === Filetype.SOCKET_STREAM || this.#filetype === Filetype.UNKNOWN);
    if (connected && inMainThread() && this.#socket === undefined) this.#socket = unblocked(this.#fd);
    return this.#fd;
  }
}

// Both modules are loaded when they are needed, which is seldom: they take a tenth of the time that a short program does.

function inMainThread(): boolean {
  return process.getBuiltinModule('node:worker_threads').isMainThread;
}

/** Makes a descriptor non-blocking. undefined if that cannot be. */
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
