import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MemoryFileSystem, memoryDirectory, memoryPorts } from '../../adapters/memory/index.js';
import { NodeFileSystem, nodePorts } from '../../adapters/node/index.js';
import { WindowsFileSystem } from '../../adapters/windows/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import {
  type Contents,
  diff,
  directory,
  mounts,
  openPlace,
  overlay,
  type Place,
  populate,
  quota,
  snapshot,
  symlink,
} from '../../application/composition/index.js';
import type { ProgramOptions } from '../../application/runtime/index.js';
import { type Directory, Filetype, Open } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { WINDOWS } from '../needs.js';
import { type Surroundings, surroundings } from './grounds.js';

/** A link, where a user of the system may make one. */
const link = (target: string): Contents => (WINDOWS.met ? {} : { link: symlink(target) });

/** What lies beside the preopened directory. Answers to a guest must not depend on it. */
const outside: Readonly<Record<Surroundings, Contents>> = {
  there: { outside: { file: 'canary', dir: { inner: 'inner canary' }, ...link('file') } },
  gone: {},
  exchanged: { outside: { file: { inner: 'inner canary' }, dir: 'canary', ...link('dir') } },
};

/** Two neighbouring directories; a guest gets one of them. */
interface Tree {
  /** What holds both. */
  readonly base: Directory;
  /** A descriptor of its own for a directory of the base, as an embedder opens a preopen. */
  openPreopen(name: string): Directory;
  /** Makes entries, as the owner of the tree. */
  populate(directory: Directory, contents: Contents): void;
  dispose(): void;
}

/** An adapter, or a composition over one, whose directory a guest is given. */
export interface TreePlace {
  readonly name: string;
  /** Whether it goes by the rules of Windows. */
  readonly windows: boolean;
  create(): Tree;
  /** The guest's view of the directory. */
  readonly wrap: (directory: Directory) => Place;
}

function opened(result: unknown): Directory {
  if (typeof result === 'number') throw new Error(`a directory of the test cannot be opened: ${result}`);
  return result as Directory;
}

/** In memory, if there is a file system in it: these tests create and remove much. */
const fast = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The access of the embedder to its own files. */
const own = WINDOWS.met ? new WindowsFileSystem() : new NodeFileSystem();

function onHost(fileSystem: { openPreopen(path: string): Directory | number }): Tree {
  const path = mkdtempSync(join(fast, 'hostcall-'));
  return {
    base: opened(own.openPreopen(path)),
    openPreopen: name => opened(fileSystem.openPreopen(join(path, name))),
    populate,
    dispose: () => rmSync(path, { recursive: true, force: true }),
  };
}

function inMemory(rules: 'posix' | 'windows'): Tree {
  const fileSystem = new MemoryFileSystem({}, { rules });
  return {
    base: fileSystem.root,
    openPreopen: name => opened(fileSystem.openPreopen(name)),
    populate: (into, contents) => fileSystem.populate(into, contents),
    dispose: () => {},
  };
}

const unwrapped = (directory: Directory): Directory => directory;
const posixMemory = { windows: false, create: () => inMemory('posix') };

/** Every adapter that has directories, and every composition that a guest may write through. */
export const treePlaces: readonly TreePlace[] = [
  ...hostFileSystems.map(({ name, create }) => ({
    name,
    windows: false,
    create: () => onHost(create()),
    wrap: unwrapped,
  })),
  // By the primitives of Windows, over the files that are here.
  { name: 'windows', windows: true, create: () => onHost(new WindowsFileSystem()), wrap: unwrapped },
  { name: 'memory', ...posixMemory, wrap: unwrapped },
  { name: 'memory by Windows rules', windows: true, create: () => inMemory('windows'), wrap: unwrapped },
  { name: 'overlay', ...posixMemory, wrap: base => overlay(base, memoryDirectory()) },
  { name: 'mounts', ...posixMemory, wrap: base => mounts(base, { mounted: memoryDirectory({ inner: 'mounted' }) }) },
  { name: 'quota', ...posixMemory, wrap: base => quota(base, { bytes: 1 << 20 }) },
];

