import { clangVersion, compileC, readCProgram } from '../../tools/guests/compile-c.js';
import { cached, repository } from './build-cache.js';

const sources = new URL('tests/guests/c/', repository);

/** Milliseconds that a test's preparation may take if clang has to be loaded and run on a busy machine. */
export const BUILD_TIMEOUT = 400_000;

/**
 * Builds `<name>.c` with clang and wasi-libc, or looks up what was built from the same before.
 * @param flags more arguments for clang
 * @param folder where it and the headers are; by default `tests/guests/c`
 * @throws Error with clang's messages
 */
export function buildC(name: string, flags: readonly string[] = [], folder: URL = sources): Promise<Uint8Array> {
  const program = readCProgram(new URL(`${name}.c`, folder), flags);
  const { args, files } = program;
  return cached([clangVersion(), ...args, JSON.stringify(files)], () => compileC(program));
}
