/**
 * The class of `node:wasi`, on this project's hostcalls: a program written for that one changes an import. It is an entry point over the Node
 * adapter; what is not part of node:wasi's interface is marked as an extra.
 * @module hostcall/wasi
 */
export { WASI } from './wasi.js';
export type { WASIOptions } from './wasi-options.js';
