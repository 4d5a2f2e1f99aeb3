/**
 * How a hostcall looks to a module that imports it: the wasm parameters that its row of the table amounts to.
 *
 * Source: the calling convention of the preview1 interface description: lists and strings are a pointer and a length, results are
 * out-pointers behind the parameters, and the errno is what the function returns.
 */
import { describe, type HostcallName } from './hostcalls.js';
import { paramKinds, resultKind, type WasmType } from './kinds.js';

/** One wasm parameter of a hostcall. */
export interface WasmParam {
  readonly name: string;
  readonly type: WasmType;
}

/** The wasm signature of a hostcall. */
export interface Signature {
  readonly params: readonly WasmParam[];
  /** `i32`, the errno, or a result where that is returned; none for a call that never returns. */
  readonly results: readonly WasmType[];
}

/**
 * The wasm signature of a hostcall. It is the same in `wasi_unstable`, where that has the call.
 * @param name a name of the table
 */
export function signatureOf(name: HostcallName): Signature {
  const row = describe(name);
  const params: WasmParam[] = [];
  for (const { name: param, kind } of row.params) {
    const [type, length] = paramKinds[kind].wasm;
    params.push({ name: param, type });
    if (length !== undefined) params.push({ name: `${param}_len`, type: length });
  }
  for (const { name: result, kind } of row.returnsResult ? [] : row.results) {
    params.push({ name: result, type: 'i32' });
    if (resultKind(kind).table) params.push({ name: `${result}_buf`, type: 'i32' });
  }
  return { params, results: row.noreturn ? [] : ['i32'] };
}

/** Whether a hostcall moves bytes between the guest's buffers and something else. */
export function movesBytes(name: HostcallName): boolean {
  return describe(name).params.some(({ kind }) => ['buffers', 'span'].includes(paramKinds[kind].form));
}
