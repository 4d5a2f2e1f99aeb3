/** Descriptors: what the guest's numbers stand for, what they may be used for, and the arithmetic of offsets and listings. */
export * from './descriptor.js';
