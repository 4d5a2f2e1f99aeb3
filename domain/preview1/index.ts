/**
 * The ABI of preview1 as data. Nothing here does anything: these are the tables from which the shells, the types, the traces, the
 * checks and the reference are made.
 */
export * from './addresses.js';
export * from './empty-filestat.js';
export * from './errno.js';
export * from './errno-named.js';
export * from './errnos-of.js';
export * from './flags.js';
export * from './hostcall-description.js';
export * from './hostcalls.js';
export * from './kinds.js';
export * from './meaning.js';
export * from './nearest-names.js';
export * from './records.js';
export * from './required-rights.js';
export * from './rights.js';
export * from './signals.js';
export * from './signature.js';
export * from './struct-layouts.js';
export * from './threads.js';

export * from './unstable.js';

export * from './wasmedge.js';
