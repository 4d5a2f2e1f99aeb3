import { expect } from 'chai';
import { Errno, isRun, MAX_EXPANDED, PathWalk } from '../../../domain/index.js';
import { open } from './open.js';
import { outcome, tree, walked } from './sample-tree.js';
import { type Tree, TreeDirectory } from './tree.js';

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

    it('what the host returns, where no link is involved', () => {
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

    it('not even at the end of a link with a slash: the walk then stops at the second link', () => {
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

  it('handles names that objects have', () => {
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

describe('isRun', () => {
  it('is true of two names or more, joined by single slashes', () => {
    for (const path of ['a/b', 'a/b/c', 'a/.b', 'a/..b', 'a./b', '.../...', 'ä/ö', ' / '])
      expect(isRun(path), path).to.equal(true);
  });

  it('is false for any path that a walk has to examine', () => {
    const others = [
      '',
      'a',
      '.',
      '..',
      '/',
      '/a',
      '/a/b',
      'a/',
      'a/b/',
      'a//b',
      './a',
      'a/.',
      'a/./b',
      '../a',
      'a/..',
      'a/../b',
    ];
    for (const path of [...others, 'a/b\0', `a/${'x'.repeat(MAX_EXPANDED)}`]) expect(isRun(path), path).to.equal(false);
  });
});
