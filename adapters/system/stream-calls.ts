import { Errno, NOT_READY } from '../../domain/index.js';
import { Readiness } from '../node/descriptor-calls.js';
import { Block } from './block.js';
import { FIONREAD, POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLRDHUP } from './constants.js';
import type { SystemCalls } from './system-calls.js';

/** Where the `struct pollfd`, the `struct timespec` of no time and the number of bytes are in the block. */
const POLLFD = 0;
const NO_TIME = 8;
const COUNT = 24;
const SIZE = 32;

const GONE = POLLHUP | POLLERR | POLLNVAL;

/** The kernel's calls for pipes, terminals and sockets that tell whether they are ready. Nothing is read by that, and no descriptor made non-blocking. */
export class StreamCalls {
  /** After `readable`: whether the other side has gone. */
  hungUp = false;
  readonly #calls: SystemCalls;
  readonly #block: Block;

  constructor(calls: SystemCalls) {
    this.#calls = calls;
    this.#block = new Block(calls.ffi, SIZE);
  }

  /**
   * Asks poll(2) about one descriptor.
   * @param events POLLIN, POLLOUT, POLLRDHUP
   * @returns those that have occurred, and POLLHUP, POLLERR, POLLNVAL
   */
  poll(fd: number, events: number): number {
    const { view, address } = this.#block;
    view.setInt32(POLLFD, fd, true);
    // The requested events, without results in case the call fails.
    view.setUint32(POLLFD + 4, events, true);
    this.#calls.libc.ppoll(address + POLLFD, 1, address + NO_TIME, 0);
    return view.getUint16(POLLFD + 6, true);
  }

  /**
   * How many bytes a read would return now, 0 at the end; or `NOT_READY`. Where the kernel does not say how many there are, or the descriptor has an error,
   * that is 0 too: the read will tell.
   */
  readable(fd: number): number {
    const events = this.poll(fd, POLLIN | POLLRDHUP);
    this.hungUp = (events & (GONE | POLLRDHUP)) !== 0;
    if (events === 0) return NOT_READY;
    const { view, address } = this.#block;
    return this.#calls.libc.ioctl(fd, FIONREAD, address + COUNT) < 0 ? 0 : view.getInt32(COUNT, true);
  }

  /** Whether a descriptor is ready, and not at the same time has lost its other side: one of {@link Readiness}. */
  ready(fd: number, writing: boolean): number {
    const events = this.poll(fd, writing ? POLLOUT : POLLIN);
    if (events === 0) return Readiness.NOT_YET;
    return (events & GONE) === 0 ? Readiness.READY : Readiness.HUNG_UP;
  }

  /** Moves a descriptor's own offset. */
  seek(fd: number, delta: number, whence: number): number {
    if (Math.abs(delta) > Number.MAX_SAFE_INTEGER) return -Errno.EINVAL;
    const offset = this.#calls.libc.lseek(fd, delta, whence);
    if (offset < 0) return this.#calls.errno();
    return offset > Number.MAX_SAFE_INTEGER ? -Errno.EOVERFLOW : offset;
  }
}
