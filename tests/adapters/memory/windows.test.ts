import { expect } from 'chai';
import {
  deterministicPorts,
  memoryDirectory,
  memoryFileSystem,
  memoryPorts,
  memoryWorld,
  populate,
  SteppedClock,
  snapshot,
  symlink,
} from '../../../adapters/memory/index.js';
import { assemble } from '../../../application/assembly/index.js';
import { descendTo, expectErrno, namesIn, openFile, put, statOf, take } from '../../../application/contract/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { type Directory, Errno, Open } from '../../../domain/index.js';

const windows = { rules: 'windows' } as const;

function refusedWith(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('memory by the rules of Windows', () => {
  it('is available wherever files are in memory', () => {
    const roots: Directory[] = [
      memoryDirectory({}, windows),
      memoryPorts(windows).fileSystem.root,
      memoryWorld(windows).fileSystem.root,
      deterministicPorts(1, '2026-01-01', windows).fileSystem.root,
    ];
    for (const root of roots) expectErrno(root.createDirectory('NUL'), -Errno.EINVAL);
    expect(() => assemble(memoryWorld().module, memoryFileSystem({ a: '' }, windows))).to.not.throw();
    const preopen = memoryPorts({ ...windows, contents: { Dir: { x: '' } } }).fileSystem.openPreopen('/dir');
    expect(namesIn(preopen as Directory)).to.deep.equal(['x']);
    expectErrno(memoryDirectory().createDirectory('NUL'), 0);
  });

  it('knows its rules by name', () => {
    expect(refusedWith(() => memoryDirectory({}, { rules: 'Windows' as 'windows' }))).to.equal(
      'unknown rules "Windows"; did you mean windows, windows-unprivileged?',
    );
  });

  it('refuses contents that could not exist there, with the reason', () => {
    for (const [contents, message] of [
      [{ 'src/aux.c': '' }, /^"src\/aux.c" cannot be made by the rules of Windows, as the name is that of a device,/],
      [{ src: { 'a:b': '' } }, /^"src\/a:b" .* as the name contains a colon, .*; rename it, or leave it out$/],
      [{ readme: '', README: '' }, /^"README" .* as it differs from "readme" in case alone;/],
      [{ 'a/x': '', A: { y: '' } }, /^"A" .* as it differs from "a" in case alone;/],
      [
        { link: symlink('..\\x') },
        /^"link" .* as it is a link to "..\\\\x": the name contains a character that separates/,
      ],
    ] as const) {
      expect(refusedWith(() => memoryDirectory(contents, windows))).to.match(message);
      expect(() => memoryDirectory(contents)).to.not.throw();
    }
    const root = memoryDirectory({ 'a/x': '', 'a/y': '', b: { x: '' }, link: symlink('../a/./x') }, windows);
    expect(namesIn(root)).to.deep.equal(['a', 'b', 'link']);
    expect(() => populate(root, { 'A/X': 'again' })).to.throw(ConfigurationError, /^"A\/X" cannot be made: EEXIST/);
  });

  it('lists names in the order of NTFS', () => {
    const root = memoryDirectory({ b: '', Z: '', a: '', _: '', C: '', é: '' }, windows);
    const entries = root.list();
    if (typeof entries === 'number') throw new Error(`list: ${entries}`);
    expect(entries.map(entry => entry.name)).to.deep.equal(['a', 'b', 'C', 'Z', '_', 'é']);
  });

  it('counts one link for a directory, whatever is in it', () => {
    const root = memoryDirectory({ dir: { one: {}, two: {} } }, windows);
    expect(statOf(root, 'dir').links).to.equal(1n);
    expect(statOf(root, '.').links).to.equal(1n);
    expect(statOf(memoryDirectory({ dir: { one: {} } }), 'dir').links).to.equal(3n);
  });

  it('dates in units of 100 ns', () => {
    let nanoseconds = 1;
    const clocks = {
      resolution: () => 1,
      monotonic: () => 0,
      read: (_: number, into: { seconds: number; nanoseconds: number }) => {
        into.seconds = 7;
        into.nanoseconds = nanoseconds++;
        return 0;
      },
    };
    const { root } = memoryPorts({ ...windows, clocks }).fileSystem;
    for (let i = 0; i < 300; i++) put(root, `file-${i}`, '');
    const { modified, changed } = statOf(root, '.');
    expect([modified % 100n, changed % 100n]).to.deep.equal([0n, 0n]);
    expect(modified >= 7_000_000_200n && modified <= 7_000_002_000n).to.equal(true);
  });

  it('lets a program without the privilege make no symbolic link, and follow those that are there', () => {
    const contents = { file: 'x', link: symlink('file') };
    const root = memoryDirectory(contents, { rules: 'windows-unprivileged' });
    expect(root.readlink('LINK')).to.equal('file');
    expectErrno(root.symlink('new', 'file'), -Errno.EPERM);
    expectErrno(root.symlink('link', 'file'), -Errno.EEXIST);
    expectErrno(root.symlink('new', 'NUL'), -Errno.EINVAL);
    expect(namesIn(root)).to.deep.equal(['file', 'link']);
    expectErrno(memoryDirectory(contents, windows).symlink('new', 'file'), 0);
  });

  it('keeps a name occupied for each name that an open file has lost', () => {
    const root = memoryDirectory({ file: 'x', dir: {} }, windows);
    const dir = descendTo(root, 'dir');
    expectErrno(root.link('file', dir, 'twin'), 0);
    const file = openFile(root, 'file', Open.READ);
    expectErrno(root.unlink('FILE'), 0);
    expectErrno(dir.unlink('Twin'), 0);
    for (const errno of [root.unlink('file'), dir.createDirectory('TWIN'), root.rename('dir', root, 'File')]) {
      expectErrno(errno, -Errno.EACCES);
    }
    file.close();
    expect([namesIn(root), namesIn(dir)]).to.deep.equal([['dir'], []]);
    put(dir, 'TWIN', 'new');
    expect(take(dir, 'twin')).to.equal('new');
  });

  it('renames a file with two names to the other one as POSIX does: nothing changes but the case of a single name', () => {
    const root = memoryDirectory({ dir: {}, file: 'x' }, { ...windows, clocks: new SteppedClock(0n, 1000) });
    const dir = descendTo(root, 'dir');
    expectErrno(root.link('file', dir, 'FILE'), 0);
    const before = [statOf(root, '.'), statOf(dir, '.'), statOf(root, 'file')];
    expectErrno(root.rename('file', dir, 'FILE'), 0);
    expectErrno(root.rename('file', dir, 'file'), 0);
    expectErrno(root.rename('file', root, 'file'), 0);
    expect([statOf(root, '.'), statOf(dir, '.'), statOf(root, 'file')]).to.deep.equal(before);
    expect([namesIn(root), namesIn(dir)]).to.deep.equal([['dir', 'file'], ['FILE']]);
    expectErrno(root.rename('file', root, 'File'), 0);
    expect(namesIn(root)).to.deep.equal(['File', 'dir']);
    expect(statOf(root, 'file').links).to.equal(2n);
  });

  it('counts a file without names against the quotas until it is closed', () => {
    const root = memoryDirectory({ file: 'x' }, { ...windows, quotas: { inodes: 2, bytes: 1 } });
    const file = openFile(root, 'file', Open.READ);
    expectErrno(root.unlink('file'), 0);
    expectErrno(root.createDirectory('new'), -Errno.ENOSPC);
    file.close();
    put(root, 'new', 'y');
    expect(take(root, 'new')).to.equal('y');
  });

  it('can be saved, and loaded again by the same rules or others', () => {
    const tree = snapshot(memoryDirectory({ Dir: { File: 'x' }, link: symlink('dir/file') }, windows));
    expect([...tree.keys()]).to.deep.equal(['Dir', 'Dir/File', 'link']);
    expect(snapshot(memoryDirectory(tree, windows))).to.deep.equal(tree);
    expect([...snapshot(memoryDirectory(tree)).keys()]).to.deep.equal(['Dir', 'Dir/File', 'link']);
  });
});
