import { type Directory, type DirectoryEntry, Errno, emptyFilestat, Filetype } from '../../domain/index.js';
import { FileCopier } from './copy-file.js';
import { joined } from './names.js';
import { type ChangedEntry, checked, OverlayComparison } from './overlay-changes.js';
import type { OverlayLayers } from './overlay-layers.js';
import { OverlayNode } from './overlay-node.js';
import { pathError } from './path-error.js';

/**
 * Writes what an overlay changed to its base, and empties the overlay.
 * @throws Error at the first thing that the base refuses; the rest stays in the overlay, and applying can be tried again
 */
export function applyOverlay(layers: OverlayLayers): void {
  const copier = new FileCopier();
  settle(layers, layers.state.root, false);
  const { added, changed, removed } = new OverlayComparison(layers);
  for (const entry of [...removed].reverse()) remove(layers, entry.path, entry.filetype);
  for (const entry of changed) {
    const stat = emptyFilestat();
    const [directory, name] = placeOf(layers, entry.path);
    done(directory.stat(name, stat), entry.path);
    const staysFile = stat.filetype === Filetype.REGULAR_FILE && entry.filetype === Filetype.REGULAR_FILE;
    if (!staysFile) remove(layers, entry.path, stat.filetype);
    write(layers, copier, entry);
  }
  for (const entry of added) write(layers, copier, entry);
  empty(layers, '');
  layers.state.root = new OverlayNode(undefined, '', '', layers.state.root.naming);
  layers.state.identities.clear();
}

/** Copies up what lies under directories that were renamed: the base will not have it at its old place much longer. */
function settle(layers: OverlayLayers, node: OverlayNode, moved: boolean): void {
  const isMoved = moved || (node.base !== undefined && node.base !== node.path);
  if (!isMoved) {
    for (const child of [...node.children]) settle(layers, child, false);
    return;
  }
  done(layers.prepare(node), node.path);
  for (const { name, filetype } of checked(layers.list(node), node.path)) {
    if (filetype === Filetype.DIRECTORY) settle(layers, node.child(name), true);
    else {
      const stat = emptyFilestat();
      checked(layers.find(node, name, stat), node.path);
      if (layers.inBase) done(layers.copyUp(node, name, stat), joined(node.path, name));
    }
  }
}

function remove(layers: OverlayLayers, path: string, filetype: number): void {
  const [directory, name] = placeOf(layers, path);
  done(filetype === Filetype.DIRECTORY ? directory.removeDirectory(name) : directory.unlink(name), path);
}

/** Makes something in the base as it is in the upper directory. */
function write(layers: OverlayLayers, copier: FileCopier, { path, filetype }: ChangedEntry): void {
  const [to, name] = placeOf(layers, path);
  if (filetype === Filetype.DIRECTORY) {
    done(to.createDirectory(name), path);
    return;
  }
  const from = upperAt(layers, parentOf(path));
  const stat = emptyFilestat();
  done(from.stat(name, stat), path);
  if (filetype === Filetype.SYMBOLIC_LINK) {
    const target = from.readlink(name);
    done(typeof target === 'number' ? target : to.symlink(name, target), path);
  } else if (filetype === Filetype.REGULAR_FILE) {
    done(copier.copy(from, name, to, name), path);
  } else {
    throw pathError('the overlay cannot write', path, -Errno.ENOTSUP);
  }
  to.setTimes(name, stat.accessed, stat.modified);
}

/** Removes all that is in the upper directory. */
function empty(layers: OverlayLayers, path: string): void {
  for (const { name, filetype } of entriesOf(upperAt(layers, path), path)) {
    const below = joined(path, name);
    if (filetype === Filetype.DIRECTORY) empty(layers, below);
    const directory = upperAt(layers, path);
    done(filetype === Filetype.DIRECTORY ? directory.removeDirectory(name) : directory.unlink(name), below);
  }
}

function entriesOf(directory: Directory, path: string): DirectoryEntry[] {
  return checked(directory.list(), path);
}

/** The directory in the base that a path is in, and its last name. */
function placeOf(layers: OverlayLayers, path: string): readonly [Directory, string] {
  const parent = parentOf(path);
  return [checked(layers.baseAt(parent), path), path.substring(parent === '' ? 0 : parent.length + 1)];
}

function upperAt(layers: OverlayLayers, path: string): Directory {
  return checked(layers.upperAt(path), path);
}

function parentOf(path: string): string {
  return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
}

function done(errno: number, path: string): void {
  if (errno < 0) throw pathError('the overlay cannot write', path, errno);
}
