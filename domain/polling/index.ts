/** Deadlines: how long subscriptions to clocks have to wait. */
export * from './deadline.js';
