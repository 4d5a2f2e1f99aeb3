import type { Ffi, FfiName } from './ffi.js';
import { loadKoffi } from './koffi.js';
import { loadNodeFfi } from './node-ffi.js';

const LOADERS: Readonly<Record<FfiName, () => Ffi>> = { koffi: loadKoffi, 'node:ffi': loadNodeFfi };

/**
 * Loads an FFI, and makes calls of it.
 * @param make binds the functions and checks their answers; returns why they cannot be used. What it throws is such a reason, too
 * @returns the calls, or why they cannot be had: a clause with the FFI as its subject, such as `is not installed`
 */
export function throughFfi<Calls>(name: FfiName, make: (ffi: Ffi) => Calls | string): Calls | string {
  const { release, versions } = process;
  if (release.name !== 'node' || versions.bun !== undefined || versions.deno !== undefined)
    return 'is used on Node only';
  try {
    return make(LOADERS[name]());
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND') return 'is not installed';
    return `cannot be loaded: ${String(message).split('\n', 1)[0]?.replace(/\.$/, '')}`;
  }
}
