import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Makes a temporary folder with files in it. The caller removes it.
 * @param files path below the folder → content; a path that ends in `/` is an empty folder
 * @param parent where to make it, for those who want a particular file system
 */
export function folderWith(files: Readonly<Record<string, string>>, parent: string = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'hostcall-program-'));
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(path.endsWith('/') ? target : dirname(target), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(target, content);
  }
  return folder;
}
