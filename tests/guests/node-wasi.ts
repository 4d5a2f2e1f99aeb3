import { startInChild } from './child.js';
import type { GuestHost } from './guest.js';
import { createScratchDirectory } from './scratch-directory.js';

/** Node's own `node:wasi`, in a child process: a second opinion on what guests should see. */
export const nodeWasi: GuestHost = {
  name: 'node:wasi',
  createScratch: createScratchDirectory,
  run: (wasm, options) => startInChild('node:wasi', wasm, { stdin: '', ...options }).result,
};
