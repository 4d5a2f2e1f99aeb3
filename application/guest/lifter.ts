import {
  ALL_RIGHTS,
  type ByteSpan,
  decodeUtf8,
  Errno,
  type Events,
  fromHalves,
  type Iovecs,
  layouts,
  type PollEvent,
  type Subscription,
  type Subscriptions,
  unstableLayouts,
} from '../../domain/index.js';
import type { GuestMemory } from './guest-memory.js';
import type { Limits } from './limits.js';

const IOVEC = layouts.iovec.size;
const TWO_64 = 2 ** 64;
const NO_BYTES = new Uint8Array(0);

/**
 * Lifts arguments out of the guest's memory into records that are reused for every call. Errnos are positive here: shells return them as
 * they are.
 */
export class Lifter {
  readonly iovecs: Iovecs = { array: NO_BYTES, count: 0, offsets: [], lengths: [], total: 0 };
  readonly subscriptions: Subscriptions = { count: 0, items: [] };
  readonly events: Events = { count: 0, items: [] };
  readonly #memory: GuestMemory;
  readonly #limits: Limits;
  readonly #span: ByteSpan = { array: NO_BYTES, offset: 0, length: 0 };

  constructor(memory: GuestMemory, limits: Limits) {
    this.#memory = memory;
    this.#limits = limits;
  }

  /** The text of a path; or EFAULT, ENAMETOOLONG, EILSEQ. */
  path(pointer: number, length: number): string | number {
    const bytes = length >>> 0;
    if (!this.#memory.holds(pointer, bytes)) return Errno.EFAULT;
    if (bytes > this.#limits.pathBytes) return Errno.ENAMETOOLONG;
    return decodeUtf8(this.#memory.u8, pointer >>> 0, bytes) ?? Errno.EILSEQ;
  }

  /** A window whose bounds have been checked. */
  span(pointer: number, length: number): ByteSpan {
    const span = this.#span;
    span.array = this.#memory.u8;
    span.offset = pointer >>> 0;
    span.length = length >>> 0;
    return span;
  }

  /** The defined rights among the 64 bits. */
  rights(bits: bigint): number {
    return Number(BigInt.asUintN(32, bits)) & ALL_RIGHTS;
  }

  /** A u64 that wasm passed as an i64, as a double. */
  unsigned(value: bigint): number {
    const signed = Number(value);
    return signed < 0 ? signed + TWO_64 : signed;
  }

  /** A u64 that wasm passed as an i64, exact. */
  timestamp(value: bigint): bigint {
    return value < 0n ? BigInt.asUintN(64, value) : value;
  }

  /**
   * Lifts a table of buffers into `iovecs`, checking every one of them before any effect.
   * @returns 0, EFAULT, or EINVAL for too many buffers or 2^32 bytes and more
   */
  liftIovecs(pointer: number, count: number): number {
    const memory = this.#memory;
    const iovecs = this.iovecs;
    const number = count >>> 0;
    if (!memory.holds(pointer, number * IOVEC)) return Errno.EFAULT;
    if (number > this.#limits.iovecs) return Errno.EINVAL;
    iovecs.array = memory.u8;
    let at = pointer >>> 0;
    let kept = 0;
    let total = 0;
    for (let i = 0; i < number; i++, at += IOVEC) {
      const offset = memory.view.getUint32(at, true);
      const length = memory.view.getUint32(at + 4, true);
      if (!memory.holds(offset, length)) return Errno.EFAULT;
      if (length === 0) continue;
      iovecs.offsets[kept] = offset;
      iovecs.lengths[kept] = length;
      total += length;
      kept++;
    }
    if (total > 0xffffffff) return Errno.EINVAL;
    // A check that failed at first may have renewed the view.
    iovecs.array = memory.u8;
    iovecs.count = kept;
    iovecs.total = total;
    return 0;
  }

  /** Lifts checked subscriptions of preview1 into `subscriptions`, and makes room in `events`. 0, or EINVAL for too many. */
  liftSubscriptions(pointer: number, count: number): number {
    return this.#liftSubscriptions(pointer, count, layouts.subscription.size, 16);
  }

  /** The same for `wasi_unstable`, whose clock subscriptions have 8 bytes more before the clock. */
  liftSubscriptionsUnstable(pointer: number, count: number): number {
    return this.#liftSubscriptions(pointer, count, unstableLayouts.subscription.size, 24);
  }

  #liftSubscriptions(pointer: number, count: number, size: number, clockAt: number): number {
    if (count > this.#limits.subscriptions) return Errno.EINVAL;
    const { items } = this.subscriptions;
    const { view } = this.#memory;
    let at = pointer >>> 0;
    for (let i = 0; i < count; i++, at += size) {
      const item = items[i] ?? this.#addSubscription();
      item.userdataLow = view.getUint32(at, true);
      item.userdataHigh = view.getUint32(at + 4, true);
      item.type = view.getUint8(at + 8);
      item.fd = view.getUint32(at + 16, true);
      item.clockId = view.getUint32(at + clockAt, true);
      item.timeoutLow = view.getUint32(at + clockAt + 8, true);
      item.timeoutHigh = view.getUint32(at + clockAt + 12, true);
      item.timeout = fromHalves(item.timeoutLow, item.timeoutHigh);
      item.clockFlags = view.getUint16(at + clockAt + 24, true);
    }
    this.subscriptions.count = count;
    this.events.count = 0;
    return 0;
  }

  #addSubscription(): Subscription {
    const item: Subscription = {
      userdataLow: 0,
      userdataHigh: 0,
      type: 0,
      clockId: 0,
      timeout: 0,
      timeoutLow: 0,
      timeoutHigh: 0,
      clockFlags: 0,
      fd: 0,
    };
    const event: PollEvent = { userdataLow: 0, userdataHigh: 0, errno: 0, type: 0, nbytes: 0, flags: 0 };
    this.subscriptions.items.push(item);
    this.events.items.push(event);
    return item;
  }
}
