/** The format of a file, according to its first bytes. */
export type FileKind = 'module' | 'component' | 'text' | 'empty' | 'future' | 'other';

/** So many bytes at the beginning of a text are looked at. */
const LOOKED_AT = 4096;
const BEFORE_TEXT = /^(\s+|;;.*\n|\(;[\s\S]*?;\))*/;

/**
 * Tells what a file is.
 * @param bytes its contents
 * @returns `text` for the WebAssembly text format, `future` for a binary version that is neither a module's nor a component's
 */
export function sniff(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return 'empty';
  if (bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d) {
    const layer = (bytes[6] ?? 0) | ((bytes[7] ?? 0) << 8);
    const version = (bytes[4] ?? 0) | ((bytes[5] ?? 0) << 8);
    if (layer === 0 && version === 1) return 'module';
    return layer === 1 ? 'component' : 'future';
  }
  const start = String.fromCharCode(...bytes.subarray(0, LOOKED_AT)).replace(BEFORE_TEXT, '');
  return /^\((module|component)\b/.test(start) ? 'text' : 'other';
}

/** The problem with a file that should be a module, as a clause, and the remedy. */
export type FormatProblem = readonly [problem: string, remedy: string];

const NOT_A_MODULE: Readonly<Record<Exclude<FileKind, 'module'>, FormatProblem>> = {
  component: [
    'is a component (WASI 0.2 or later), and hostcall runs core modules',
    'build it for preview1, for instance with the target wasm32-wasip1',
  ],
  text: ['is WebAssembly text', 'assemble it first, for instance with `wat2wasm`'],
  empty: ['is empty', 'build it again'],
  future: ['has a binary version that hostcall does not know', 'build it as a core module, version 1'],
  other: ['is not a WebAssembly module', 'name a .wasm file'],
};

/**
 * What stands in the way of taking bytes for a core module.
 * @returns undefined if they begin as one
 */
export function formatProblem(bytes: Uint8Array): FormatProblem | undefined {
  const kind = sniff(bytes);
  return kind === 'module' ? undefined : NOT_A_MODULE[kind];
}
