import { type Directory, type DirectoryEntry, Errno, emptyFilestat, Filetype, Open } from '../../../domain/index.js';
import { FileCopier } from '../copy-file.js';
import type { EntryOptions } from '../entry-options.js';
import { joined } from '../names.js';
import { pathError } from '../path-error.js';
import { type ChangedEntry, checked, OverlayComparison } from './overlay-changes.js';
import type { OverlayLayers } from './overlay-layers.js';
import { OverlayNode } from './overlay-node.js';

/**
 * Writes the changes of an overlay to its base, and empties the overlay.
 * @throws Error if the base lacks space for them, and nothing is written; or at the first change that fails: the message says how many changes were
 *   written, the rest stays in the overlay, and applying can be repeated
 * @param onEntry called with the path of each change before it is written
 */
export function applyOverlay(layers: OverlayLayers, onEntry?: EntryOptions['onEntry']): void {
  const copier = new FileCopier();
  settle(layers);
  const changes = new OverlayComparison(layers);
  requireSpace(layers, copier, changes);
  // Directories that are kept open in the base could prevent changes.
  layers.goStepwise();
  const { added, changed, removed } = changes;
  let written = 0;
  try {
    for (const entry of [...removed].reverse()) {
      onEntry?.(entry.path);
      remove(layers, entry.path, entry.filetype);
      written++;
    }
    for (const entry of changed) {
      onEntry?.(entry.path);
      change(layers, copier, entry);
      written++;
    }
    for (const entry of added) {
      onEntry?.(entry.path);
      write(layers, copier, entry);
      written++;
    }
  } catch (cause) {
    const all = removed.length + changed.length + added.length;
    throw new Error(`${(cause as Error).message}; ${written} of ${all} changes were written, the rest was not`, {
      cause,
    });
  }
  empty(layers);
  layers.state.root = new OverlayNode(undefined, '', '', layers.state.root.naming);
  layers.state.identities.clear();
}

/** Compares the bytes to be written, without holes, with the free space of the base, if the base reports it. */
function requireSpace(layers: OverlayLayers, copier: FileCopier, changes: OverlayComparison): void {
  const free = layers.base.freeBytes?.() ?? -Errno.ENOTSUP;
  if (free < 0) return;
  const { added, changed, removed } = changes;
  const regular = ({ filetype }: ChangedEntry) => filetype === Filetype.REGULAR_FILE;
  let freed = 0;
  for (const { path } of removed) freed += bytesInBase(layers, copier, path);
  const replaced = new Set(changed);
  let needed = 0;
  let most = 0;
  // The new version of a file is written beside the old one.
  for (const entry of [...changed, ...added].filter(regular)) {
    const { path } = entry;
    const bytes = copier.dataBytes(upperAt(layers, parentOf(path)), nameOf(path));
    done(bytes, path);
    needed += bytes;
    most = Math.max(most, needed);
    if (replaced.has(entry)) needed -= bytesInBase(layers, copier, path);
  }
  if (most <= free + freed) return;
  throw new Error(
    `the overlay has ${most} bytes to write, and the base has space for ${free + freed}; nothing was written`,
  );
}

/** The bytes that removing a file frees. */
function bytesInBase(layers: OverlayLayers, copier: FileCopier, path: string): number {
  const [directory, name] = placeOf(layers, path);
  const stat = emptyFilestat();
  directory.stat(name, stat);
  if (stat.filetype !== Filetype.REGULAR_FILE || stat.links > 1n) return 0;
  return Math.max(copier.dataBytes(directory, name), 0);
}

function change(layers: OverlayLayers, copier: FileCopier, entry: ChangedEntry): void {
  const stat = emptyFilestat();
  const [directory, name] = placeOf(layers, entry.path);
  done(directory.stat(name, stat), entry.path);
  if (stat.filetype === Filetype.REGULAR_FILE && entry.filetype === Filetype.REGULAR_FILE) {
    // A file with several names keeps the others.
    if (stat.links > 1n || !replaceFile(layers, copier, entry, directory, name)) write(layers, copier, entry);
    return;
  }
  remove(layers, entry.path, stat.filetype);
  write(layers, copier, entry);
}

