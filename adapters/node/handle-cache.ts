import { BORROWED_DESCENTS } from '../../domain/index.js';
import type { HostCalls } from './host-calls.js';
import type { TreeDirectory } from './tree.js';

/** A directory that was reached by descending, kept open. */
export interface Handle {
  readonly directory: TreeDirectory;
  /** Its path below `directory.owner`; undefined once something else may be there, or if the kernel's name cannot tell. */
  key: string | undefined;
  /** What the kernel calls it if it is still where it was. */
  kernelName: string;
  /** How many names `key` has. */
  readonly depth: number;
  newer: Handle | undefined;
  older: Handle | undefined;
}

/** How many handles are kept. */
const CAPACITY = 128;

/**
 * The handles of one file system, the least recently used of which is closed to make room. A descent uses or adds one, so a handle
 * outlives the next {@link BORROWED_DESCENTS} descents, also when the process has run out of descriptors.
 */
export class HandleCache {
  readonly #host: HostCalls;
  readonly #byOwner = new Map<TreeDirectory, Map<string, Handle>>();
  /** The handle that was used last. A field: it is looked at where there may be no stack left. */
  newest: Handle | undefined;
  #oldest: Handle | undefined;
  #size = 0;

  constructor(host: HostCalls) {
    this.#host = host;
  }

  get size(): number {
    return this.#size;
  }

  /** The handles reached from a directory, by path. */
  below(owner: TreeDirectory): ReadonlyMap<string, Handle> | undefined {
    return this.#byOwner.get(owner);
  }

  /** Marks a handle as just used. */
  use(handle: Handle): void {
    this.#unlink(handle);
    this.#push(handle);
  }

  /** Keeps a directory. One that had the same key stays open for those who have borrowed it, but is no longer found. */
  add(directory: TreeDirectory, key: string | undefined, kernelName: string, depth: number): void {
    if (this.#size >= CAPACITY) this.#evict();
    const handle: Handle = { directory, key: undefined, kernelName, depth, newer: undefined, older: undefined };
    this.#push(handle);
    this.#size++;
    if (key === undefined) return;
    let below = this.#byOwner.get(directory.owner);
    if (below === undefined) {
      below = new Map();
      this.#byOwner.set(directory.owner, below);
    }
    const former = below.get(key);
    if (former !== undefined) former.key = undefined;
    below.set(key, handle);
    handle.key = key;
  }

  /** Something else may be at the handle's path: it is no longer found, but stays open for those who have borrowed it. */
  disown(handle: Handle): void {
    const { directory, key } = handle;
    if (key !== undefined) this.#byOwner.get(directory.owner)?.delete(key);
    handle.key = undefined;
  }

  /** Closes what can be spared. @returns whether that was anything */
  spare(): boolean {
    const before = this.#size;
    while (this.#size > BORROWED_DESCENTS) this.#evict();
    return this.#size < before;
  }

  /** Closes the handles reached from a directory. */
  drop(owner: TreeDirectory): void {
    for (let handle = this.newest; handle !== undefined; ) {
      const { older } = handle;
      if (handle.directory.owner === owner) this.#close(handle);
      handle = older;
    }
    this.#byOwner.delete(owner);
  }

  #evict(): void {
    const oldest = this.#oldest as Handle;
    this.disown(oldest);
    this.#close(oldest);
  }

  #close(handle: Handle): void {
    this.#unlink(handle);
    this.#size--;
    this.#host.close(handle.directory.fd);
  }

  #push(handle: Handle): void {
    handle.older = this.newest;
    handle.newer = undefined;
    if (this.newest === undefined) this.#oldest = handle;
    else this.newest.newer = handle;
    this.newest = handle;
  }

  #unlink(handle: Handle): void {
    const { newer, older } = handle;
    if (newer === undefined) this.newest = older;
    else newer.older = older;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
  }
}
