import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWat } from '../../guests/build-wat.js';

/** The bundled command, as it is installed. */
export const bin = fileURLToPath(new URL('../../../bin/hostcall.js', import.meta.url));

/** How a run of the command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How long a run may take before it counts as hanging, in milliseconds: mocha cannot interrupt a test that waits for a process. */
export const PATIENCE = 110_000;

/** Runs the command and waits for its end. */
export function hostcall(args: readonly string[], options: Partial<SpawnSyncOptionsWithStringEncoding> = {}): Ended {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    input: '',
    timeout: PATIENCE,
    ...options,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** A directory of its own for a test, removed afterwards. */
export class Scratch {
  readonly path = mkdtempSync(join(tmpdir(), 'hostcall-cli-'));

  /** Puts a file there and returns its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  /** A file there, as text. */
  text(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  /** Makes a directory there with files, by their paths in it, and returns its path. */
  folder(name: string, files: Readonly<Record<string, string>>): string {
    const folder = join(this.path, name);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  /** Assembles a module there and returns its path. */
  async module(name: string, wat: string): Promise<string> {
    return this.file(name, await buildWat(wat));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** The report of a trap: its line, which is checked, and the functions below it. */
export function trapLines({ stderr }: Ended): { readonly line: string; readonly stack: readonly string[] } {
  const [first = '', ...below] = stderr.trimEnd().split('\n');
  const other = below.find(line => !line.startsWith(' > '));
  if (!first.startsWith('hostcall: ') || other !== undefined)
    throw new Error(`not a line of hostcall's with a stack below: ${JSON.stringify(stderr)}`);
  return { line: first.slice('hostcall: '.length), stack: below };
}

/** The one line of an error, checked to be one line. */
export function errorLine({ stderr }: Ended): string {
  const lines = stderr.split('\n');
  if (lines.length !== 2 || lines[1] !== '' || !lines[0]?.startsWith('hostcall: '))
    throw new Error(`not one line of hostcall's: ${JSON.stringify(stderr)}`);
  return (lines[0] as string).slice('hostcall: '.length);
}