/**
 * Writes a regular file under another name, and renames it over its old version: if writing fails, the old version is still whole.
 * @returns false, with nothing changed, if no file can be created in the directory, or the owner cannot be kept
 */
function replaceFile(
  layers: OverlayLayers,
  copier: FileCopier,
  { path }: ChangedEntry,
  directory: Directory,
  name: string,
): boolean {
  done(mayBeWritten(directory, name), path);
  const temporary = freeName(directory);
  const from = upperAt(layers, parentOf(path));
  const made = copier.create(directory, temporary);
  if (made === -Errno.EACCES || made === -Errno.EPERM) return false;
  done(made, path);
  const stat = emptyFilestat();
  let errno = from.stat(nameOf(path), stat);
  if (errno >= 0) errno = copier.copy(from, nameOf(path), directory, temporary);
  const kept = errno < 0 ? 0 : (directory.copyPermissions?.(name, temporary) ?? 0);
  const keeps = kept >= 0 || kept === -Errno.ENOTSUP;
  if (errno >= 0 && keeps) {
    directory.setTimes(temporary, stat.accessed, stat.modified);
    errno = directory.rename(temporary, directory, name);
  }
  if (errno < 0 || !keeps) directory.unlink(temporary);
  done(errno, path);
  return keeps;
}

/** A file that the base does not let be written is not replaced either. */
function mayBeWritten(directory: Directory, name: string): number {
  const file = directory.open(name, Open.WRITE);
  return typeof file === 'number' ? file : (file.close() ?? 0);
}

/** A name that is not in a directory. */
function freeName(directory: Directory): string {
  const stat = emptyFilestat();
  for (let number = 0; ; number++) {
    const name = `.hostcall-overlay-${number}`;
    if (directory.stat(name, stat) < 0) return name;
  }
}

/** Copies up the contents of renamed directories, before the base loses them at their old place. */
function settle(layers: OverlayLayers): void {
  const left = [{ node: layers.state.root, moved: false }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node } = next;
    const isMoved = next.moved || (node.base !== undefined && node.base !== node.path);
    if (isMoved) copyWhole(layers, node, below => left.push({ node: below, moved: true }));
    else for (const child of node.children) left.push({ node: child, moved: false });
  }
}

function copyWhole(layers: OverlayLayers, node: OverlayNode, takeDirectory: (node: OverlayNode) => void): void {
  done(layers.prepare(node), node.path);
  for (const { name, filetype } of checked(layers.list(node), node.path)) {
    if (filetype === Filetype.DIRECTORY) takeDirectory(node.child(name));
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

/** Creates an entry in the base as it is in the upper directory. */
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
function empty(layers: OverlayLayers): void {
  const open = [{ path: '', entries: entriesOf(upperAt(layers, ''), '') }];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const entry = level.entries.pop();
    if (entry === undefined) {
      open.pop();
      const { path } = level;
      if (path !== '') done(upperAt(layers, parentOf(path)).removeDirectory(nameOf(path)), path);
      continue;
    }
    const path = joined(level.path, entry.name);
    if (entry.filetype === Filetype.DIRECTORY) open.push({ path, entries: entriesOf(upperAt(layers, path), path) });
    else done(upperAt(layers, level.path).unlink(entry.name), path);
  }
}

function entriesOf(directory: Directory, path: string): DirectoryEntry[] {
  return checked(directory.list(), path);
}

/** The directory in the base that a path is in, and its last name. */
function placeOf(layers: OverlayLayers, path: string): readonly [Directory, string] {
  return [checked(layers.baseAt(parentOf(path)), path), nameOf(path)];
}

function upperAt(layers: OverlayLayers, path: string): Directory {
  return checked(layers.upperAt(path), path);
}

function parentOf(path: string): string {
  return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
}

function nameOf(path: string): string {
  return path.substring(path.lastIndexOf('/') + 1);
}

function done(errno: number, path: string): void {
  if (errno < 0) throw pathError('the overlay cannot write', path, errno);
}
