/** Descriptors: what the guest's numbers stand for, what they may be used for, and the arithmetic of offsets and listings. */
export * from './access.js';
export * from './descriptor.js';
export * from './descriptor-table.js';
export * from './labels.js';
export * from './listings.js';
export * from './offsets.js';
export * from './opening.js';
export * from './streams.js';
export * from './times.js';
