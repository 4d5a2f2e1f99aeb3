/** Waiting as values: what a call waits for, until when, and which events poll_oneoff reports. Nothing here waits. */
export * from './deadline.js';
export * from './interests.js';
export * from './poll.js';
