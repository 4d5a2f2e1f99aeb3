import { buildWat } from '../../guests/build-wat.js';

const WASI = 'wasi_snapshot_preview1';

/** The texts that a module can contain. */
export interface HostileModule {
  /** A file that it makes, and looks for below another one. */
  readonly path?: string;
  /** It exports a function of that name. */
  readonly exports?: string;
  /** It imports a function of that name, and from a module of that name. */
  readonly imports?: string;
  /** What its functions are called. */
  readonly functions?: string;
  /** It imports so many hostcalls that do not exist. */
  readonly many?: number;
  readonly traps?: boolean;
}

/** Bytes as the text format has them. */
const inWat = (text: string) =>
  [...new TextEncoder().encode(text)].map(byte => `\\${byte.toString(16).padStart(2, '0')}`).join('');

/** Builds such a module. */
export async function moduleWith(hostile: HostileModule): Promise<Uint8Array> {
  const { path, exports, imports, functions, many = 0, traps = false } = hostile;
  const length = new TextEncoder().encode(path ?? '').length;
  const opened = `(drop (call $open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const ${length}) (i32.const 1)
    (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 0)))
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const ${length}) (i32.const 2)
    (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 0)))`;
  const wasm = await buildWat(`(module
    ${path === undefined ? '' : `(import "${WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))`}
    ${imports === undefined ? '' : `(import "${inWat(imports)}" "${inWat(imports)}" (func)) (import "${WASI}" "${inWat(imports)}" (func))`}
    ${Array.from({ length: many }, (_, i) => `(import "${WASI}" "fd_raed${i}" (func))`).join('\n')}
    (memory (export "memory") 1)
    (data (i32.const 64) "${inWat(path ?? '')}")
    ${exports === undefined ? '' : `(func (export "${inWat(exports)}"))`}
    (func (export "_start") ${path === undefined ? '' : opened} ${traps ? 'unreachable' : ''}))`);
  return functions === undefined ? wasm : new Uint8Array([...wasm, ...nameSection([0, 1, 2, 3], functions)]);
}

/** The section with the names of functions. */
export function nameSection(indexes: readonly number[], name: string): Uint8Array {
  const bytes = [...new TextEncoder().encode(name)];
  const map = [...leb(indexes.length), ...indexes.flatMap(index => [index, ...leb(bytes.length), ...bytes])];
  const section = [4, ...new TextEncoder().encode('name'), 1, ...leb(map.length), ...map];
  return Uint8Array.from([0, ...leb(section.length), ...section]);
}

const leb = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)]);
