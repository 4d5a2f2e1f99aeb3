import { type Interest, NOT_READY, Notifier, type Waiting } from '../../domain/index.js';
import { DescriptorHandle } from '../node/descriptor-handle.js';
import { NodeWaiting } from '../node/index.js';
import { inWorker } from '../node/worker.js';
import { type FfiName, SocketHandle } from '../system/index.js';
import { HandleWait } from './calls/handle-wait.js';
import type { SharedCalls } from './calls/shared-calls.js';
import type { StreamCalls, StreamKind } from './calls/stream-calls.js';
import { SocketWait } from './sockets/socket-wait.js';

/** The longest wait in the kernel of a thread that can be ended from outside, in milliseconds: it cannot be ended there. */
const LONGEST_IN_WORKER_MS = 50;
const LONGEST_MS = 3_600_000;
/** What cannot be waited for is looked at again after this long, and then ever later. */
const SOONEST_LOOK_MS = 1;
const LATEST_LOOK_MS = 10;

/** A pipe or console that is to be read. */
interface Reader {
  readonly streams: StreamCalls;
  readonly handle: number;
  readonly kind: StreamKind;
}

/**
 * Waits for consoles, sockets and a deadline in one call of the kernel. Windows has no wait for a pipe whose other side was opened by somebody else, so pipes
 * are looked at meanwhile, every 1 to 10 ms. What is none of these, or where there is no FFI, is waited for as Node can.
 */
export class WindowsWaiting implements Waiting {
  readonly #shared: SharedCalls;
  readonly #node = new NodeWaiting();
  #handles: HandleWait | undefined;
  #sockets: SocketWait | undefined;
  /** Pipes and consoles that are to be read. */
  readonly #readers: Reader[] = [];
  /** Something is to be looked at from time to time. */
  #looks = false;

  constructor(shared: SharedCalls) {
    this.#shared = shared;
  }

  /** What streams and sockets are waited through: an FFI, or `fs` without one. */
  get interface(): FfiName | 'fs' {
    return this.#shared.calls?.ffi.name ?? 'fs';
  }

  /** Why nothing better is, for each that would be: clauses such as `koffi is not installed`. */
  get declined(): readonly string[] {
    return this.#shared.reasons;
  }

  wait(nanoseconds: number, interests: readonly Interest[]): number {
    if (!this.#describe(interests)) return this.#node.wait(nanoseconds, interests);
    const limit = Math.min(nanoseconds / 1e6, inWorker() ? LONGEST_IN_WORKER_MS : LONGEST_MS);
    const sockets = this.#sockets?.count === 0 ? undefined : this.#sockets;
    if (sockets !== undefined && this.#readers.length === 0 && !sockets.connecting) {
      if (!sockets.poll(Math.ceil(limit))) this.#pass(SOONEST_LOOK_MS);
      return 0;
    }
    if (sockets !== undefined) {
      const isHeard = this.#handles?.add(sockets.signal()) === true;
      this.#looks ||= !isHeard || sockets.connecting || sockets.writing;
    }
    this.#waitFor(limit, sockets);
    sockets?.unsignal();
    return 0;
  }

  waitAsync(nanoseconds: number, interests: readonly Interest[]): Promise<number> {
    return this.#node.waitAsync(nanoseconds, interests);
  }

  #waitFor(limit: number, sockets: SocketWait | undefined): void {
    const began = performance.now();
    let look = SOONEST_LOOK_MS;
    for (;;) {
      if (this.#readers.some(isReady) || sockets?.isReady() === true) return;
      const left = limit - (performance.now() - began);
      if (left <= 0) return;
      const milliseconds = Math.ceil(this.#looks ? Math.min(left, look) : left);
      const handles = this.#handles;
      if (handles === undefined || handles.count === 0) this.#pass(milliseconds);
      else if (!handles.wait(milliseconds)) this.#pass(Math.ceil(look));
      look = Math.min(look * 1.25, LATEST_LOOK_MS);
    }
  }

  #pass(milliseconds: number): void {
    this.#node.wait(milliseconds * 1e6, []);
  }

  /** Sorts out what is waited for. @returns false if there is nothing to wait for, or something of it cannot be waited for here */
  #describe(interests: readonly Interest[]): boolean {
    if (!interests.some(({ source }) => source.handle instanceof DescriptorHandle)) return false;
    const { calls, streams, sockets } = this.#shared;
    if (calls === undefined || streams === undefined) return false;
    this.#handles ??= new HandleWait(calls);
    this.#handles.clear();
    this.#sockets?.clear();
    this.#readers.length = 0;
    this.#looks = false;
    for (const { source, event } of interests) {
      const { handle } = source;
      if (handle instanceof SocketHandle) {
        if (typeof sockets === 'string') return false;
        this.#sockets ??= new SocketWait(sockets);
        this.#sockets.add(handle.fd, event);
      } else if (handle instanceof DescriptorHandle) {
        if (event === 'write' || !this.#addReader(streams, handle.fd)) return false;
      } else if (!(handle instanceof Notifier)) return false;
    }
    return true;
  }

  /** @returns false for what cannot be asked whether it is ready */
  #addReader(streams: StreamCalls, fd: number): boolean {
    const handle = streams.handleOf(fd);
    const kind = streams.kindOf(handle);
    if (kind === undefined) return false;
    this.#readers.push({ streams, handle, kind });
    if (kind === 'pipe' || this.#handles?.add(handle) !== true) this.#looks = true;
    return true;
  }
}

function isReady({ streams, handle, kind }: Reader): boolean {
  return streams.available(handle, kind) !== NOT_READY;
}
