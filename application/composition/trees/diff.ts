import type { FileTree, FileTreeEntry } from '../../../domain/index.js';

/** The differences between two trees: paths, in order. */
export interface TreeDifference {
  readonly added: readonly string[];
  /** In both trees, but of another kind, or with other bytes or another target. Times are not compared. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Compares two trees, such as two snapshots. */
export function diff(before: FileTree, after: FileTree): TreeDifference {
  const added: string[] = [];
  const changed: string[] = [];
  for (const path of after.keys()) {
    const old = resolved(before, path);
    if (old === undefined) added.push(path);
    else if (!isSame(old, resolved(after, path))) changed.push(path);
  }
  const removed = [...before.keys()].filter(path => !after.has(path));
  return { added: added.sort(), changed: changed.sort(), removed: removed.sort() };
}

/** An entry; for a hard link, the file. */
function resolved(tree: FileTree, path: string): FileTreeEntry | undefined {
  const entry = tree.get(path);
  return entry?.kind === 'hardlink' ? tree.get(entry.path) : entry;
}

function isSame(one: FileTreeEntry, other: FileTreeEntry | undefined): boolean {
  if (one.kind === 'file' && other?.kind === 'file') return isEqual(one.content, other.content);
  if (one.kind === 'symlink' && other?.kind === 'symlink') return one.target === other.target;
  return one.kind === other?.kind;
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
