/** The rules of WASI preview1 as values and pure functions, and the ports. Imports nothing but itself; knows no platform. */
export * from './descriptors/index.js';
export * from './inspection.js';
export * from './paths/index.js';
export * from './polling/index.js';
export * from './ports/index.js';
export * from './preview1/index.js';
export * from './random/index.js';
