import { globals } from './globals.js';

/** Throws an error of the embedder's code outside of the guest, in a task of its own: it is then an uncaught exception of the page or the worker. */
export function throwLater(error: unknown): void {
  globals.setTimeout?.(() => {
    throw error;
  }, 0);
}
