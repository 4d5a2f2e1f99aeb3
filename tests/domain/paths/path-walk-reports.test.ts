import { expect } from 'chai';
import { Errno, PathWalk, walkRules } from '../../../domain/index.js';
import { open } from './open.js';
import { tree, walked } from './sample-tree.js';
import { TreeDirectory } from './tree.js';

describe('PathWalk', () => {
  describe('asks the host', () => {
    const asked: readonly (readonly [path: string, calls: string[]])[] = [
      ['file', []],
      ['new/', []],
      ['.', []],
      ['dir/inner', ['descend dir']],
      ['dir/inner/deep', ['descend dir/inner']],
      ['dir/inner/', ['descend dir']],
      ['dir//./inner/deep', ['descend dir/inner']],
      ['dir/nested/../inner/deep', ['descend dir/nested', 'descend dir/inner']],
      ['dir/inner/..', ['descend dir/inner', 'descend dir']],
      ['dir/to-inner/deep', ['descend dir/to-inner', 'readlink to-inner', 'descend inner']],
      // No call at all when the path itself leads out.
      ['..', []],
      ['../base/file', []],
      ['./././../x', []],
      ['/dir/x', []],
      ['', []],
      ['dir/\0', []],
      // And nothing after that point otherwise.
      ['dir/../../dir/inner', ['descend dir']],
      ['absolute/x', ['descend absolute', 'readlink absolute']],
    ];
    for (const [path, calls] of asked) {
      it(`${calls.join(', ') || 'nothing'} for ${JSON.stringify(path)}`, () => {
        expect(walked(path).calls).eql(calls);
      });
    }
  });

  describe('says why it stopped, and where', () => {
    const stopped: readonly (readonly [path: string, rule: string, stoppedAt: string])[] = [
      ['', 'empty', ''],
      ['a\0', 'nul', 'a\0'],
      ['/x', 'absolute', '/x'],
      ['dir/inner/../../..', 'above', '..'],
      ['dir/out/x', 'above', '..'],
      ['dir/inner/nothing/x', 'host', 'dir/inner/nothing'],
      ['dir/inner/deep/x', 'not-directory', 'dir/inner/deep'],
      ['absolute/x', 'absolute-link', 'absolute'],
      ['empty/x', 'empty-link', 'empty'],
      ['self/x', 'links', 'self'],
    ];
    for (const [path, rule, stoppedAt] of stopped) {
      it(JSON.stringify(path), () => {
        expect(walked(path)).include({ rule, stoppedAt });
        expect(walkRules).property(rule);
      });
    }

    it('where the host does not read a link', () => {
      const walk = new PathWalk();
      const base = new TreeDirectory(tree);
      base.readlink = () => -Errno.EIO;
      expect(walk.start(base, 'self/x')).equal(-Errno.EIO);
      expect([walk.rule, walk.stoppedAt]).eql(['host', 'self']);
    });

    it('where the host refuses a run after its last name', () => {
      const walk = new PathWalk();
      const base = new TreeDirectory(tree);
      const descend = base.descend.bind(base);
      base.descend = (path, into) => descend(path, into) || -Errno.EMFILE;
      expect(walk.start(base, 'dir/inner/deep')).equal(-Errno.EMFILE);
      expect([walk.rule, walk.stoppedAt]).eql(['host', 'dir/inner']);
    });

    it('and nothing after a successful walk', () => {
      const walk = new PathWalk();
      const base = new TreeDirectory(tree);
      walk.start(base, '..');
      expect(walk.rule).equal('above');
      walk.start(base, 'file');
      expect([walk.rule, walk.stoppedAt]).eql([undefined, undefined]);
    });
  });

  describe('reports where it has arrived, and by which links', () => {
    const arrived: readonly (readonly [path: string, at: string, links: readonly (readonly [string, string])[]])[] = [
      ['file', 'file', []],
      ['dir/inner/deep', 'dir/inner/deep', []],
      ['.', '.', []],
      ['dir/..', '.', []],
      ['dir/inner/..', 'dir', []],
      ['dir/inner/../nested', 'dir/nested', []],
      ['to-dir/inner', 'dir/inner', [['to-dir', 'dir']]],
      [
        'to-link-slash/to-inner/deep',
        'dir/inner/deep',
        [
          ['to-link-slash', 'to-dir/'],
          ['to-dir', 'dir'],
          ['dir/to-inner', 'inner/'],
        ],
      ],
      // The last component is followed only on request.
      ['dir/up', 'dir/up', []],
    ];
    for (const [path, at, links] of arrived) {
      it(JSON.stringify(path), () => {
        const walk = new PathWalk();
        expect(walk.start(new TreeDirectory(tree), path)).equal(0);
        expect(walk.path).equal(path);
        expect(walk.arrivedAt).equal(at);
        expect(walk.followedLinks.map(met => [met.at, met.target])).eql(links);
      });
    }

    it('also when it follows the last one', () => {
      const walk = new PathWalk();
      expect(open(walk, new TreeDirectory(tree), 'dir/up', true)).equal(tree.file);
      expect(walk.arrivedAt).equal('file');
      expect(walk.followedLinks).eql([{ at: 'dir/up', target: '../file' }]);
    });

    it('until forget() is called', () => {
      const walk = new PathWalk();
      walk.start(new TreeDirectory(tree), 'absolute/x');
      expect(walk.followedLinks).eql([{ at: 'absolute', target: '/etc/passwd' }]);
      walk.forget();
      expect([walk.path, walk.rule, walk.stoppedAt, walk.followedLinks]).eql([undefined, undefined, undefined, []]);
    });
  });
});
