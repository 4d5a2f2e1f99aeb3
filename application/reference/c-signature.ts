import {
  describe,
  type HostcallName,
  type Param,
  type ParamKind,
  paramKinds,
  type Result,
  type ResultKind,
  resultKind,
  signatureOf,
  type WasmType,
} from '../../domain/index.js';

/** One wasm parameter of a hostcall, and the row of the table it comes from. */
export interface CParam {
  readonly name: string;
  readonly type: WasmType;
  /** How a C program declares it. */
  readonly declaration: string;
  readonly isPointer: boolean;
  readonly from: Param | Result;
}

/** The wasm parameters of a hostcall in order: those of its parameters, then one pointer for each result (two for strings). */
export function cParams(name: HostcallName): CParam[] {
  const row = describe(name);
  const types = signatureOf(name).params;
  const items: (Param | Result)[] = [...row.params, ...row.results];
  let owner = -1;
  return types.map(({ name: spelled, type }) => {
    if (items[owner + 1]?.name === spelled) owner++;
    const from = items[owner] as Param | Result;
    const isResult = owner >= row.params.length;
    // sock_accept has a parameter and a result of the same name.
    const unique = isResult && row.params.some(p => p.name === spelled) ? `new_${spelled}` : spelled;
    const c = cType(from, spelled, isResult);
    return { name: unique, type, declaration: `${c}${unique}`, isPointer: c.endsWith('*'), from };
  });
}

function cType(from: Param | Result, spelled: string, isResult: boolean): string {
  if (spelled === `${from.name}_len`) return 'size_t ';
  if (spelled === `${from.name}_buf`) return 'uint8_t *';
  const { c } = isResult ? resultKind(from.kind as ResultKind) : paramKinds[from.kind as ParamKind];
  return c ?? (isResult ? `${from.kind}_t *` : `${from.kind}_t `);
}

/** The signature as C, such as `errno_t fd_tell(fd_t fd, filesize_t *offset);`. */
export function cPrototype(name: HostcallName): string {
  const { noreturn, returnsResult, results } = describe(name);
  const returned = returnsResult ? results[0] : undefined;
  const returns = noreturn ? '_Noreturn void' : returned === undefined ? 'errno_t' : `${returned.kind}_t`;
  const params = cParams(name).map(p => p.declaration);
  return `${returns} ${name}(${params.join(', ') || 'void'});`;
}

/** The signature as WebAssembly text, such as `(func (param i32 i32) (result i32))`. */
export function wasmType(name: HostcallName): string {
  const { params, results } = signatureOf(name);
  const part = (word: string, types: readonly WasmType[]) => (types.length > 0 ? ` (${word} ${types.join(' ')})` : '');
  const inside = part(
    'param',
    params.map(p => p.type),
  );
  return `(func${inside}${part('result', results)})`;
}
