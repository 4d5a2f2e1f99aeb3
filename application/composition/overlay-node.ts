import type { Filestat } from '../../domain/index.js';
import { joined } from './names.js';

/**
 * What an overlay remembers of one directory: which directory of the base lies under it, and which names of that one are not to be seen.
 * A node is made when its directory is first come by, and goes along when that is renamed, so it stands for the directory itself.
 */
export class OverlayNode {
  parent: OverlayNode | undefined;
  name: string;
  /** Path in the base of what lies under it; undefined if nothing does. It stays the same when the directory is renamed. */
  readonly base: string | undefined;
  /** What is known of the directories in it. */
  readonly children = new Map<string, OverlayNode>();
  /** Set when the directory was removed: what it was then. */
  removed: Filestat | undefined;
  readonly #hidden = new Set<string>();

  constructor(parent: OverlayNode | undefined, name: string, base: string | undefined) {
    this.parent = parent;
    this.name = name;
    this.base = base;
  }

  /** Names in the base that were removed or replaced. */
  get hidden(): ReadonlySet<string> {
    return this.#hidden;
  }

  hide(name: string): void {
    this.#hidden.add(name);
  }

  /** The path from the uppermost directory; empty for that itself. */
  get path(): string {
    if (this.parent === undefined) return '';
    return joined(this.parent.path, this.name);
  }

  /** The path in the base of what lies under a directory in this one. */
  baseOf(name: string): string | undefined {
    const child = this.children.get(name);
    if (child !== undefined) return child.base;
    return this.base === undefined || this.#hidden.has(name) ? undefined : joined(this.base, name);
  }

  /** The node of a directory in this one. */
  child(name: string): OverlayNode {
    let child = this.children.get(name);
    if (child === undefined) {
      child = new OverlayNode(this, name, this.baseOf(name));
      this.children.set(name, child);
    }
    return child;
  }

  /** Goes to another place, in this or another directory. */
  move(parent: OverlayNode, name: string): void {
    this.parent?.children.delete(this.name);
    this.parent = parent;
    this.name = name;
    parent.children.set(name, this);
  }

  /** Is no more. @param last what it was */
  remove(last: Filestat): void {
    this.parent?.children.delete(this.name);
    this.removed = { ...last, links: 0n };
  }

  /** Whether this is `other`, or somewhere below. */
  isWithin(other: OverlayNode): boolean {
    for (let each: OverlayNode | undefined = this; each !== undefined; each = each.parent) {
      if (each === other) return true;
    }
    return false;
  }
}

/**
 * The path in the base of what names lead to, as far as the base can be seen, and how many of the names that are.
 * @param steps so many of the names the upper directory has: there, the base need not be seen
 */
export function basePath(
  from: OverlayNode,
  names: readonly string[],
  steps: number,
): { readonly path: string; readonly end: number } {
  let node: OverlayNode | undefined = from;
  let path = from.base;
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    let next: string | undefined;
    if (node !== undefined) next = node.baseOf(name);
    else if (path !== undefined) next = joined(path, name);
    if (next === undefined && i >= steps) return { path: path ?? '', end: i };
    path = next;
    node = node?.children.get(name);
  }
  return { path: path ?? '', end: names.length };
}
