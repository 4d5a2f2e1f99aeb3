import { expect } from 'chai';
import { Errno, errnoName, MAX_DESCENTS, MAX_EXPANDED, MAX_LINKS, PathWalk, walkRules } from '../../../domain/index.js';
import { open } from './open.js';
import { link, type Manner, type Tree, TreeDirectory } from './tree.js';

const tree = {
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
function outcome(path: string, follow = true, manner: Manner = {}): unknown {
  const opened = open(new PathWalk(), new TreeDirectory(tree, [], manner), path, follow);
  return typeof opened === 'number' ? errnoName(-opened) : opened;
}

/** Walks without opening: `errno`, or what the walk found. */
function walked(path: string, from: Tree = tree) {
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

describe('PathWalk', () => {
  describe('reaches', () => {
    const reached: readonly (readonly [path: string, node: unknown])[] = [
      ['file', tree.file],
      ['dir', tree.dir],
      ['dir/inner/deep', tree.dir.inner.deep],
      ['.', tree],
      ['./', tree],
      ['./.', tree],
      ['dir/..', tree],
      ['dir/../', tree],
      ['dir/inner/..', tree.dir],
      ['dir/inner/.', tree.dir.inner],
      ['dir/', tree.dir],
      ['dir///', tree.dir],
      ['./file', tree.file],
      ['dir//inner///deep', tree.dir.inner.deep],
      ['dir/.//nested/../../dir/nested/../nested///./file', tree.dir.nested.file],
      ['.hidden', tree['.hidden']],
      ['..odd/...', tree['..odd']['...']],
      ['to-file', tree.file],
      ['to-dir', tree.dir],
      ['to-dir/', tree.dir],
      ['to-dir/inner/deep', tree.dir.inner.deep],
      ['to-dir-slash/inner', tree.dir.inner],
      ['to-link-slash', tree.dir],
      ['dir/up', tree.file],
      ['dir/to-inner/deep', tree.dir.inner.deep],
      ['here/here/here/file', tree.file],
      ['here', tree],
      ['dir-parent', tree],
      ['dir-parent/file', tree.file],
    ];
    for (const [path, node] of reached) {
      it(path, () => {
        expect(outcome(path)).equal(node);
        expect(outcome(path, true, { vague: true }), 'where descend cannot tell a link').equal(node);
      });
    }

    it('the parent of the directory that a link leads to, not of the link', () => {
      expect(outcome('to-inner/../nested/file')).equal(tree.dir.nested.file);
      expect(outcome('to-inner/..')).equal(tree.dir);
    });
  });

  describe('answers', () => {
    const refused: readonly (readonly [path: string, errno: string, why: string])[] = [
      ['', 'ENOENT', 'an empty path names nothing'],
      ['fi\0le', 'EINVAL', 'a NUL ends no path'],
      ['file\0', 'EINVAL', 'not even at its end'],
      ['dir/../\0', 'EINVAL', 'nor in a path that is not plain'],
      ['/', 'ENOTCAPABLE', 'absolute'],
      ['/file', 'ENOTCAPABLE', 'absolute, though it would exist'],
      ['//file', 'ENOTCAPABLE', 'absolute'],
      ['..', 'ENOTCAPABLE', 'above'],
      ['../', 'ENOTCAPABLE', 'above'],
      ['./..', 'ENOTCAPABLE', 'above'],
      ['../base/file', 'ENOTCAPABLE', 'out and back in'],
      ['./../file', 'ENOTCAPABLE', 'above'],
      ['dir/../../file', 'ENOTCAPABLE', 'above'],
      ['dir/../../nothing', 'ENOTCAPABLE', 'above, whether it exists or not'],
      ['here/../file', 'ENOTCAPABLE', 'a link to . adds no depth'],
      ['here/here/../../file', 'ENOTCAPABLE', 'links to . add no depth'],
      ['parent', 'ENOTCAPABLE', 'a link above, last'],
      ['parent/file', 'ENOTCAPABLE', 'a link above, on the way'],
      ['dir/out', 'ENOTCAPABLE', 'a link above, from further down'],
      ['dir/out/x', 'ENOTCAPABLE', 'a link above, from further down, on the way'],
      ['absolute', 'ENOTCAPABLE', 'an absolute link, last'],
      ['absolute/x', 'ENOTCAPABLE', 'an absolute link, on the way'],
      ['absolute-root/file', 'ENOTCAPABLE', 'a link to /'],
      ['empty', 'ENOENT', 'an empty link'],
      ['empty/x', 'ENOENT', 'an empty link on the way'],
      ['nul', 'ENOENT', 'a link with a NUL'],
      ['nothing', 'ENOENT', 'missing, last'],
      ['nothing/', 'ENOENT', 'missing, last, as a directory'],
      ['nothing/x', 'ENOENT', 'missing, on the way'],
      ['nothing/../file', 'ENOENT', 'what is taken back has to exist'],
      ['nothing/..', 'ENOENT', 'what is taken back has to exist'],
      ['dangling', 'ENOENT', 'a dangling link'],
      ['dangling/x', 'ENOENT', 'a dangling link on the way'],
      ['file/x', 'ENOTDIR', 'a file on the way'],
      ['file/../file', 'ENOTDIR', 'what is taken back has to be a directory'],
      ['file/..', 'ENOTDIR', 'what is taken back has to be a directory'],
      ['file/.', 'ENOTDIR', 'a file as a directory'],
      ['file/', 'ENOTDIR', 'a file with a slash'],
      ['file///', 'ENOTDIR', 'a file with slashes'],
      ['to-file/x', 'ENOTDIR', 'a link to a file on the way'],
      ['to-file/..', 'ENOTDIR', 'a link to a file, taken back'],
      ['to-file/', 'ENOTDIR', 'a link to a file, with a slash'],
      ['to-file-slash', 'ENOTDIR', 'a link to a file with a slash'],
      ['self', 'ELOOP', 'a link to itself'],
      ['self/x', 'ELOOP', 'a link to itself on the way'],
      ['ping', 'ELOOP', 'two links to each other'],
      ['ping/x', 'ELOOP', 'two links to each other on the way'],
    ];
    for (const [path, errno, why] of refused) {
      it(`${errno} to ${JSON.stringify(path)}: ${why}`, () => {
        expect(outcome(path)).equal(errno);
        expect(outcome(path, true, { vague: true }), 'where descend cannot tell a link').equal(errno);
      });
    }

    it('what the host answers, where that is no matter of links', () => {
      const base = new TreeDirectory(tree);
      base.descend = (_, into) => {
        into.directory = base;
        into.steps = 0;
        return -Errno.EACCES;
      };
      const walk = new PathWalk();
      expect(walk.start(base, 'dir/x')).equal(-Errno.EACCES);
      expect([walk.rule, walk.stoppedAt]).eql(['host', 'dir']);
    });
  });

  describe('does not follow the last component by itself', () => {
    for (const path of [
      'to-file',
      'to-dir',
      'to-dir/',
      'to-dir///',
      'self',
      'self/',
      'absolute',
      'parent',
      'parent/',
    ]) {
      it(path, () => {
        expect(outcome(path, false)).equal('ELOOP');
        const { directory, name } = walked(path);
        expect(directory).equal(tree);
        expect(name).equal(path.replace(/\/+$/, ''));
      });
    }

    it('not even at the end of a link with a slash: whoever stops there has the second link', () => {
      const walk = new PathWalk();
      expect(walk.start(new TreeDirectory(tree), 'to-link-slash')).equal(0);
      expect(walk.mustBeDirectory).equal(false);
      expect(walk.follow()).equal(0);
      expect([walk.name, walk.mustBeDirectory]).eql(['to-dir', true]);
      expect(walk.directory.open(walk.name, 0)).equal(-Errno.ELOOP);
    });

    it('but follows those on the way, also before a last dot', () => {
      expect(outcome('to-dir/.', false)).equal(tree.dir);
      expect(outcome('to-dir/..', false)).equal(tree);
      expect(outcome('to-dir/inner', false)).equal(tree.dir.inner);
    });
  });

  describe('mustBeDirectory', () => {
    const wanted: readonly (readonly [path: string, name: string, mustBeDirectory: boolean])[] = [
      ['new', 'new', false],
      ['new/', 'new', true],
      ['dir/new//', 'new', true],
      ['./new', 'new', false],
      ['dir//new', 'new', false],
      ['to-dir-slash/new', 'new', false],
      ['to-dir/inner', 'inner', false],
      ['.', '.', true],
      ['dir/.', '.', true],
      ['dir/..', '.', true],
      ['dir/../', '.', true],
    ];
    for (const [path, name, mustBeDirectory] of wanted) {
      it(`${mustBeDirectory ? 'is' : 'is not'} set by ${path}`, () => {
        expect(walked(path)).include({ name, mustBeDirectory });
      });
    }

    it('stays set while links are followed', () => {
      const walk = new PathWalk();
      walk.start(new TreeDirectory(tree), 'to-file/');
      expect(walk.follow()).equal(0);
      expect([walk.name, walk.mustBeDirectory]).eql(['file', true]);
    });

    it('is forgotten by the next walk', () => {
      const walk = new PathWalk();
      const base = new TreeDirectory(tree);
      walk.start(base, 'dir/');
      walk.start(base, 'file');
      expect(walk.mustBeDirectory).equal(false);
    });
  });

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
      // Nothing at all when the path itself tells that it leads out.
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

    it('and nothing once a walk comes through', () => {
      const walk = new PathWalk();
      const base = new TreeDirectory(tree);
      walk.start(base, '..');
      expect(walk.rule).equal('above');
      walk.start(base, 'file');
      expect([walk.rule, walk.stoppedAt]).eql([undefined, undefined]);
    });
  });

  describe('tells where it has arrived, and by which links', () => {
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
      // The last component is not followed unless that is asked for.
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

    it('until it is to forget', () => {
      const walk = new PathWalk();
      walk.start(new TreeDirectory(tree), 'absolute/x');
      expect(walk.followedLinks).eql([{ at: 'absolute', target: '/etc/passwd' }]);
      walk.forget();
      expect([walk.path, walk.rule, walk.stoppedAt, walk.followedLinks]).eql([undefined, undefined, undefined, []]);
    });
  });

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

    it('share one budget between links on the way and the last one', () => {
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

    it('keep the descents fewer than a borrowed directory outlives', () => {
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

  describe('where somebody else changes the tree meanwhile', () => {
    it('tries again when the link is none any more', () => {
      const base = new TreeDirectory(tree);
      const walk = new PathWalk();
      walk.start(base, 'to-file');
      base.readlink = () => -Errno.EINVAL;
      expect(walk.follow()).equal(0);
      expect([walk.directory, walk.name]).eql([base, 'to-file']);
    });

    it('but not for ever', () => {
      const base = new TreeDirectory(tree);
      base.readlink = () => -Errno.EINVAL;
      expect(open(new PathWalk(), base, 'to-file', true)).equal(-Errno.ELOOP);
    });

    it('answers for what it finds on the way back', () => {
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

  it('has no trouble with names that objects have', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(outcome(name)).equal('ENOENT');
      expect(outcome(`${name}/${name}`)).equal('ENOENT');
    }
    expect(outcome('__proto')).equal('own');
  });

  it('leaves other platforms’ separators and long names to the directory', () => {
    const odd: Tree = { 'a\\..\\b': 'backslash', 'C:': { x: 'colon' } };
    expect(open(new PathWalk(), new TreeDirectory(odd), 'a\\..\\b', true)).equal('backslash');
    expect(open(new PathWalk(), new TreeDirectory(odd), 'C:/x', true)).equal('colon');
    expect(walked(`dir/${'n'.repeat(300)}`).name).equal('n'.repeat(300));
  });
});
