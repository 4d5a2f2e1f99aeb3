import type { HostcallDescription, Param, Result } from '../../domain/index.js';

/** One wasm parameter of a hostcall, under the names of the interface description. */
export interface WasmParam {
  readonly name: string;
  readonly type: 'i32' | 'i64';
  /** How a C program declares it, `%` standing for the name. */
  readonly c: string;
  readonly from: Param | Result;
}

const C_SCALARS: Readonly<Record<string, string>> = {
  fd: 'fd_t %',
  rights: 'rights_t %',
  filedelta: 'filedelta_t %',
  filesize: 'filesize_t %',
  cookie: 'dircookie_t %',
  timestamp: 'timestamp_t %',
  exitcode: 'exitcode_t %',
  subscriptions: 'const subscription_t *%',
  events: 'event_t *%',
  nsubscriptions: 'size_t %',
};
const C_POINTERS: Readonly<Record<string, string>> = {
  path: 'const char *%',
  iovecs: 'const iovec_t *%',
  ciovecs: 'const ciovec_t *%',
  buffer: 'uint8_t *%',
};
const WIDE = ['rights', 'filedelta', 'filesize', 'cookie', 'timestamp'];

function ofParam(from: Param): WasmParam[] {
  const { name, kind } = from;
  const pointer = C_POINTERS[kind];
  if (pointer !== undefined) {
    return [
      { name, type: 'i32', c: pointer, from },
      { name: `${name}_len`, type: 'i32', c: 'size_t %', from },
    ];
  }
  return [{ name, type: WIDE.includes(kind) ? 'i64' : 'i32', c: C_SCALARS[kind] ?? `${kind}_t %`, from }];
}

function ofResult(from: Result): WasmParam[] {
  const { name, kind } = from;
  if (kind === 'strings') {
    return [
      { name, type: 'i32', c: 'uint8_t **%', from },
      { name: `${name}_buf`, type: 'i32', c: 'uint8_t *%', from },
    ];
  }
  // sock_accept has a parameter and a result of the same name: the result is where the new descriptor is put.
  return [{ name: kind === 'fd' && name === 'fd' ? 'ro_fd' : name, type: 'i32', c: `${kind}_t *%`, from }];
}

/** The wasm parameters of a hostcall in order: those of its parameters, then one pointer for each result (two for strings). */
export function wasmParams(row: HostcallDescription): WasmParam[] {
  return [...row.params.flatMap(ofParam), ...row.results.flatMap(ofResult)];
}

/** The signature as C, such as `errno_t fd_tell(fd_t fd, filesize_t *offset);`. */
export function cPrototype(name: string, row: HostcallDescription): string {
  const params = wasmParams(row).map(p => p.c.replace('%', p.name));
  const returns = row.noreturn ? '_Noreturn void' : 'errno_t';
  return `${returns} ${name}(${params.join(', ') || 'void'});`;
}

/** The signature as WebAssembly text, such as `(param i32 i32) (result i32)`. */
export function wasmType(row: HostcallDescription): string {
  const params = wasmParams(row).map(p => p.type);
  const parts: string[] = [];
  if (params.length > 0) parts.push(`(param ${params.join(' ')})`);
  if (!row.noreturn) parts.push('(result i32)');
  return `(func ${parts.join(' ')})`;
}
