/**
 * How a hostcall looks to a module that imports it: the wasm parameters that its row of the table amounts to.
 *
 * Source: the calling convention of the preview1 interface description: lists and strings are a pointer and a length, results are
 * out-pointers behind the parameters, and the errno is what the function returns.
 */
import { describe, type HostcallName } from './hostcalls.js';
import type { ParamKind } from './kinds.js';

/** A type of value that a hostcall takes or returns. */
export type WasmType = 'i32' | 'i64';

/** One wasm parameter of a hostcall. */
export interface WasmParam {
  readonly name: string;
  readonly type: WasmType;
}

/** The wasm signature of a hostcall. */
export interface Signature {
  readonly params: readonly WasmParam[];
  /** `i32`, the errno; none for a call that never returns. */
  readonly results: readonly WasmType[];
}

/** Kinds of parameters that are a pointer and a length. */
export const WITH_LENGTH: ReadonlySet<ParamKind> = new Set<ParamKind>(['path', 'iovecs', 'ciovecs', 'buffer']);
const WIDE: ReadonlySet<ParamKind> = new Set<ParamKind>(['rights', 'filedelta', 'filesize', 'cookie', 'timestamp']);

/**
 * The wasm signature of a hostcall. It is the same in `wasi_unstable`, where that has the call.
 * @param name a name of the table
 */
export function signatureOf(name: HostcallName): Signature {
  const row = describe(name);
  const params: WasmParam[] = [];
  for (const { name: param, kind } of row.params) {
    params.push({ name: param, type: WIDE.has(kind) ? 'i64' : 'i32' });
    if (WITH_LENGTH.has(kind)) params.push({ name: `${param}_len`, type: 'i32' });
  }
  for (const { name: result, kind } of row.results) {
    params.push({ name: result, type: 'i32' });
    if (kind === 'strings') params.push({ name: `${result}_buf`, type: 'i32' });
  }
  return { params, results: row.noreturn ? [] : ['i32'] };
}

/** Whether a hostcall moves bytes between the guest's buffers and something else. */
export function movesBytes(name: HostcallName): boolean {
  return describe(name).params.some(({ kind }) => kind !== 'path' && WITH_LENGTH.has(kind));
}
