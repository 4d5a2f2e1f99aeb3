import { type Descriptor, streamOf } from '../descriptors/index.js';
import { type Interest, NOT_READY } from '../ports/index.js';
import { Fdflag } from '../preview1/index.js';

/**
 * What a call that reads or writes through a descriptor waits for, or would: it is not asked whether that is ready.
 * @returns undefined if such a call never waits: the descriptor has NONBLOCK, or is a directory or regular file
 */
export function interestOf({ resource, flags }: Descriptor, event: Interest['event']): Interest | undefined {
  if ((flags & Fdflag.NONBLOCK) !== 0) return undefined;
  const source = resource.kind === 'socket' ? resource : streamOf(resource);
  return source && { source, event };
}

/**
 * How long a call that reads or writes through a descriptor waits at most.
 * @returns nanoseconds; `Infinity` without an end
 */
export function longestWait({ receiveTimeout, sendTimeout }: Descriptor, event: Interest['event']): number {
  const microseconds = event === 'read' ? receiveTimeout : sendTimeout;
  return microseconds === 0 ? Number.POSITIVE_INFINITY : microseconds * 1000;
}

/** Whether it would not wait now. */
export function isReady({ source, event }: Interest): boolean {
  return event === 'read' ? source.readable() !== NOT_READY : source.writable();
}
