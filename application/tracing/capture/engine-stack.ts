import type { Engine } from '../../../domain/index.js';

/** What a trace asks the engine about the stack. */
export type EngineStack = Pick<Engine, 'isStackOverflow' | 'guestFrames'>;

/** Where calls are captured, or read, without an engine: frames are unknown, and every RangeError counts as a used-up stack. */
export const WITHOUT_ENGINE: EngineStack = {
  isStackOverflow: thrown => thrown instanceof RangeError,
  guestFrames: () => [],
};
