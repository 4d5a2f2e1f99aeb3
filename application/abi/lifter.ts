import {
  type AddressList,
  ALL_RIGHTS,
  type ByteSpan,
  decodeUtf8,
  Errno,
  type Iovecs,
  layouts,
  MAX_TRANSFER,
  type ParamKind,
  type PollEvent,
  type Subscription,
  unstableLayouts,
} from '../../domain/index.js';
import type { CompleteLimits } from '../limits.js';
import { placeOfBytes } from './byte-places.js';
import { CallCopies } from './call-copies.js';
import type { GuestMemory } from './guest-memory.js';
import { LiftedIovecs, LiftedSpan, type LiftedSubscriptions } from './guest-windows.js';
import { loadSubscription, loadSubscriptionUnstable } from './struct-access.gen.js';

const IOVEC = layouts.iovec.size;
const [BUF, BUF_LEN] = layouts.iovec.fields;
const TWO_64 = 2 ** 64;
/** The most bytes that the buffers of one call may have together. */
const MOST_BYTES = 0xffffffff;
/** Reads a subscription from where it lies. */
type LoadSubscription = (view: DataView, at: number, into: Subscription) => void;

/** The part of a path that a trace shows, whatever the limit. */
const SHOWN_PATH = 4096;

/**
 * Lifts arguments out of the guest's memory into records that are used again for every call. Errnos are positive here: shells return them as
 * they are.
 *
 * Calls may nest: an interceptor or a stream of the embedder's can call the guest, which then makes calls of its own. Records that are lent to a
 * call are left to it, and a call that begins meanwhile gets new ones.
 */
export class Lifter {
  readonly #memory: GuestMemory;
  readonly #limits: CompleteLimits;
  readonly #copies: CallCopies;
  #iovecs: LiftedIovecs;
  #span: LiftedSpan;
  #subscriptions: LiftedSubscriptions = { count: 0, items: [], events: { count: 0, items: [] } };
  /** A call has the records. */
  #lent = false;

  constructor(memory: GuestMemory, limits: CompleteLimits, copies = new CallCopies()) {
    this.#memory = memory;
    this.#limits = limits;
    this.#copies = copies;
    this.#iovecs = new LiftedIovecs(memory);
    this.#span = new LiftedSpan(memory);
  }

  /** Takes the records back. A call that never returns keeps them. */
  release(): void {
    this.#lent = false;
  }

