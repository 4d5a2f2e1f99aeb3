import { type Filestat, foldedNaming, type Naming, ownCopy } from '../../../domain/index.js';
import { joined, keyOf } from '../names.js';

/**
 * The state of one directory of an overlay: which directory of the base lies under it, and which names of the base are hidden. A node is made when
 * its directory is first visited, and moves with it when it is renamed, so it stands for the directory itself.
 */
export class OverlayNode {
  parent: OverlayNode | undefined;
  name: string;
  /** Path in the base of what lies under it; undefined if nothing does. It stays the same when the directory is renamed. */
  readonly base: string | undefined;
  /** Whether it is known how the base compares names in this directory. */
  isNamingKnown: boolean;
  #naming: Naming | undefined;
  /** Set when the directory was removed: its last attributes. */
  removed: Filestat | undefined;
  /** The known directories in it, by the key of their names. */
  #children = new Map<string, OverlayNode>();
  /** Names in the base that were removed or replaced, by their key. */
  #hidden = new Set<string>();

  /** @param naming of the base, if it states one */
  constructor(parent: OverlayNode | undefined, name: string, base: string | undefined, naming?: Naming) {
    this.parent = parent;
    this.name = name;
    this.base = base;
    this.#naming = naming;
    this.isNamingKnown = naming !== undefined || base === undefined;
  }

  /** The rules by which names in this directory are compared. */
  get naming(): Naming | undefined {
    return this.#naming;
  }

  /** Those that the base itself tells, for this directory and all below. */
  get toldNaming(): Naming | undefined {
    return this.#naming === foldedNaming ? undefined : this.#naming;
  }

  /** The base turns out to compare names in this directory by such rules. */
  compareBy(naming: Naming): void {
    this.#naming = naming;
    this.isNamingKnown = true;
    this.#hidden = new Set([...this.#hidden].map(name => naming.key(name)));
    this.#children = new Map([...this.#children.values()].map(child => [naming.key(child.name), child]));
  }

  /** The nodes of directories in it. */
  get children(): Iterable<OverlayNode> {
    return this.#children.values();
  }

  hide(name: string): void {
    this.#hidden.add(ownCopy(keyOf(this.naming, name)));
  }

  /** Whether a name in the base was removed or replaced. */
  isHidden(name: string): boolean {
    return this.#hidden.has(keyOf(this.naming, name));
  }

  /** The path from the uppermost directory; empty for that itself. */
  get path(): string {
    const names: string[] = [];
    for (let node: OverlayNode = this; node.parent !== undefined; node = node.parent) names.push(node.name);
    return names.reverse().join('/');
  }

  /** The path in the base of what lies under a directory in this one. */
  baseOf(name: string): string | undefined {
    return this.base === undefined || this.isHidden(name) ? undefined : joined(this.base, name);
  }

  /** The node of a directory in this one, if there is one already. */
  known(name: string): OverlayNode | undefined {
    return this.#children.get(keyOf(this.naming, name));
  }

  /** The node of a directory in this one. */
  child(name: string): OverlayNode {
    let child = this.known(name);
    if (child === undefined) {
      const own = ownCopy(name);
      child = new OverlayNode(this, own, this.baseOf(own), this.toldNaming);
      this.#children.set(keyOf(this.naming, own), child);
    }
    return child;
  }

  /** Goes to another place, in this or another directory. */
  move(parent: OverlayNode, name: string): void {
    this.parent?.forget(this);
    this.parent = parent;
    this.name = ownCopy(name);
    parent.#children.set(keyOf(parent.naming, this.name), this);
  }

  /** Notes that the directory was removed. @param last its last attributes */
  remove(last: Filestat): void {
    this.parent?.forget(this);
    this.removed = { ...last, links: 0n };
  }

  /** Forgets a directory that has been removed from this one. */
  forget(child: OverlayNode): void {
    this.#children.delete(keyOf(this.naming, child.name));
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
 * @param steps how many of the names the upper directory has: up to there, the base is not read
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
    node = node?.known(name);
  }
  return { path: path ?? '', end: names.length };
}
