import { type Ffi, type FfiName, isArchitecture, throughFfi } from '../../system/index.js';
import { bindTable } from './function-table.js';
import { KERNEL_FUNCTIONS, type KernelFunctions } from './kernel-functions.js';
import { wrongAnswer } from './known-answers.js';

/** Windows' functions, in this thread. */
export interface WindowsCalls {
  readonly ffi: Ffi;
  readonly kernel: KernelFunctions;
}

const loaded = new Map<FfiName, WindowsCalls | string>();

/**
 * Windows' functions through an FFI. It is loaded, and its answers are checked, when it is first asked for.
 * @returns them, or why they cannot be had: a clause with the FFI as its subject, such as `is not installed`
 */
export function windowsCalls(name: FfiName): WindowsCalls | string {
  let found = loaded.get(name);
  if (found === undefined) {
    found = load(name);
    loaded.set(name, found);
  }
  return found;
}

function load(name: FfiName): WindowsCalls | string {
  const { platform, arch } = process;
  if (platform !== 'win32' || !isArchitecture(arch)) return 'is used on Windows x64 and arm64 only';
  return throughFfi(name, ffi => {
    const kernel = bindTable(ffi, KERNEL_FUNCTIONS);
    const wrong = wrongAnswer(ffi, kernel);
    return wrong === undefined ? { ffi, kernel } : `does not give the known answer of ${wrong}`;
  });
}
