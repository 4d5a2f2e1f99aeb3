import type { Engine } from '../../../domain/index.js';

/** The part of the engine that capturing needs. */
export type TracedEngine = Pick<Engine, 'isStackOverflow' | 'guestFrames'>;

/** Where calls are captured, or read, without an engine: frames are unknown, and every RangeError counts as a used-up stack. */
export const WITHOUT_ENGINE: TracedEngine = {
  isStackOverflow: thrown => thrown instanceof RangeError,
  guestFrames: () => [],
};
