/**
 * Preview1 in words: what hostcalls, flags, rights and structs are for, and when errnos are given. The tables in `domain/preview1` have the facts, and need
 * none of this. It is imported from here and not through `domain/index.ts`, so that what only runs programs does not load it.
 */
export * from './call-sentences.js';
export * from './causes.js';
export * from './hostcall-texts.js';
export * from './posix-functions.js';
export * from './right-texts.js';
export * from './struct-texts.js';
export * from './value-texts.js';
