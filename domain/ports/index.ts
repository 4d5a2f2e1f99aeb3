/**
 * The ports: what an adapter must provide. Each is small, and says its units, its errors and who owns what. Results are numbers,
 * 0 or greater, and errnos are negative numbers; nothing here throws but where it says so.
 */
export * from './clocks.js';
export * from './copy-bytes.js';
export * from './directory-base.js';
export * from './engine.js';
export * from './file-and-stream.js';
export * from './file-base.js';
export * from './file-system.js';
export * from './file-tree.js';
export * from './linear-memory.js';
export * from './network.js';
export * from './notifier.js';
export * from './ports.js';
export * from './process.js';
export * from './random.js';
export * from './sockets.js';
export * from './stdio.js';
export * from './stream-base.js';
export * from './threads.js';
export * from './waiting.js';
