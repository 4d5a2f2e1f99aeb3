import { expect } from 'chai';
import { BORROWED_DESCENTS, Errno, MAX_DESCENTS, MAX_EXPANDED, MAX_LINKS, PathWalk } from '../../../domain/index.js';
import { open } from './open.js';
import { tree } from './sample-tree.js';
import { link, type Tree, TreeDirectory } from './tree.js';

describe('PathWalk', () => {
  describe('limits', () => {
    /** A chain of links `l1` → `l2` → … → `l<count>` → file. */
    function chain(count: number): Tree {
      const links: [string, Tree[string]][] = [['end', 'reached']];
      for (let i = 1; i <= count; i++) links.push([`l${i}`, link(i === count ? 'end' : `l${i + 1}`)]);
      return Object.fromEntries(links);
    }

    it(`follow ${MAX_LINKS} links and no more`, () => {
      const walk = new PathWalk();
      expect(open(walk, new TreeDirectory(chain(MAX_LINKS)), 'l1', true)).equal('reached');
      expect(open(walk, new TreeDirectory(chain(MAX_LINKS + 1)), 'l1', true)).equal(-Errno.ELOOP);
    });

    it('are shared by links on the way and the last one', () => {
      const on: Tree = { d: { ...chain(20) }, h: link('.') };
      const walk = new PathWalk();
      expect(open(walk, new TreeDirectory(on), `${'h/'.repeat(20)}d/l1`, true)).equal('reached');
      expect(open(walk, new TreeDirectory(on), `${'h/'.repeat(21)}d/l1`, true)).equal(-Errno.ELOOP);
    });

    it('give each walk a budget of its own', () => {
      const walk = new PathWalk();
      const base = new TreeDirectory({ here: link('.'), file: 'f' });
      for (let i = 0; i < 3; i++) expect(open(walk, base, `${'here/'.repeat(30)}file`, true)).equal('f');
    });

    it('bound what links expand to', () => {
      const wide = './'.repeat(MAX_EXPANDED / 8);
      const walk = new PathWalk();
      const base = new TreeDirectory({ wide: link(wide), file: 'f' });
      expect(open(walk, base, 'wide/wide/wide/file', true)).equal('f');
      expect(open(walk, base, 'wide/wide/wide/wide/file', true)).equal(-Errno.ENAMETOOLONG);
      expect(walk.rule).equal('length');
    });

    it('bound the path', () => {
      const walk = new PathWalk();
      const base = new TreeDirectory({ file: 'f' });
      expect(open(walk, base, `${'./'.repeat(MAX_EXPANDED / 2 - 2)}file`, true)).equal('f');
      expect(open(walk, base, `${'./'.repeat(MAX_EXPANDED / 2)}file`, true)).equal(-Errno.ENAMETOOLONG);
      expect(open(walk, base, 'x'.repeat(MAX_EXPANDED + 1), true)).equal(-Errno.ENAMETOOLONG);
    });

    it('bound to the character what links expand to', () => {
      const walk = new PathWalk();
      const target = './'.repeat((MAX_EXPANDED - 'll/f'.length) / 2);
      expect(open(walk, new TreeDirectory({ ll: link(target), f: 'f' }), 'll/f', true)).equal('f');
      expect(open(walk, new TreeDirectory({ ll: link(`${target}/`), f: 'f' }), 'll/f', true)).equal(
        -Errno.ENAMETOOLONG,
      );
    });

    it('include the descent to the end of a path', () => {
      const walk = new PathWalk();
      const base = new TreeDirectory({ a: { b: {} } });
      const path = (turns: number) => `${'a/../'.repeat(turns)}a/b/..`;
      expect(walk.start(base, path(MAX_DESCENTS - 2))).equal(0);
      expect(walk.start(base, path(MAX_DESCENTS - 1))).equal(-Errno.ENAMETOOLONG);
      expect(walk.rule).equal('length');
    });

    it('allow fewer descents than a borrowed directory survives', () => {
      expect(MAX_DESCENTS).lessThan(BORROWED_DESCENTS);
      const calls: string[] = [];
      const walk = new PathWalk();
      const base = new TreeDirectory({ a: {}, file: 'f' }, calls);
      expect(open(walk, base, `${'a/../'.repeat(MAX_DESCENTS)}file`, true)).equal('f');
      expect(calls.filter(call => call.startsWith('descend'))).lengthOf(MAX_DESCENTS);
      calls.length = 0;
      expect(open(walk, base, `${'a/../'.repeat(MAX_DESCENTS + 1)}file`, true)).equal(-Errno.ENAMETOOLONG);
      expect(calls).lengthOf(MAX_DESCENTS);
    });
  });

  describe('while the tree changes', () => {
    it('tries again when the link is no longer one', () => {
      const base = new TreeDirectory(tree);
      const walk = new PathWalk();
      walk.start(base, 'to-file');
      base.readlink = () => -Errno.EINVAL;
      expect(walk.follow()).equal(0);
      expect([walk.directory, walk.name]).eql([base, 'to-file']);
    });

    it('but not endlessly', () => {
      const base = new TreeDirectory(tree);
      base.readlink = () => -Errno.EINVAL;
      expect(open(new PathWalk(), base, 'to-file', true)).equal(-Errno.ELOOP);
    });

    it('returns the errno of a descent on the way back', () => {
      const base = new TreeDirectory(tree);
      const walk = new PathWalk();
      const descend = base.descend.bind(base);
      base.descend = (path, into) => {
        if (path !== 'dir') return descend(path, into);
        into.directory = base;
        into.steps = 0;
        return -Errno.ENOENT;
      };
      expect(walk.start(base, 'dir/inner/..')).equal(-Errno.ENOENT);
    });

    it('stays inside when a directory becomes a link between two descents', () => {
      const base = new TreeDirectory(tree);
      const walk = new PathWalk();
      const descend = base.descend.bind(base);
      base.descend = (path, into) => {
        if (!path.startsWith('dir/nested')) return descend(path, into);
        into.directory = base;
        into.steps = 0;
        return -Errno.ELOOP;
      };
      base.readlink = () => '..';
      expect(walk.start(base, 'dir/inner/../nested/file')).equal(-Errno.ENOTCAPABLE);
    });
  });
});
