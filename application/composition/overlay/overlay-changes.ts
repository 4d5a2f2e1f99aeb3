import { type Directory, type DirectoryEntry, emptyFilestat, Filetype } from '../../../domain/index.js';
import { FileCopier } from '../copy-file.js';
import type { EntryOptions } from '../entry-options.js';
import { joined, keyOf } from '../names.js';
import { pathError } from '../path-error.js';
import type { OverlayLayers } from './overlay-layers.js';
import type { OverlayNode } from './overlay-node.js';

/** A path at which an overlay and its base differ. */
export interface ChangedEntry {
  /** Names joined by `/`, from the uppermost directory. */
  readonly path: string;
  /** One of `Filetype`: the present type; of a removed entry, the former one. */
  readonly filetype: number;
}

/** The differences between an overlay and its base. Each list is in the order of paths; a directory comes before its entries. */
export interface OverlayChanges {
  readonly added: readonly ChangedEntry[];
  /** In both, but of another type, or with other bytes or another target. Times are not compared. */
  readonly changed: readonly ChangedEntry[];
  readonly removed: readonly ChangedEntry[];
}

/** A comparison that is to be made for a name. */
interface Step {
  readonly name: string;
  readonly path: string;
  /** @returns the comparisons of the entries below; undefined if there are none */
  take(): Step[] | undefined;
}

/** Compares an overlay with its base. Directories without changes are not read. */
export class OverlayComparison implements OverlayChanges {
  readonly added: ChangedEntry[] = [];
  readonly changed: ChangedEntry[] = [];
  readonly removed: ChangedEntry[] = [];
  readonly #layers: OverlayLayers;
  readonly #copier = new FileCopier();

  /**
   * @param onEntry called with the path of each entry before it is compared
   * @throws Error if one of the two cannot be read
   */
  constructor(layers: OverlayLayers, onEntry?: EntryOptions['onEntry']) {
    this.#layers = layers;
    this.#compareAll(onEntry);
  }

  /** Goes through the directories in which something may differ, each in the order of its names, and through those below before the next name. */
  #compareAll(onEntry?: EntryOptions['onEntry']): void {
    const open = [this.#comparison(this.#layers.state.root, '')];
    for (let steps = open.at(-1); steps !== undefined; steps = open.at(-1)) {
      const step = steps.pop();
      if (step !== undefined) onEntry?.(step.path);
      const below = step?.take();
      if (step === undefined) open.pop();
      else if (below !== undefined) open.push(below);
    }
  }

  #comparison(node: OverlayNode, path: string): Step[] {
    const base = new Map(this.#baseEntries(path).map(entry => [keyOf(node.naming, entry.name), entry]));
    const steps: Step[] = [];
    for (const { name, filetype } of this.#entries(node, path)) {
      const key = keyOf(node.naming, name);
      const before = base.get(key)?.filetype;
      base.delete(key);
      const there = joined(path, name);
      steps.push({ name, path: there, take: () => this.#step(node, name, path, there, filetype, before) });
    }
    for (const { name, filetype } of base.values()) {
      const there = joined(path, name);
      steps.push({ name, path: there, take: () => this.#remove(there, filetype) });
    }
    return inOrder(steps);
  }

  /**
   * Compares what has a name now, of a type, with what had it before.
   * @param path of the directory
   * @param there the path of the entry
   */
  #step(
    node: OverlayNode,
    name: string,
    path: string,
    there: string,
    filetype: number,
    before: number | undefined,
  ): Step[] | undefined {
    if (before === undefined) return this.#add(node, name, there, filetype);
    if (filetype === Filetype.DIRECTORY && before === Filetype.DIRECTORY) {
      return this.#isTouched(node, name, there) ? this.#comparison(node.child(name), there) : undefined;
    }
    if (filetype !== before) {
      this.changed.push({ path: there, filetype });
      if (before === Filetype.DIRECTORY) return this.#removals(there);
      return filetype === Filetype.DIRECTORY ? this.#additions(node.child(name), there) : undefined;
    }
    if (!this.#isSame(node, name, path, filetype)) this.changed.push({ path: there, filetype });
    return undefined;
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

  #add(node: OverlayNode, name: string, path: string, filetype: number): Step[] | undefined {
    this.added.push({ path, filetype });
    return filetype === Filetype.DIRECTORY ? this.#additions(node.child(name), path) : undefined;
  }

  #additions(node: OverlayNode, path: string): Step[] {
    const entries = this.#entries(node, path);
    return inOrder(
      entries.map(({ name, filetype }) => {
        const there = joined(path, name);
        return { name, path: there, take: () => this.#add(node, name, there, filetype) };
      }),
    );
  }

  #remove(path: string, filetype: number): Step[] | undefined {
    this.removed.push({ path, filetype });
    return filetype === Filetype.DIRECTORY ? this.#removals(path) : undefined;
  }

  #removals(path: string): Step[] {
    const entries = this.#baseEntries(path);
    return inOrder(
      entries.map(({ name, filetype }) => {
        const there = joined(path, name);
        return { name, path: there, take: () => this.#remove(there, filetype) };
      }),
    );
  }

  #entries(node: OverlayNode, path: string): DirectoryEntry[] {
    return checked(this.#layers.list(node, path), path);
  }

  #baseEntries(path: string): DirectoryEntry[] {
    return checked(checked(this.#layers.baseAt(path), path).list(), path);
  }
}

/**
 * A result that is not an errno.
 * @throws Error that names the path and the errno
 */
export function checked<Result extends Directory | readonly unknown[] | boolean>(
  result: Result | number,
  path: string,
): Result {
  if (typeof result !== 'number') return result;
  throw pathError('the overlay cannot read', path, result);
}

/** The last one comes first. */
function inOrder(steps: Step[]): Step[] {
  return steps.sort((one, other) => (one.name < other.name ? 1 : -1));
}
