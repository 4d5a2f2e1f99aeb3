import { type Directory, Errno, Filetype, Open } from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno, expectThat } from './expectations.js';
import {
  type DirectoryTraits,
  type MakeTestDirectory,
  namesIn,
  onRoot,
  openDirectory,
  put,
  statOf,
  take,
} from './test-directory.js';

/** A directory of no adapter that is known. */
const STRANGER = { kind: 'directory' } as unknown as Directory;

/** `Directory`: symbolic links and hard links. */
export function linksTests(make: MakeTestDirectory, traits: DirectoryTraits): ContractTest[] {
  return [...symlinkTests(make, traits), ...hardLinkTests(make, traits)];
}

/** `Directory`: symbolic links. */
function symlinkTests(make: MakeTestDirectory, traits: DirectoryTraits): ContractTest[] {
  return collectTests('symbolic links', it => {
    if (!traits.symlinks) {
      it(
        'are ENOTSUP',
        onRoot(make, root => {
          expectErrno(root.symlink('link', 'target'), -Errno.ENOTSUP);
          expectEqual(namesIn(root), []);
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
          expectEqual(root.readlink('link'), target);
          expectEqual(statOf(root, 'link').filetype, Filetype.SYMBOLIC_LINK);
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
        expectEqual(take(root, 'file'), 'x');
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
        expectThat(
          statOf(root, 'to-file').inode !== statOf(root, 'file').inode,
          'expected an inode of its own for a link',
        );
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
        expectEqual(namesIn(root), ['dir', 'file']);
        expectEqual(take(root, 'file'), 'x');
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
        expectEqual(root.readlink('moved'), '../outside');
        expectErrno(root.rename('new', root, 'to-file'), 0);
        expectEqual(take(root, 'to-file'), 'y');
        expectEqual(take(root, 'file'), 'x');
      }),
    );
  });
}

/** `Directory`: hard links. */
function hardLinkTests(make: MakeTestDirectory, traits: DirectoryTraits): ContractTest[] {
  return collectTests('hard links', it => {
    if (!traits.hardLinks) {
      it(
        'are ENOTSUP',
        onRoot(make, root => {
          put(root, 'file', '');
          expectErrno(root.link('file', root, 'other'), -Errno.ENOTSUP);
          expectEqual(namesIn(root), ['file']);
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
        expectEqual(statOf(root, 'file'), statOf(dir, 'inner'));
        expectEqual(statOf(root, 'twin').links, 3n, 'links');
        expectErrno(root.unlink('file'), 0);
        expectEqual(take(dir, 'inner'), 'shared');
        expectEqual(statOf(root, 'twin').links, 2n, 'links');
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
        expectEqual(take(root, 'other'), 'other');
        expectEqual(namesIn(root), ['dir', 'file', 'other']);
      }),
    );

    if (!traits.symlinks) return;
    it(
      traits.linksToLinks ? 'give a symbolic link another name, not what it names' : 'are ENOTSUP for symbolic links',
      onRoot(make, root => {
        put(root, 'file', '');
        root.symlink('link', 'file');
        expectErrno(root.link('link', root, 'twin'), traits.linksToLinks ? 0 : -Errno.ENOTSUP);
        if (traits.linksToLinks) expectEqual(root.readlink('twin'), 'file');
        expectEqual(statOf(root, 'file').links, 1n, 'links');
      }),
    );
  });
}
