import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bin, type Ended, hostcall, PATIENCE, type Scratch } from '../command-line.js';

/** Makes traces of programs in a scratch directory, and compares them there. */
export class Traces {
  readonly #scratch: Scratch;

  constructor(scratch: Scratch) {
    this.#scratch = scratch;
  }

  /** A directory with files, by their paths in it. */
  folder(name: string, files: Readonly<Record<string, string>>): string {
    const folder = join(this.#scratch.path, name);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  /**
   * Traces a program.
   * @param name of the trace's file, which tells its kind as well
   * @param words options, the program, its arguments
   */
  trace(name: string, ...words: readonly string[]): void {
    const { status, stderr } = hostcall(['trace', '-T', '-o', name, ...words], { cwd: this.#scratch.path });
    if (status === 2 || status === 125) throw new Error(stderr);
  }

  /** Compares two of them, given by the names of their files. */
  diff(...words: readonly string[]): Ended {
    return hostcall(['diff', ...words], { cwd: this.#scratch.path });
  }

  /** The same, where stdin, or the environment, is another one. */
  diffWith(
    options: { input?: string | Uint8Array; env?: Readonly<Record<string, string>> },
    ...words: readonly string[]
  ): Ended {
    const { env = {}, ...rest } = options;
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'diff', ...words], {
      encoding: 'utf8',
      cwd: this.#scratch.path,
      timeout: PATIENCE,
      env: { ...process.env, ...env },
      ...rest,
    });
    return { status, stdout, stderr };
  }
}
