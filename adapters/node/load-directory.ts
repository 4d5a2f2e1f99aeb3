import * as fs from 'node:fs';
import { join } from 'node:path';
import type { FileTree, FileTreeEntry } from '../../domain/index.js';
import { portableTarget } from './link-target.js';

const onWindows = process.platform === 'win32';

/**
 * Reads a directory of the host with all that is below it, at once, into data: `memoryDirectory(loadDirectory('./site'))` gives a program a copy of
 * it. Symbolic links are kept as they are. What is neither file, directory nor link is left out, as are names that are not UTF-8.
 * @param hostPath of the directory; links in it are followed
 * @throws what Node's `fs` throws
 */
export function loadDirectory(hostPath: string): FileTree {
  const tree = new Map<string, FileTreeEntry>();
  load(hostPath, '', tree, new Map());
  return tree;
}

/** @param named files that have further names, by identity: the path where each was met */
function load(directory: string, above: string, tree: Map<string, FileTreeEntry>, named: Map<string, string>): void {
  for (const name of fs.readdirSync(directory).sort()) {
    if (name.includes('\ufffd') && !fs.existsSync(join(directory, name))) continue;
    const hostPath = join(directory, name);
    const path = above + name;
    const stats = fs.lstatSync(hostPath, { bigint: true });
    const times = { accessed: since1970(stats.atimeNs), modified: since1970(stats.mtimeNs) };
    const identity = `${stats.dev} ${stats.ino}`;
    if (stats.isDirectory()) {
      tree.set(path, { kind: 'directory', ...times });
      load(hostPath, `${path}/`, tree, named);
    } else if (stats.isSymbolicLink()) {
      const target = fs.readlinkSync(hostPath);
      tree.set(path, { kind: 'symlink', target: onWindows ? portableTarget(target) : target, ...times });
    } else if (stats.isFile()) {
      const known = named.get(identity);
      if (known === undefined)
        tree.set(path, { kind: 'file', content: new Uint8Array(fs.readFileSync(hostPath)), ...times });
      else tree.set(path, { kind: 'hardlink', path: known });
      if (known === undefined && stats.nlink > 1n) named.set(identity, path);
    }
  }
}

/** preview1 has no time before 1970. */
function since1970(nanoseconds: bigint): bigint {
  return nanoseconds < 0n ? 0n : nanoseconds;
}
