import { Clockid, Errno, Eventrwflag, Eventtype, type Iovecs } from '../../domain/index.js';
import { type NodeWasi, nodeWasi, nodeWasiMemory } from './node-wasi.js';

/** Whether a descriptor can be read or written without waiting. */
export const Readiness = {
  /** The host cannot report it. */
  UNKNOWN: -1,
  NOT_YET: 0,
  READY: 1,
  /** The other side has gone, and nothing is left to read. */
  HUNG_UP: 2,
} as const;

/** Operations on an open descriptor for which `fs` has no function. */
export interface DescriptorCalls {
  /**
   * Moves the descriptor's own offset, as lseek(2).
   * @param delta bytes, an integer
   * @param whence one of `Whence`
   * @returns the new offset, or a negative errno; `-ENOSYS` where the host cannot
   */
  seek(delta: number, whence: number): number;

  /**
   * Calls poll(2). Not for regular files. If not {@link direct}, it waits for a millisecond at most, can return `NOT_YET` for a ready descriptor if
   * the machine is busy, and makes the descriptor non-blocking, for every process that shares it.
   * @param writing true to wait for writing, false for reading
   * @returns one of {@link Readiness}
   */
  ready(writing: boolean): number;

  /** Whether the kernel is asked directly. Otherwise `available`, `receive` and `send` are `-ENOSYS`. */
  readonly direct: boolean;

  /**
   * How many bytes a read would return now. Nothing is read.
   * @returns bytes, 0 at the end, or where the host does not report it; or `NOT_READY`
   */
  available(): number;

  /** After `available`: whether the other side has gone. */
  readonly hungUp: boolean;

  /** Receives from a socket without waiting, whatever the flags of the descriptor. @returns bytes, or a negative errno */
  receive(into: Iovecs): number;

  /** Sends to a socket without waiting, whatever the flags of the descriptor. @returns bytes, or a negative errno */
  send(from: Iovecs): number;
}

/** What is not asked of the kernel directly. */
abstract class IndirectCalls implements DescriptorCalls {
  readonly direct = false;
  readonly hungUp = false;

  abstract seek(delta: number, whence: number): number;
  abstract ready(writing: boolean): number;

  available(): number {
    return -Errno.ENOSYS;
  }

  receive(): number {
    return -Errno.ENOSYS;
  }

  send(): number {
    return -Errno.ENOSYS;
  }
}

/** The operations for a descriptor on which the host can do none of them. */
export const NO_DESCRIPTOR_CALLS: DescriptorCalls = new (class extends IndirectCalls {
  seek(): number {
    return -Errno.ENOSYS;
  }

  ready(): number {
    return Readiness.UNKNOWN;
  }
})();

/** These calls for a descriptor, by way of {@link nodeWasi}. */
export function descriptorCalls(fd: number): DescriptorCalls {
  const hostcalls = nodeWasi(fd);
  return hostcalls === undefined ? NO_DESCRIPTOR_CALLS : new WasiCalls(hostcalls, nodeWasiMemory());
}

/** Where arguments and results are in the memory. */
const SUBSCRIPTIONS = 0;
const SUBSCRIPTION_SIZE = 48;
const EVENTS = 128;
const EVENT_SIZE = 32;
const RESULT = 256;
/** A millisecond, below which libuv does not measure. */
const SHORTEST_WAIT = 1_000_000;

class WasiCalls extends IndirectCalls {
  readonly #hostcalls: NodeWasi;
  readonly #view: DataView;

  constructor(hostcalls: NodeWasi, memory: ArrayBuffer) {
    super();
    this.#hostcalls = hostcalls;
    this.#view = new DataView(memory);
  }

  seek(delta: number, whence: number): number {
    if (Math.abs(delta) > Number.MAX_SAFE_INTEGER) return -Errno.EINVAL;
    const errno = this.#hostcalls.fd_seek(0, BigInt(delta), whence, RESULT);
    if (errno !== 0) return -errno;
    const offset = Number(this.#view.getBigUint64(RESULT, true));
    return offset > Number.MAX_SAFE_INTEGER ? -Errno.EOVERFLOW : offset;
  }

  ready(writing: boolean): number {
    const view = this.#view;
    new Uint8Array(view.buffer, 0, RESULT).fill(0);
    // The descriptor, and a clock, whose time libuv may find to have come before it looks at the descriptor.
    view.setUint8(SUBSCRIPTIONS + 8, writing ? Eventtype.FD_WRITE : Eventtype.FD_READ);
    view.setUint8(SUBSCRIPTIONS + SUBSCRIPTION_SIZE + 8, Eventtype.CLOCK);
    view.setUint32(SUBSCRIPTIONS + SUBSCRIPTION_SIZE + 16, Clockid.MONOTONIC, true);
    view.setUint32(SUBSCRIPTIONS + SUBSCRIPTION_SIZE + 24, SHORTEST_WAIT, true);
    if (this.#hostcalls.poll_oneoff(SUBSCRIPTIONS, EVENTS, 2, RESULT) !== 0) return Readiness.UNKNOWN;
    const count = view.getUint32(RESULT, true);
    for (let event = EVENTS; event < EVENTS + count * EVENT_SIZE; event += EVENT_SIZE) {
      if (view.getUint8(event + 10) === Eventtype.CLOCK) continue;
      // libuv reports POLLERR, which is a pipe without a reader, as an error.
      if (view.getUint16(event + 8, true) !== 0) return writing ? Readiness.HUNG_UP : Readiness.UNKNOWN;
      return (view.getUint16(event + 24, true) & Eventrwflag.FD_READWRITE_HANGUP) !== 0
        ? Readiness.HUNG_UP
        : Readiness.READY;
    }
    return Readiness.NOT_YET;
  }
}
