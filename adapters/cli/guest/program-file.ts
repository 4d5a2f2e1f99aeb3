/** Reading the program that a command is about, with a helpful word when the file is something else. */
import { compileModule, compileProblem, formatProblem } from '../../../application/modules/index.js';
import type { CompiledModule, Engine } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { readWholeFile } from '../input-file.js';

/** V8 compiles no larger module. */
const MOST_GIB = 1;
const PROGRAM = { what: 'program', inDirectory: 'name the .wasm file in it' };

/**
 * Reads a program.
 * @param path of the file
 * @returns the bytes of what looks like a core module
 * @throws CommandLineError for a file that can't be read, or is something else
 */
export function readProgram(path: string): Uint8Array {
  try {
    const bytes = readWholeFile(path, PROGRAM, MOST_GIB);
    const misfit = formatProblem(bytes);
    if (misfit === undefined) return bytes;
    throw new CommandLineError(`${path} ${misfit[0]}`, misfit[1]);
  } catch (error) {
    const command = commandOf(path);
    if (command === undefined || !(error instanceof CommandLineError)) throw error;
    const remedy = `to trace WASI programs that Node runs: hostcall trace-node ${command} …`;
    throw new CommandLineError(error.problem, remedy, error.status, { cause: error });
  }
}

/** The command that may have been meant where this is named as a program: of Node, or of its package managers. */
function commandOf(path: string): string | undefined {
  if (/\.[cm]?[jt]s$/.test(path)) return `node ${path}`;
  return /^(node|npx|npm|pnpm|yarn)$/.test(path) ? path : undefined;
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
