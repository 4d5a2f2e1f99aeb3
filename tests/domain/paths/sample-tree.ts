import { errnoName, PathWalk } from '../../../domain/index.js';
import { open } from './open.js';
import { link, type Manner, type Tree, TreeDirectory } from './tree.js';

/** What walks go through. */
export const tree = {
  file: 'the file',
  dir: {
    inner: { deep: 'deep' },
    nested: { file: 'nested file' },
    up: link('../file'),
    out: link('../../outside'),
    'to-inner': link('inner/'),
  },
  'to-file': link('file'),
  'to-file-slash': link('file/'),
  'to-dir': link('dir'),
  'to-dir-slash': link('dir/'),
  'to-link-slash': link('to-dir/'),
  'to-inner': link('dir/inner'),
  here: link('.'),
  parent: link('..'),
  'dir-parent': link('dir/..'),
  absolute: link('/etc/passwd'),
  'absolute-root': link('/'),
  empty: link(''),
  nul: link('fi\0le'),
  dangling: link('nothing'),
  self: link('self'),
  ping: link('pong'),
  pong: link('./ping'),
  __proto: 'own',
  '.hidden': 'hidden',
  '..odd': { '...': 'dots' },
} satisfies Tree;

/** Opens, and gives the name of the errno, or the node. */
export function outcome(path: string, follow = true, manner: Manner = {}): unknown {
  const opened = open(new PathWalk(), new TreeDirectory(tree, [], manner), path, follow);
  return typeof opened === 'number' ? errnoName(-opened) : opened;
}

/** Walks without opening: `errno`, or what the walk found. */
export function walked(path: string, from: Tree = tree) {
  const walk = new PathWalk();
  const calls: string[] = [];
  const error = walk.start(new TreeDirectory(from, calls), path);
  if (error !== 0) return { error: errnoName(-error), rule: walk.rule, stoppedAt: walk.stoppedAt, calls };
  return {
    directory: (walk.directory as TreeDirectory).node,
    name: walk.name,
    mustBeDirectory: walk.mustBeDirectory,
    calls,
  };
}
