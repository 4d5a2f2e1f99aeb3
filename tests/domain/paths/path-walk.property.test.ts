import { expect } from 'chai';
import fc from 'fast-check';
import { Errno, errnoName, MAX_DESCENTS, MAX_LINKS, PathWalk } from '../../../domain/index.js';
import { open } from './open.js';
import { resolve } from './reference-resolver.js';
import { Link, type Tree, TreeDirectory } from './tree.js';

const names = ['a', 'b', 'c', '...'];

/** Few names, so that paths match existing ones; every kind of odd component, seldom. */
const component = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...names) },
  { weight: 3, arbitrary: fc.constant('..') },
  { weight: 2, arbitrary: fc.constant('.') },
  { weight: 1, arbitrary: fc.constantFrom('', 'missing', '__proto__', 'x\0', '.hidden', '..x') },
);
const anyPath = fc
  .tuple(fc.array(component, { maxLength: 7 }), fc.constantFrom('', '', '', '', '/', '//'))
  .map(([components, slash]) => components.join('/') + slash);

const trees = fc.letrec<{ tree: Tree; node: Tree[string] }>(tie => ({
  tree: fc.dictionary(fc.constantFrom(...names), tie('node'), { maxKeys: 4, depthIdentifier: 'tree' }),
  node: fc.oneof(
    { depthIdentifier: 'tree', maxDepth: 4 },
    { weight: 2, arbitrary: fc.constant('file') },
    { weight: 4, arbitrary: anyPath.map(target => new Link(target)) },
    { weight: 5, arbitrary: tie('tree') },
  ),
}));

function show(result: unknown): unknown {
  return typeof result === 'number' ? errnoName(-result) : result;
}

describe('PathWalk, for any tree, any links and any path', () => {
  it('agrees with the reference, and makes only permitted calls of the port', () => {
    const seen = new Map<unknown, number>();
    const walk = new PathWalk();
    fc.assert(
      fc.property(trees.tree, anyPath, fc.boolean(), fc.boolean(), (tree, path, follow, vague) => {
        const calls: string[] = [];
        const walked = open(walk, new TreeDirectory(tree, calls, { vague }), path, follow);
        const { result, effort } = resolve(tree, path, follow);

        // Only a path that turns back again and again may hit that limit.
        if (walked === -Errno.ENAMETOOLONG) expect(effort).greaterThan(40);
        else if (typeof walked === 'number' || typeof result === 'number') expect(show(walked)).equal(show(result));
        else expect(walked === result, `found another node: ${fc.stringify(walked)}`).equal(true);

        expect(calls.filter(call => call.startsWith('descend')).length).most(MAX_DESCENTS);
        expect(calls.filter(call => call.startsWith('readlink')).length).most(MAX_LINKS);
        expect(calls.filter(call => call.startsWith('open')).length).most(MAX_LINKS + 1);

        const kind = typeof walked === 'number' ? show(walked) : typeof walked;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }),
      { numRuns: 20000 },
    );
    // The property is worth something only if the paths lead everywhere.
    expect([...seen.keys()]).include.members([
      'object',
      'string',
      'ENOENT',
      'ENOTCAPABLE',
      'ENOTDIR',
      'ELOOP',
      'EINVAL',
    ]);
  });

  it('gives a reason if and only if it stops', () => {
    const walk = new PathWalk();
    fc.assert(
      fc.property(trees.tree, anyPath, (tree, path) => {
        const error = walk.start(new TreeDirectory(tree), path);
        expect(walk.rule !== undefined).equal(error !== 0);
        expect(walk.stoppedAt !== undefined).equal(error !== 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('makes no call outside, wherever the base lies in a larger tree', () => {
    const walk = new PathWalk();
    fc.assert(
      fc.property(trees.tree, trees.tree, anyPath, fc.boolean(), (inside, outside, path, follow) => {
        // The same base, alone and among other things: nothing inside can see the difference.
        const among: Tree = { ...outside, base: inside };
        const alone = open(walk, new TreeDirectory(inside), path, follow);
        const surrounded = open(walk, new TreeDirectory(among.base as Tree), path, follow);
        expect(alone === surrounded).equal(true);
      }),
      { numRuns: 2000 },
    );
  });
});
