import { readdirSync, readFileSync } from 'node:fs';
import { cached, repository } from './build-cache.js';

const sources = new URL('tests/guests/c/', repository);

/** Milliseconds that a test's preparation may take if clang has to be loaded and run on a busy machine. */
export const BUILD_TIMEOUT = 400_000;

/**
 * Builds `<name>.c` with clang and wasi-libc.
 * @param flags more arguments for clang
 * @param folder where it and the headers are; by default `tests/guests/c`
 * @throws Error with clang's messages
 */
export function buildC(name: string, flags: readonly string[] = [], folder: URL = sources): Promise<Uint8Array> {
  const files: Record<string, string> = { [`${name}.c`]: readFileSync(new URL(`${name}.c`, folder), 'utf8') };
  for (const header of readdirSync(folder)) {
    if (header.endsWith('.h')) files[header] = readFileSync(new URL(header, folder), 'utf8');
  }
  const args = ['-O1', '-Wall', '-Wextra', '-Werror', ...flags, `${name}.c`, '-o', 'guest.wasm'];
  const bundle = import.meta.resolve('@yowasp/clang');
  const version: string = JSON.parse(readFileSync(new URL('../package.json', bundle), 'utf8')).version;
  return cached([version, ...args, JSON.stringify(files)], () => clang(args, files));
}

async function clang(args: string[], files: Record<string, string>): Promise<Uint8Array> {
  const { commands } = await import('@yowasp/clang');
  const messages: Uint8Array[] = [];
  const collect = (bytes: Uint8Array | null) => {
    if (bytes !== null) messages.push(bytes.slice());
  };
  // Loads the compiler and says nothing; otherwise the first run would print its progress.
  await commands.clang(undefined, {}, { fetchProgress: () => {} });
  try {
    const tree = await commands.clang(args, files, {
      stdout: collect,
      stderr: collect,
      decodeASCII: false,
    });
    const wasm = tree?.['guest.wasm'];
    if (wasm instanceof Uint8Array) return wasm;
  } catch (cause) {
    throw new Error(`clang failed: ${Buffer.concat(messages).toString()}`, { cause });
  }
  throw new Error(`clang made nothing: ${Buffer.concat(messages).toString()}`);
}
