import { expect } from 'chai';
import { type Directory, Errno, Filetype, Open } from '../../domain/index.js';
import { expectErrno, type MakeRoot, namesIn, onRoot, openDirectory, put, statOf, type Traits, take } from './root.js';

/** A directory of no adapter that is known. */
const STRANGER = { kind: 'directory' } as unknown as Directory;

/** `Directory`: symbolic links and hard links. */
export function describeLinks(name: string, make: MakeRoot, traits: Traits): void {
  describe(`${name}: symbolic links`, () => {
    if (!traits.symlinks) {
      it(
        'are ENOTSUP',
        onRoot(make, root => {
          expectErrno(root.symlink('link', 'target'), -Errno.ENOTSUP);
          expect(namesIn(root)).to.deep.equal([]);
        }),
      );
      return;
    }

    it(
      'keep their target as it is',
      onRoot(make, root => {
        for (const target of [
          'missing',
          '../outside',
          'a//b/',
          '.',
          '/absolute',
          'ünï',
          '\ufffd',
          `${'x/'.repeat(499)}x`,
        ]) {
          if (target.startsWith('/') && !traits.absoluteTargets) {
            expectErrno(root.symlink('link', target), -Errno.ENOTCAPABLE);
            continue;
          }
          expectErrno(root.symlink('link', target), 0);
          expect(root.readlink('link')).to.equal(target);
          expect(statOf(root, 'link').filetype).to.equal(Filetype.SYMBOLIC_LINK);
          expectErrno(root.unlink('link'), 0);
        }
      }),
    );

    it(
      'do not replace anything, and are not what is none',
      onRoot(make, root => {
        put(root, 'file', 'x');
        root.createDirectory('dir');
        expectErrno(root.symlink('file', 'x'), -Errno.EEXIST);
        expectErrno(root.symlink('dir', 'x'), -Errno.EEXIST);
        expectErrno(root.readlink('file'), -Errno.EINVAL);
        expectErrno(root.readlink('dir'), -Errno.EINVAL);
        expect(take(root, 'file')).to.equal('x');
      }),
    );

    it(
      'are followed by nothing: not stat, nor removal, nor creation, nor opening',
      onRoot(make, root => {
        put(root, 'file', 'x');
        root.createDirectory('dir');
        root.symlink('to-file', 'file');
        root.symlink('to-dir', 'dir');
        root.symlink('nowhere', 'missing');
        root.symlink('itself', 'itself');
        expect(statOf(root, 'to-file').inode).to.not.equal(statOf(root, 'file').inode);
        expectErrno(root.removeDirectory('to-dir'), -Errno.ENOTDIR);
        expectErrno(root.createDirectory('nowhere'), -Errno.EEXIST);
        for (const link of ['to-file', 'to-dir', 'nowhere', 'itself']) {
          for (const how of [
            0,
            Open.READ,
            Open.WRITE,
            Open.READ | Open.CREATE,
            Open.WRITE | Open.CREATE,
            Open.READ | Open.TRUNCATE,
          ]) {
            expectErrno(root.open(link, how), -Errno.ELOOP);
          }
          for (const how of [Open.READ, Open.WRITE, Open.READ | Open.TRUNCATE]) {
            expectErrno(root.open(link, how | Open.DIRECTORY), -Errno.ELOOP);
          }
          expectErrno(root.open(link, Open.WRITE | Open.CREATE | Open.EXCLUSIVE), -Errno.EEXIST);
          expectErrno(root.unlink(link), 0);
        }
        expect(namesIn(root)).to.deep.equal(['dir', 'file']);
        expect(take(root, 'file')).to.equal('x');
      }),
    );

    it(
      'are moved as they are, and replaced themselves',
      onRoot(make, root => {
        put(root, 'file', 'x');
        put(root, 'new', 'y');
        root.symlink('link', '../outside');
        root.symlink('to-file', 'file');
        expectErrno(root.rename('link', root, 'moved'), 0);
        expect(root.readlink('moved')).to.equal('../outside');
        expectErrno(root.rename('new', root, 'to-file'), 0);
        expect(take(root, 'to-file')).to.equal('y');
        expect(take(root, 'file')).to.equal('x');
      }),
    );
  });

  describe(`${name}: hard links`, () => {
    if (!traits.hardLinks) {
      it(
        'are ENOTSUP',
        onRoot(make, root => {
          put(root, 'file', '');
          expectErrno(root.link('file', root, 'other'), -Errno.ENOTSUP);
          expect(namesIn(root)).to.deep.equal(['file']);
        }),
      );
      return;
    }

    it(
      'give a file another name, also in another directory',
      onRoot(make, root => {
        put(root, 'file', 'shared');
        root.createDirectory('dir');
        const dir = openDirectory(root, 'dir');
        expectErrno(root.link('file', root, 'twin'), 0);
        expectErrno(root.link('file', dir, 'inner'), 0);
        expect(statOf(root, 'file')).to.deep.equal(statOf(dir, 'inner'));
        expect(statOf(root, 'twin').links).to.equal(3n);
        expectErrno(root.unlink('file'), 0);
        expect(take(dir, 'inner')).to.equal('shared');
        expect(statOf(root, 'twin').links).to.equal(2n);
        dir.close();
      }),
    );

    it(
      'are refused for a name that is taken, a directory, what is missing, another file system',
      onRoot(make, root => {
        put(root, 'file', '');
        put(root, 'other', 'other');
        root.createDirectory('dir');
        for (const taken of ['other', 'file', 'dir']) expectErrno(root.link('file', root, taken), -Errno.EEXIST);
        expectErrno(root.link('dir', root, 'dir2'), -Errno.EPERM, -Errno.EACCES);
        expectErrno(root.link('missing', root, 'x'), -Errno.ENOENT);
        expectErrno(root.link('file', STRANGER, 'x'), -Errno.EXDEV);
        expect(take(root, 'other')).to.equal('other');
        expect(namesIn(root)).to.deep.equal(['dir', 'file', 'other']);
      }),
    );

    if (!traits.symlinks) return;
    it(
      traits.linksToLinks ? 'give a symbolic link another name, not what it names' : 'are ENOTSUP for symbolic links',
      onRoot(make, root => {
        put(root, 'file', '');
        root.symlink('link', 'file');
        expectErrno(root.link('link', root, 'twin'), traits.linksToLinks ? 0 : -Errno.ENOTSUP);
        if (traits.linksToLinks) expect(root.readlink('twin')).to.equal('file');
        expect(statOf(root, 'file').links).to.equal(1n);
      }),
    );
  });
}
