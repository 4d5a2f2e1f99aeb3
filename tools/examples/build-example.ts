import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assembleWat } from '../guests/assemble-wat.js';
import { compileC, readCProgram } from '../guests/compile-c.js';

const examples = new URL('../../../examples/', import.meta.url);

/** Compiles a C program of one file. */
export type Compile = (source: URL) => Promise<Uint8Array>;

const compile: Compile = source => compileC(readCProgram(source));

/** The examples that are programs to be compiled: the folders in `examples/` with a `.c` or `.wat` file. */
export function exampleNames(): string[] {
  return readdirSync(examples).filter(name => sourcesOf(name).length > 0);
}

/**
 * Makes a folder in which a tour of the documentation can be followed: what is in the example's folder, and its program compiled. What was in
 * the folder before is removed.
 * @param name the folder in `examples/`
 * @param target the folder to be made
 * @param toWasm the compiler
 * @returns the paths of the programs
 */
export async function buildExample(name: string, target: string, toWasm: Compile = compile): Promise<string[]> {
  rmSync(target, { recursive: true, force: true });
  cpSync(new URL(name, examples), target, { recursive: true });
  const built: string[] = [];
  for (const file of sourcesOf(name)) {
    const source = new URL(`${name}/${file}`, examples);
    const wasm = extname(file) === '.c' ? await toWasm(source) : await assembleWat(readFileSync(source, 'utf8'));
    const path = join(target, `${basename(file, extname(file))}.wasm`);
    writeFileSync(path, wasm);
    built.push(path);
  }
  return built;
}

function sourcesOf(name: string): string[] {
  return readdirSync(fileURLToPath(new URL(name, examples))).filter(file => /\.(c|wat)$/.test(file));
}
