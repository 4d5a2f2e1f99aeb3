import { type Directory, type DirectoryEntry, Errno, emptyFilestat, Filetype } from '../../domain/index.js';
import { FileCopier } from './copy-file.js';
import { joined, keyOf } from './names.js';
import type { OverlayLayers } from './overlay-layers.js';
import type { OverlayNode } from './overlay-node.js';
import { pathError } from './path-error.js';

/** A path at which an overlay and its base differ. */
export interface ChangedEntry {
  /** Names joined by `/`, from the uppermost directory. */
  readonly path: string;
  /** One of `Filetype`: what is there now; for what was removed, what it was. */
  readonly filetype: number;
}

/** What an overlay and its base differ in. Each list is in the order of its paths; a directory comes before what is in it. */
export interface OverlayChanges {
  readonly added: readonly ChangedEntry[];
  /** There in both, but of another type, or with other bytes or another target. Times do not count. */
  readonly changed: readonly ChangedEntry[];
  readonly removed: readonly ChangedEntry[];
}

/** Compares an overlay with its base. Directories in which nothing was done are not looked into. */
export class OverlayComparison implements OverlayChanges {
  readonly added: ChangedEntry[] = [];
  readonly changed: ChangedEntry[] = [];
  readonly removed: ChangedEntry[] = [];
  readonly #layers: OverlayLayers;
  readonly #copier = new FileCopier();

  /** @throws Error if one of the two cannot be read */
  constructor(layers: OverlayLayers) {
    this.#layers = layers;
    this.#compare(layers.state.root, '');
    for (const list of [this.added, this.changed, this.removed]) list.sort(byPath);
  }

  #compare(node: OverlayNode, path: string): void {
    const base = new Map(this.#baseEntries(path).map(entry => [keyOf(node.naming, entry.name), entry]));
    for (const { name, filetype } of this.#entries(node)) {
      const there = joined(path, name);
      const before = base.get(keyOf(node.naming, name))?.filetype;
      base.delete(keyOf(node.naming, name));
      if (before === undefined) this.#add(node, name, there, filetype);
      else if (filetype === Filetype.DIRECTORY && before === Filetype.DIRECTORY) {
        if (this.#isTouched(node, name, there)) this.#compare(node.child(name), there);
      } else if (filetype !== before) {
        this.changed.push({ path: there, filetype });
        if (before === Filetype.DIRECTORY) this.#removeBelow(there);
        if (filetype === Filetype.DIRECTORY) this.#addBelow(node.child(name), there);
      } else if (!this.#isSame(node, name, path, filetype)) {
        this.changed.push({ path: there, filetype });
      }
    }
    for (const { name, filetype } of base.values()) this.#remove(joined(path, name), filetype);
  }

  /** Whether a directory can differ from what the base has at its path. */
  #isTouched(node: OverlayNode, name: string, path: string): boolean {
    if (node.known(name) !== undefined || node.baseOf(name) !== path) return true;
    const upper = this.#layers.upperOf(node);
    return typeof upper !== 'number' && upper.stat(name, emptyFilestat()) === 0;
  }

  #isSame(node: OverlayNode, name: string, path: string, filetype: number): boolean {
    const here = checked(this.#layers.find(node, name, emptyFilestat()), joined(path, name));
    if (this.#layers.inBase && node.base === path) return true;
    const base = checked(this.#layers.baseAt(path), path);
    if (filetype === Filetype.SYMBOLIC_LINK) return here.readlink(name) === base.readlink(name);
    if (filetype !== Filetype.REGULAR_FILE) return false;
    return checked(this.#copier.areEqual(here, name, base, name), joined(path, name));
  }

  #add(node: OverlayNode, name: string, path: string, filetype: number): void {
    this.added.push({ path, filetype });
    if (filetype === Filetype.DIRECTORY) this.#addBelow(node.child(name), path);
  }

  #addBelow(node: OverlayNode, path: string): void {
    for (const { name, filetype } of this.#entries(node)) this.#add(node, name, joined(path, name), filetype);
  }

  #remove(path: string, filetype: number): void {
    this.removed.push({ path, filetype });
    if (filetype === Filetype.DIRECTORY) this.#removeBelow(path);
  }

  #removeBelow(path: string): void {
    for (const { name, filetype } of this.#baseEntries(path)) this.#remove(joined(path, name), filetype);
  }

  #entries(node: OverlayNode): DirectoryEntry[] {
    return checked(this.#layers.list(node), node.path);
  }

  #baseEntries(path: string): DirectoryEntry[] {
    const base = this.#layers.baseAt(path);
    if (base === -Errno.ENOENT) return [];
    return checked(checked(base, path).list(), path);
  }
}

/**
 * A result that is no errno.
 * @throws Error that tells the path and what was wrong
 */
export function checked<Result extends Directory | readonly unknown[] | boolean>(
  result: Result | number,
  path: string,
): Result {
  if (typeof result !== 'number') return result;
  throw pathError('the overlay cannot read', path, result);
}

function byPath(one: ChangedEntry, other: ChangedEntry): number {
  // As if `/` came before every character, so that what is in a directory follows it at once.
  const [a, b] = [one.path.replaceAll('/', '\0'), other.path.replaceAll('/', '\0')];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
