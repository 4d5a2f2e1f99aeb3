/** Reading the program that a command is about, with a helpful word when the file is something else. */
import { readFileSync } from 'node:fs';
import { compileModule, compileProblem, formatProblem } from '../../application/modules/index.js';
import type { CompiledModule, Engine } from '../../domain/index.js';
import { CommandLineError, ExitStatus } from './report.js';
import { unreadable } from './unreadable.js';

const PROGRAM = { what: 'program', inDirectory: 'name the .wasm file in it' };

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
  const misfit = formatProblem(bytes);
  if (misfit !== undefined) throw new CommandLineError(`${path} ${misfit[0]}`, misfit[1]);
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
    return await compileModule(engine, bytes);
  } catch (error) {
    const [problem, remedy] = compileProblem(bytes, error);
    throw new CommandLineError(`${path} ${problem}`, remedy, ExitStatus.usage, { cause: error });
  }
}
