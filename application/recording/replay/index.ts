/**
 * Replay: a program runs again from its recording, below the generated shells and everything behind them. What it asks for is compared with what
 * it asked for; what it is given is what it was given.
 */
export { endingLine } from './ending-line.js';
export { type ReplayOptions, replay } from './replay.js';
export { ReplayDivergence } from './replay-divergence.js';
export { obstacleTo } from './replayable.js';
export type { ReplayObserver } from './replayed-guest.js';
