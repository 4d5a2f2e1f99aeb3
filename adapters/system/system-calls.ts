import { errnoOfNumber } from '../node/host-errors.js';
import type { Ffi, FfiName } from './ffi.js';
import { wrongAnswer } from './known-answers.js';
import { type Architecture, bindFunctions, isArchitecture, LIBC, type Libc } from './libc.js';
import { throughFfi } from './load-ffi.js';
import { notedCalls } from './noted-calls.js';

/** The functions of libc, in this thread. */
export interface SystemCalls {
  readonly ffi: Ffi;
  readonly libc: Libc;
  readonly architecture: Architecture;
  /** Why the call before this failed: a negative errno of preview1. To be asked for at once. */
  errno(): number;
}

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
  const { platform, arch } = process;
  if (platform !== 'linux' || !isArchitecture(arch)) return 'is used on Linux x64 and arm64 only';
  return throughFfi(name, ffi => {
    const libc = bindFunctions(ffi, arch, LIBC);
    const errno = new Int32Array(ffi.memory(libc.__errno_location(), Int32Array.BYTES_PER_ELEMENT));
    const wrong = wrongAnswer(ffi, libc, arch, errno);
    if (wrong !== undefined) return `does not give the known answer of ${wrong}`;
    return { ffi, libc: notedCalls(libc), architecture: arch, errno: () => errnoOfNumber(errno[0] as number) };
  });
}