  /** The records are with a call that is under way: the next one gets others. */
  #replace(): void {
    this.#iovecs = new LiftedIovecs(this.#memory);
    this.#span = new LiftedSpan(this.#memory);
    this.#subscriptions = { count: 0, items: [], events: { count: 0, items: [] } };
  }

  /**
   * The text of a path; or EFAULT, ENAMETOOLONG, EILSEQ.
   * @param which the call's first path, or its second
   */
  path(pointer: number, length: number, which: 0 | 1): string | number {
    const memory = this.#memory;
    const size = length >>> 0;
    if (memory.shared) {
      const copy = this.#copies.inputs[which];
      const most = Math.max(this.#limits.pathBytes, SHOWN_PATH);
      if (!copy.take(memory, pointer, size, most)) return Errno.EFAULT;
      return size > this.#limits.pathBytes ? Errno.ENAMETOOLONG : (decodeUtf8(copy.u8, 0, size) ?? Errno.EILSEQ);
    }
    if (!memory.holds(pointer, size)) return Errno.EFAULT;
    if (size > this.#limits.pathBytes) return Errno.ENAMETOOLONG;
    return decodeUtf8(memory.u8, pointer >>> 0, size) ?? Errno.EILSEQ;
  }

  /** A window whose bounds have been checked. */
  span(pointer: number, length: number): ByteSpan {
    if (this.#lent) this.#replace();
    this.#lent = true;
    const span = this.#span;
    span.offset = pointer >>> 0;
    span.length = length >>> 0;
    return span;
  }

  /** A window of the bytes that a parameter points to; or EFAULT. */
  bytes(kind: ParamKind, first: number, second = 0): ByteSpan | number {
    const place = placeOfBytes(this.#memory, kind, first, second);
    if (place === undefined) return Errno.EFAULT;
    const span = new LiftedSpan(this.#memory);
    span.offset = place.pointer;
    span.length = place.length;
    return span;
  }

  /** An empty list, to be filled with as many addresses as the guest has room for; or EFAULT. */
  addresses(pointer: number, count: number): AddressList | number {
    return this.#memory.holds(pointer, 4) ? { most: count >>> 0, items: [] } : Errno.EFAULT;
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
   * The buffers in a table, every one of them checked, and cut where they have more bytes together than one call moves.
   * @returns them; or EFAULT, or EINVAL for too many buffers or 2^32 bytes and more
   */
  iovecs(pointer: number, count: number): Iovecs | number {
    const memory = this.#memory;
    const copies = this.#copies;
    const number = count >>> 0;
    copies.buffers = 0;
    const view = this.#viewOf(pointer, number, IOVEC, this.#limits.iovecs);
    if (view === undefined) return Errno.EFAULT;
    if (number > this.#limits.iovecs) return Errno.EINVAL;
    if (this.#lent) this.#replace();
    this.#lent = true;
    const iovecs = this.#iovecs;
    let at = memory.shared ? 0 : pointer >>> 0;
    let kept = 0;
    let total = 0;
    for (let i = 0; i < number; i++, at += IOVEC) {
      const offset = view.getUint32(at + BUF.offset, true);
      const length = view.getUint32(at + BUF_LEN.offset, true);
      if (!memory.holds(offset, length)) {
        copies.buffers = i;
        return Errno.EFAULT;
      }
      if (length === 0) continue;
      iovecs.offsets[kept] = offset;
      iovecs.lengths[kept] = length;
      total += length;
      kept++;
    }
    copies.buffers = number;
    if (total > MAX_TRANSFER) return total > MOST_BYTES ? Errno.EINVAL : cut(iovecs);
    iovecs.count = kept;
    iovecs.total = total;
    return iovecs;
  }

  /** The subscriptions of preview1, with room for their events; or EFAULT, or EINVAL for too many. */
  subscriptions(pointer: number, count: number): LiftedSubscriptions | number {
    return this.#liftSubscriptions(pointer, count >>> 0, layouts.subscription.size, loadSubscription);
  }

  /** The same for `wasi_unstable`. */
  subscriptionsUnstable(pointer: number, count: number): LiftedSubscriptions | number {
    return this.#liftSubscriptions(pointer, count >>> 0, unstableLayouts.subscription.size, loadSubscriptionUnstable);
  }

  #liftSubscriptions(
    pointer: number,
    count: number,
    size: number,
    load: LoadSubscription,
  ): LiftedSubscriptions | number {
    const view = this.#viewOf(pointer, count, size, this.#limits.subscriptions);
    if (view === undefined) return Errno.EFAULT;
    if (count > this.#limits.subscriptions) return Errno.EINVAL;
    if (this.#lent) this.#replace();
    this.#lent = true;
    const subscriptions = this.#subscriptions;
    let at = this.#memory.shared ? 0 : pointer >>> 0;
    for (let i = 0; i < count; i++, at += size) {
      const item = subscriptions.items[i] ?? addSubscription(subscriptions);
      load(view, at, item);
    }
    subscriptions.count = count;
    subscriptions.events.count = 0;
    return subscriptions;
  }

  /**
   * What a table of structs is read from: the guest's memory; or a copy that begins with the table, if other threads write to the memory.
   * @param size of one struct, in bytes
   * @param most structs that are copied
   * @returns undefined if the table is out of bounds
   */
  #viewOf(pointer: number, count: number, size: number, most: number): DataView | undefined {
    const memory = this.#memory;
    if (!memory.shared) return memory.holds(pointer, count * size) ? memory.view : undefined;
    const [table] = this.#copies.inputs;
    return table.take(memory, pointer, count * size, most * size) ? table.view : undefined;
  }
}

/** Cuts buffers to what one call moves; they have more bytes than that. */
function cut(iovecs: LiftedIovecs): Iovecs {
  let left = MAX_TRANSFER;
  let kept = 0;
  for (; left > 0; kept++) {
    const length = Math.min(iovecs.lengths[kept] as number, left);
    iovecs.lengths[kept] = length;
    left -= length;
  }
  iovecs.count = kept;
  iovecs.total = MAX_TRANSFER;
  return iovecs;
}

function addSubscription({ items, events }: LiftedSubscriptions): Subscription {
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
  items.push(item);
  events.items.push(event);
  return item;
}
