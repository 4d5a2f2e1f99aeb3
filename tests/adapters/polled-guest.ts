import { Eventtype } from '../../domain/index.js';
import { le, type ProxyGuest } from '../application/abi/proxy-guest.js';

/** Addresses in the guest's memory, which has to have 16 pages. */
const RESULT = 2048;
const SUBSCRIPTIONS = 65_536;
const EVENTS = 0x8_0000;

/** The bytes of a subscription to the monotonic clock. */
export function clock(timeout: bigint, absolute = false, userdata = 0): number[] {
  return le([userdata, 8], [Eventtype.CLOCK, 8], [1, 8], [timeout, 8], [0, 8], [absolute ? 1 : 0, 8]);
}

/** The bytes of a subscription to a descriptor. */
export function descriptor(type: number, fd: number, userdata = 0): number[] {
  return le([userdata, 8], [type, 8], [fd, 8], [0, 24]);
}

/**
 * Has a guest poll.
 * @returns userdata, type, errno, bytes and flags of each event
 */
export function poll(guest: ProxyGuest, ...subscriptions: readonly number[][]): number[][] {
  guest.bytes.set(subscriptions.flat(), SUBSCRIPTIONS);
  guest.ok('poll_oneoff', SUBSCRIPTIONS, EVENTS, subscriptions.length, RESULT);
  const { view } = guest;
  return Array.from({ length: view.getUint32(RESULT, true) }, (_, i) => {
    const at = EVENTS + i * 32;
    const [userdata, nbytes] = [view.getUint32(at, true), Number(view.getBigUint64(at + 16, true))];
    return [userdata, view.getUint8(at + 10), view.getUint16(at + 8, true), nbytes, view.getUint16(at + 24, true)];
  });
}
