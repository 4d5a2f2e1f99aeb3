import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordRun } from '../../adapters/site/run/record-run.js';
import { nodePorts } from '../../api/node-platform.js';
import { ConfigurationError } from '../../application/errors.js';
import { assembleWat } from '../guests/assemble-wat.js';
import { compileC, readCProgram } from '../guests/compile-c.js';
import type { SiteProgram } from './site-programs.js';

/** A program that was compiled, and its run. */
export interface BuiltRun {
  readonly program: SiteProgram;
  readonly wasm: Uint8Array;
  readonly recording: Uint8Array;
}

/** Compiles a C program of one file. */
export type Compile = (source: URL) => Promise<Uint8Array>;

const compile: Compile = source => compileC(readCProgram(source));

/** When the runs took place, by their own clocks. */
const STARTED = '2026-01-01T00:00:00.000Z';

/**
 * Compiles programs, runs them and records the runs.
 * @param root of the repository
 * @param recorder what the recordings say they were made by
 * @param toWasm the compiler
 * @returns those that could be run on this machine
 */
export async function recordRuns(
  programs: readonly SiteProgram[],
  root: URL,
  recorder: string,
  toWasm: Compile = compile,
): Promise<BuiltRun[]> {
  const built: BuiltRun[] = [];
  for (const program of programs) {
    const wasm = await wasmOf(program, root, toWasm);
    const recording = await recorded(program, wasm, recorder);
    if (recording !== undefined) built.push({ program, wasm, recording });
  }
  return built;
}

/** The program as WebAssembly. */
async function wasmOf({ module, source }: SiteProgram, root: URL, toWasm: Compile): Promise<Uint8Array> {
  if (module !== undefined) return readFileSync(fileURLToPath(import.meta.resolve(module)));
  const file = new URL(source, root);
  return extname(source) === '.c' ? toWasm(file) : assembleWat(readFileSync(file, 'utf8'));
}

async function recorded(program: SiteProgram, wasm: Uint8Array, recorder: string): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  const name = basename(program.module ?? program.source).replace(/\.\w+$/, '.wasm');
  const surroundings = surroundingsOf(program);
  if (surroundings === undefined) return undefined;
  await recordRun(
    { program: name, wasm, world: program.world },
    {
      recorder,
      sha256: createHash('sha256').update(wasm).digest('hex'),
      started: STARTED,
      ...surroundings,
    },
    { recorded: bytes => pieces.push(bytes.slice()), written() {} },
  );
  return new Uint8Array(Buffer.concat(pieces));
}

function surroundingsOf({ surroundings }: SiteProgram) {
  try {
    return surroundings?.(nodePorts()) ?? {};
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}
