import { spawnSync } from 'node:child_process';
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
