import { Errno } from '../../../domain/index.js';
import { isDirectory, Link, type Tree } from './tree.js';

/** The result of a path, and the number of steps that it took. */
export interface Resolution {
  /** The node, or a negative errno. */
  readonly result: Tree | string | Link | number;
  /** Links followed and `..` taken. */
  readonly effort: number;
}

class Refused extends Error {
  readonly errno: number;
  constructor(errno: number) {
    super();
    this.errno = errno;
  }
}

/**
 * Says what a path means by recursion over the tree itself: a link is resolved as a path of its own, in the directory that holds it.
 * Slow, simple, and nothing like the walk it is compared with.
 */
export function resolve(root: Tree, path: string, followLast: boolean): Resolution {
  let links = 0;
  let backs = 0;

  /** @param chain the directories from the root to where `text` starts */
  function at(
    chain: readonly Tree[],
    text: string,
    follow: boolean,
  ): { chain: readonly Tree[]; node: Tree | string | Link } {
    if (text === '') throw new Refused(Errno.ENOENT);
    if (text.startsWith('/')) throw new Refused(Errno.ENOTCAPABLE);
    const [, head = '', slashes = '', rest = ''] = /^([^/]+)(\/*)(.*)$/s.exec(text) ?? [];
    const here = chain.at(-1) as Tree;
    let node: Tree | string | Link;
    let inner = chain;
    if (head === '.') {
      node = here;
    } else if (head === '..') {
      backs++;
      if (chain.length === 1) throw new Refused(Errno.ENOTCAPABLE);
      inner = chain.slice(0, -1);
      node = inner.at(-1) as Tree;
    } else {
      const found = Object.entries(here).find(([name]) => name === head)?.[1];
      if (found === undefined) throw new Refused(Errno.ENOENT);
      node = found;
      if (isDirectory(found)) inner = [...chain, found];
      if (found instanceof Link) {
        if (rest === '' && !follow) throw new Refused(Errno.ELOOP);
        if (++links > 40) throw new Refused(Errno.ELOOP);
        if (found.target.includes('\0')) throw new Refused(Errno.ENOENT);
        const there = at(chain, found.target, true);
        node = there.node;
        inner = there.chain;
      }
    }
    if ((slashes !== '' || rest !== '') && !isDirectory(node)) throw new Refused(Errno.ENOTDIR);
    return rest === '' ? { chain: inner, node } : at(inner, rest, follow);
  }

  try {
    if (path.includes('\0')) throw new Refused(Errno.EINVAL);
    return { result: at([root], path, followLast).node, effort: links + backs };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { result: -error.errno, effort: links + backs };
  }
}
