import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { root } from './pages.js';

/** The `js` blocks of a page, in order. */
export function examplesOf(page: string): string[] {
  return [...readFileSync(root + page, 'utf8').matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code as string);
}

let count = 0;

/**
 * Runs an example as a program of its own that imports `hostcall` by name.
 * @param folder where it runs
 */
export function runExample(code: string, folder: string): { stdout: string; stderr: string; status: number | null } {
  const script = `${root}dist/tests/docs/example-${process.pid}-${count++}.mjs`;
  writeFileSync(script, code);
  try {
    return spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
  } finally {
    rmSync(script);
  }
}

/**
 * The same without waiting in the meantime, for an example that talks to the test.
 * @param env variables to add
 * @returns its exit status and what it printed on both streams
 */
export async function startExample(
  code: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<{ output: string; status: number | null }> {
  const script = `${root}dist/tests/docs/example-${process.pid}-${count++}.mjs`;
  writeFileSync(script, code);
  try {
    const child = spawn(process.execPath, [script], { cwd: folder, env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    const status = await new Promise<number | null>((ended, failed) => {
      child.on('close', ended);
      child.on('error', failed);
    });
    return { output, status };
  } finally {
    rmSync(script);
  }
}