/** A guest in a place. */
export interface Scene {
  readonly guest: ProxyGuest;
  /** Makes the inside what it was at first. */
  rebuild(): void;
  /** The changes outside. */
  trespass(): ReturnType<typeof diff>;
  close(): void;
}

/** The guest's options beside its directory. */
export interface SceneOptions extends Omit<ProgramOptions, 'preopens'> {
  /** Its directory is preopened read-only. */
  readonly readOnly?: boolean | undefined;
  /** A directory inside, which is preopened once more, for writing. */
  readonly writable?: string;
}

const NOTHING = { added: [], changed: [], removed: [] };

/** Opens a guest on a directory with these contents. */
async function openScene(
  { create, wrap }: TreePlace,
  around: Surroundings,
  inside: Contents,
  { writable, readOnly, ...options }: SceneOptions,
): Promise<Scene> {
  const tree = create();
  tree.populate(tree.base, { inside: directory(), ...outside[around] });
  const base = tree.openPreopen('inside');
  tree.populate(base, inside);
  const shared = wrap(base);
  const kept = opened(openPlace(shared));
  const look = () => {
    const all = new Map(snapshot(tree.base));
    for (const path of all.keys()) if (path === 'inside' || path.startsWith('inside/')) all.delete(path);
    return all;
  };
  const before = look();
  const guest = await ProxyGuest.open(createRuntime({ ...memoryPorts(), engine: nodePorts().engine }), {
    preopens: {
      '/': { directory: shared, readOnly },
      ...(writable === undefined ? {} : { '/writable': wrap(tree.openPreopen(`inside/${writable}`)) }),
    },
    ...options,
  });
  return {
    guest,
    rebuild() {
      empty(kept);
      tree.populate(kept, inside);
    },
    trespass: () => diff(before, look()),
    close() {
      guest.close();
      kept.close();
      tree.dispose();
    },
  };
}

/** Removes all that is in a directory, but for what is mounted there. */
function empty(directory: Directory): void {
  const entries = directory.list();
  if (typeof entries === 'number') throw new Error(`a directory of the test cannot be listed: ${entries}`);
  for (const { name, filetype } of entries) {
    if (filetype !== Filetype.DIRECTORY) {
      directory.unlink(name);
      continue;
    }
    const below = opened(directory.open(name, Open.READ | Open.DIRECTORY));
    empty(below);
    below.close();
    directory.removeDirectory(name);
  }
}

/** The same guest in all surroundings. */
export class Scenes {
  readonly #scenes: readonly Scene[];

  private constructor(scenes: readonly Scene[]) {
    this.#scenes = scenes;
  }

  static async open(place: TreePlace, inside: Contents, options: SceneOptions = {}): Promise<Scenes> {
    return new Scenes(await Promise.all(surroundings.map(around => openScene(place, around, inside, options))));
  }

  /**
   * Has each guest do the same. What comes of it must not depend on what is outside.
   * @param what for the message of a failure
   * @returns what came of it
   */
  each<Result>(what: string, act: (guest: ProxyGuest) => Result): Result {
    const [first, ...others] = this.#scenes.map(({ guest }) => act(guest));
    for (const other of others) expect(other, `${what} tells what is outside`).to.deep.equal(first);
    return first as Result;
  }

  /** That nothing outside has changed. @param what was done, for the message of a failure */
  expectUntouched(what: string): void {
    for (const { trespass } of this.#scenes) expect(trespass(), `${what} changed the outside`).to.deep.equal(NOTHING);
  }

  rebuild(): void {
    for (const scene of this.#scenes) scene.rebuild();
  }

  /** Closes all, after a last look. */
  close(): void {
    try {
      this.expectUntouched('something');
    } finally {
      for (const scene of this.#scenes) scene.close();
    }
  }
}
