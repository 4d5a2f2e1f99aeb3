/** The options `SO_RCVTIMEO` and `SO_SNDTIMEO`, which a descriptor keeps: https://pubs.opengroup.org/onlinepubs/9799919799/functions/setsockopt.html */
import { type Descriptor, Errno, Socketoption } from '../../domain/index.js';

/** Bytes of a C `struct timeval` on wasm32: 64 bits of seconds, and 64 of microseconds. */
const TIMEVAL = 16;
const MICROSECONDS = 1_000_000;

type Timeout = 'receiveTimeout' | 'sendTimeout';

/** Where a descriptor keeps an option; undefined for one that is the socket's. @param name one of `Socketoption` */
export function timeoutOption(name: number): Timeout | undefined {
  if (name === Socketoption.RCVTIMEO) return 'receiveTimeout';
  return name === Socketoption.SNDTIMEO ? 'sendTimeout' : undefined;
}

/**
 * Sets a time.
 * @param timeval as it is in the guest's memory; no time at all means for ever
 * @returns 0; `-EINVAL` for too few bytes; `-EDOM` for what is no time, or more than 2^53 microseconds
 */
export function setSocketTimeout(descriptor: Descriptor, option: Timeout, timeval: Uint8Array): number {
  if (timeval.length < TIMEVAL) return -Errno.EINVAL;
  const view = new DataView(timeval.buffer, timeval.byteOffset);
  const seconds = Number(view.getBigInt64(0, true));
  const rest = Number(view.getBigInt64(8, true));
  const microseconds = seconds * MICROSECONDS + rest;
  if (seconds < 0 || rest < 0 || rest >= MICROSECONDS || microseconds > Number.MAX_SAFE_INTEGER) return -Errno.EDOM;
  descriptor[option] = microseconds;
  return 0;
}

/**
 * Tells what was set.
 * @returns how many bytes of `into` that takes; `-EINVAL` for too little room
 */
export function getSocketTimeout(descriptor: Descriptor, option: Timeout, into: Uint8Array): number {
  if (into.length < TIMEVAL) return -Errno.EINVAL;
  const view = new DataView(into.buffer, into.byteOffset);
  const microseconds = descriptor[option];
  view.setBigInt64(0, BigInt(Math.floor(microseconds / MICROSECONDS)), true);
  view.setBigInt64(8, BigInt(microseconds % MICROSECONDS), true);
  return TIMEVAL;
}
