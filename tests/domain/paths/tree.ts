import {
  type Descent,
  type Directory,
  type DirectoryEntry,
  Errno,
  type File,
  type Filestat,
  Filetype,
  Open,
} from '../../../domain/index.js';

/** A tree as a test writes it down: a directory is an object, a file is a string, a link is `link('target')`. */
export interface Tree {
  readonly [name: string]: Tree | string | Link;
}

/** A symbolic link in a {@link Tree}. */
export class Link {
  readonly target: string;

  constructor(target: string) {
    this.target = target;
  }
}

/** A symbolic link to `target`. */
export function link(target: string): Link {
  return new Link(target);
}

/** Whether a node of a tree is a directory. */
export function isDirectory(node: Tree | string | Link): node is Tree {
  return typeof node === 'object' && !(node instanceof Link);
}

/** The calls on a tree, as `method name`, in order. */
export type Calls = string[];

/** The result of {@link TreeDirectory}'s open: a directory or file that knows its node. */
export type Opened = TreeDirectory | TreeFile;

/** How a {@link TreeDirectory} behaves. */
export interface Manner {
  /** `descend` says `-ENOTDIR` where it meets a link, as the port allows. */
  readonly vague?: boolean;
}

/** A read-only directory for tests of the walk, which counts its calls, and throws on calls that the port forbids. */
export class TreeDirectory implements Directory {
  readonly kind = 'directory';
  readonly node: Tree;
  readonly calls: Calls;
  readonly manner: Manner;

  constructor(node: Tree, calls: Calls = [], manner: Manner = {}) {
    this.node = node;
    this.calls = calls;
    this.manner = manner;
  }

  descend(path: string, into: Descent): number {
    this.calls.push(`descend ${path}`);
    into.directory = this;
    into.steps = 0;
    for (const name of path.split('/')) {
      checkName(name);
      const here = into.directory as TreeDirectory;
      const node = here.#lookUp(name);
      if (node === undefined) return -Errno.ENOENT;
      if (node instanceof Link && !this.manner.vague) return -Errno.ELOOP;
      if (!isDirectory(node)) return -Errno.ENOTDIR;
      into.directory = new TreeDirectory(node, this.calls, this.manner);
      into.steps++;
    }
    return 0;
  }

  open(name: string, how: number): (File & Opened) | (Directory & Opened) | number {
    this.calls.push(`open ${name}`);
    if (name === '.') return new TreeDirectory(this.node, this.calls, this.manner);
    checkName(name);
    const node = this.#lookUp(name);
    if (node === undefined) return -Errno.ENOENT;
    if (node instanceof Link) return -Errno.ELOOP;
    if (isDirectory(node)) return new TreeDirectory(node, this.calls, this.manner);
    return how & Open.DIRECTORY ? -Errno.ENOTDIR : (new TreeFile(node) as TreeFile & File);
  }

  readlink(name: string): string | number {
    this.calls.push(`readlink ${name}`);
    checkName(name);
    const node = this.#lookUp(name);
    if (node === undefined) return -Errno.ENOENT;
    return node instanceof Link ? node.target : -Errno.EINVAL;
  }

  stat(name: string, into: Filestat): number {
    checkName(name);
    const node = this.#lookUp(name);
    if (node === undefined) return -Errno.ENOENT;
    if (node instanceof Link) into.filetype = Filetype.SYMBOLIC_LINK;
    else into.filetype = isDirectory(node) ? Filetype.DIRECTORY : Filetype.REGULAR_FILE;
    return 0;
  }

  setTimes(): number {
    return readOnly();
  }
  createDirectory(): number {
    return readOnly();
  }
  removeDirectory(): number {
    return readOnly();
  }
  unlink(): number {
    return readOnly();
  }
  symlink(): number {
    return readOnly();
  }
  link(): number {
    return readOnly();
  }
  rename(): number {
    return readOnly();
  }
  list(): DirectoryEntry[] | number {
    return readOnly();
  }
  parentInode(): bigint {
    throw new Error('the walk has no use for inodes');
  }
  sync(): number {
    return readOnly();
  }
  close(): void {
    throw new Error('a borrowed directory was closed');
  }

  #lookUp(name: string): Tree | string | Link | undefined {
    return Object.hasOwn(this.node, name) ? this.node[name] : undefined;
  }
}

/** An open file of a tree; it only knows its node. */
export class TreeFile {
  readonly kind = 'file';
  readonly node: string;

  constructor(node: string) {
    this.node = node;
  }
}

function readOnly(): never {
  throw new Error('the walk changed or listed something');
}

/** Throws unless `name` is what the port allows: one component, not `.`, not `..`. */
function checkName(name: string): void {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) {
    throw new Error(`a directory was asked for ${JSON.stringify(name)}`);
  }
}
