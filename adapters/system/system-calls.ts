import { errnoOfNumber } from '../node/host-errors.js';
import type { Ffi, FfiName } from './ffi.js';
import { wrongAnswer } from './known-answers.js';
import { loadKoffi } from './koffi.js';
import { type Architecture, bindFunctions, LIBC, type Libc } from './libc.js';
import { loadNodeFfi } from './node-ffi.js';

/** The functions of libc, in this thread. */
export interface SystemCalls {
  readonly ffi: Ffi;
  readonly libc: Libc;
  readonly architecture: Architecture;
  /** Why the call before this failed: a negative errno of preview1. To be asked for at once. */
  errno(): number;
}

const LOADERS: Readonly<Record<FfiName, () => Ffi>> = { koffi: loadKoffi, 'node:ffi': loadNodeFfi };

const loaded = new Map<FfiName, SystemCalls | string>();

/**
 * The functions of libc through an FFI. It is loaded, and its answers are checked, when it is first asked for.
 * @returns them, or why they cannot be had: a clause with the FFI as its subject, such as `is not installed`
 */
export function systemCalls(name: FfiName): SystemCalls | string {
  let found = loaded.get(name);
  if (found === undefined) {
    found = load(name);
    loaded.set(name, found);
  }
  return found;
}

function load(name: FfiName): SystemCalls | string {
  const { platform, arch, release, versions } = process;
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64')) return 'is used on Linux x64 and arm64 only';
  if (release.name !== 'node' || versions.bun !== undefined || versions.deno !== undefined)
    return 'is used on Node only';
  try {
    const ffi = LOADERS[name]();
    const libc = bindFunctions(ffi, arch, LIBC);
    const errno = new Int32Array(ffi.memory(libc.__errno_location(), Int32Array.BYTES_PER_ELEMENT));
    const wrong = wrongAnswer(ffi, libc, arch, errno);
    if (wrong !== undefined) return `does not give the known answer of ${wrong}`;
    return { ffi, libc, architecture: arch, errno: () => errnoOfNumber(errno[0] as number) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND') return 'is not installed';
    return `cannot be loaded: ${String(message).split('\n', 1)[0]?.replace(/\.$/, '')}`;
  }
}
