/** Reading the program that a command is about, with a helpful word when the file is something else. */
import { readFileSync } from 'node:fs';
import type { CompiledModule, Engine } from '../../domain/index.js';
import { CommandLineError, ExitStatus } from './report.js';
import { unreadable } from './unreadable.js';

/** What a file is, as far as its first bytes tell. */
export type FileKind = 'module' | 'component' | 'text' | 'empty' | 'future' | 'other';

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
  const start = new TextDecoder().decode(bytes.subarray(0, 4096)).replace(/^(\s+|;;.*\n|\(;[\s\S]*?;\))*/, '');
  return /^\((module|component)\b/.test(start) ? 'text' : 'other';
}

const PROGRAM = { what: 'program', inDirectory: 'name the .wasm file in it' };

const NOT_A_MODULE: Readonly<Record<Exclude<FileKind, 'module'>, [string, string]>> = {
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
 * Reads a program.
 * @param path of the file
 * @returns the bytes of what looks like a core module
 * @throws CommandLineError for a file that can't be read, or is something else
 */
export function readProgram(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw unreadable(path, PROGRAM, error);
  }
  const kind = sniff(bytes);
  if (kind !== 'module') throw new CommandLineError(`${path} ${NOT_A_MODULE[kind][0]}`, NOT_A_MODULE[kind][1]);
  return bytes;
}

/**
 * Compiles a program, to see whether the engine accepts it.
 * @param path of the file, for messages
 * @param bytes its contents
 * @throws CommandLineError if it does not
 */
export async function compileProgram(engine: Engine, path: string, bytes: Uint8Array): Promise<CompiledModule> {
  try {
    return await engine.compile(bytes);
  } catch (error) {
    throw new CommandLineError(
      `${path} is not valid WebAssembly: ${(error as Error).message}`,
      'build it again',
      ExitStatus.usage,
      { cause: error },
    );
  }
}
