import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Makes a fresh directory on the host's own file system.
 * @param files path → content
 * @returns where it is, and how to be rid of it
 */
export function createScratchDirectory(files: Readonly<Record<string, string>> = {}): {
  preopen: string;
  dispose(): void;
} {
  const preopen = mkdtempSync(join(tmpdir(), 'hostcall-'));
  for (const [name, content] of Object.entries(files)) {
    const file = join(preopen, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return { preopen, dispose: () => rmSync(preopen, { recursive: true, force: true }) };
}
