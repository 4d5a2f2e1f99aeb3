import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A C program, as the compiler takes it. */
export interface CProgram {
  readonly args: readonly string[];
  /** The source, and every header in its folder: name → text. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Reads a C program of one file.
 * @param source the file
 * @param flags more arguments for clang
 */
export function readCProgram(source: URL, flags: readonly string[] = []): CProgram {
  const name = basename(fileURLToPath(source));
  const folder = new URL('.', source);
  const files: Record<string, string> = { [name]: readFileSync(source, 'utf8') };
  for (const header of readdirSync(folder)) {
    if (header.endsWith('.h')) files[header] = readFileSync(new URL(header, folder), 'utf8');
  }
  return { args: ['-O1', '-Wall', '-Wextra', '-Werror', ...flags, name, '-o', 'guest.wasm'], files };
}

/** The version of the compiler, and of wasi-libc with it. */
export function clangVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.resolve('@yowasp/clang')), 'utf8')).version;
}

/**
 * Compiles a C program with clang and wasi-libc, both of which are in a dependency.
 * @returns the WebAssembly module
 * @throws Error with clang's messages
 */
export async function compileC({ args, files }: CProgram): Promise<Uint8Array> {
  const { commands } = await import('@yowasp/clang');
  const messages: Uint8Array[] = [];
  const collect = (bytes: Uint8Array | null) => {
    if (bytes !== null) messages.push(bytes.slice());
  };
  // Loads the compiler and says nothing; otherwise the first run would print its progress.
  await commands.clang(undefined, {}, { fetchProgress: () => {} });
  try {
    const tree = await commands.clang(
      [...args],
      { ...files },
      { stdout: collect, stderr: collect, decodeASCII: false },
    );
    const wasm = tree?.['guest.wasm'];
    if (wasm instanceof Uint8Array) return wasm;
  } catch (cause) {
    throw new Error(`clang failed: ${Buffer.concat(messages).toString()}`, { cause });
  }
  throw new Error(`clang made nothing: ${Buffer.concat(messages).toString()}`);
}
