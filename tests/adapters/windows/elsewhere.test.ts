import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { WindowsFileSystem } from '../../../adapters/windows/index.js';
import {
  blankDescent,
  expectErrno,
  namesIn,
  openDirectory,
  put,
  statOf,
  take,
} from '../../../application/contract/index.js';
import { type Directory, Errno, type File, Filetype, Open, PathWalk } from '../../../domain/index.js';
import { WINDOWS } from '../../needs.js';
import { RecordedWindows } from '../../windows/recorded-windows.js';

/** A preopened directory with another beside it, on Windows as recorded. */
function openGround(): { recorded: RecordedWindows; root: Directory } {
  const recorded = new RecordedWindows();
  for (const path of ['C:/work', 'C:/outside', 'D:/elsewhere', '//?/Volume{1}/data']) recorded.mkdir(path, 0);
  for (const path of ['C:/outside', 'D:/elsewhere', '//?/Volume{1}/data'])
    recorded.populate(`${path}/secret`, 'secret');
  const root = new WindowsFileSystem(recorded).openPreopen('C:\\work');
  if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
  return { recorded, root };
}

/** The result for a program that opens a path and follows every link. */
function followed(root: Directory, path: string): File | Directory | number {
  const walk = new PathWalk();
  let errno = walk.start(root, path);
  for (;;) {
    if (errno < 0) return errno;
    const opened = walk.directory.open(walk.name, Open.READ);
    if (opened !== -Errno.ELOOP) return opened;
    errno = walk.follow();
  }
}

describe('what leads elsewhere on Windows, as recorded', () => {
  it('a junction is a link to an absolute path, which is not followed', () => {
    const { recorded, root } = openGround();
    for (const target of ['C:\\outside', 'D:\\elsewhere', 'C:\\work\\', 'C:']) {
      recorded.junction('C:/work/junction', target);
      expect(statOf(root, 'junction').filetype).to.equal(Filetype.SYMBOLIC_LINK);
      expect(root.readlink('junction')).to.equal(`/${target.replaceAll('\\', '/')}`);
      expectErrno(root.descend('junction/secret', blankDescent(root)), -Errno.ELOOP);
      for (const path of ['junction', 'junction/secret', 'junction/../outside/secret']) {
        expectErrno(followed(root, path), -Errno.ENOTCAPABLE);
      }
      expectErrno(root.open('junction', Open.READ | Open.DIRECTORY), -Errno.ELOOP);
      expectErrno(root.removeDirectory('junction'), -Errno.ENOTDIR);
      expectErrno(root.unlink('junction'), 0);
    }
    expect(recorded.readdir('C:/outside')).to.deep.equal(['secret']);
  });

  it('a volume that is mounted in a directory is not entered, though libuv shows a plain directory', () => {
    const { recorded, root } = openGround();
    recorded.junction('C:/work/mount', '\\\\?\\Volume{1}\\data', 'volume');
    expect(statOf(root, 'mount').filetype).to.equal(Filetype.DIRECTORY);
    expectErrno(root.descend('mount', blankDescent(root)), -Errno.ENOTCAPABLE);
    expectErrno(root.descend('mount/deeper', blankDescent(root)), -Errno.ENOTCAPABLE);
    expectErrno(root.open('mount', Open.READ), -Errno.ENOTCAPABLE);
    expectErrno(root.open('mount', Open.READ | Open.DIRECTORY), -Errno.ENOTCAPABLE);
    expectErrno(followed(root, 'mount/secret'), -Errno.ENOTCAPABLE);
    expect(recorded.openDescriptors).to.equal(1);
  });

  it('a volume that is mounted in a directory is not removed, moved, replaced or dated', () => {
    const { recorded, root } = openGround();
    recorded.mkdir('//?/Volume{1}/empty', 0);
    recorded.junction('C:/work/mount', '\\\\?\\Volume{1}\\empty', 'volume');
    root.createDirectory('dir');
    for (const errno of [
      root.removeDirectory('mount'),
      root.rename('mount', root, 'moved'),
      root.rename('dir', root, 'mount'),
      root.link('mount', root, 'second'),
      root.setTimes('mount', 5n, 5n),
    ]) {
      expectErrno(errno, -Errno.ENOTCAPABLE);
    }
    expect(namesIn(root)).to.deep.equal(['dir', 'mount']);
  });

  it('nothing is made where a mounted volume, or a directory of one, has been', () => {
    const { recorded, root } = openGround();
    recorded.junction('C:/work/gone', '\\\\?\\Volume{1}\\data\\new', 'volume');
    expectErrno(root.open('gone', Open.READ), -Errno.ENOENT);
    for (const how of [Open.WRITE | Open.CREATE, Open.WRITE | Open.CREATE | Open.EXCLUSIVE]) {
      expectErrno(root.open('gone', how), -Errno.ENOTCAPABLE);
    }
    expectErrno(root.createDirectory('gone'), -Errno.EEXIST);
    expect(recorded.readdir('//?/Volume{1}/data')).to.deep.equal(['secret']);
  });

  it('a link that somebody else made is read with slashes, and never followed out', () => {
    const { recorded, root } = openGround();
    root.createDirectory('dir');
    put(root, 'file', 'inside');
    for (const [target, read, errno] of [
      ['..\\..\\work\\file', '../../work/file', -Errno.ENOTCAPABLE],
      ['..\\..\\outside\\secret', '../../outside/secret', -Errno.ENOTCAPABLE],
      ['..\\file', '../file', 0],
      ['..\\NUL', '../NUL', -Errno.EINVAL],
      ['..\\file:stream', '../file:stream', -Errno.EINVAL],
    ] as const) {
      recorded.symlink(target, 'C:/work/dir/link', 'file');
      const dir = openDirectory(root, 'dir');
      expect(dir.readlink('link')).to.equal(read);
      dir.close();
      const opened = followed(root, 'dir/link');
      if (errno < 0) expectErrno(opened, errno);
      else expect((opened as File).close()).to.equal(0);
      recorded.unlink('C:/work/dir/link');
    }
  });

  it('a link gets the type of what it leads to', () => {
    const { recorded, root } = openGround();
    root.createDirectory('dir');
    put(root, 'file', '');
    for (const [target, path] of [
      ['dir', 'to-dir'],
      ['to-dir', 'to-link'],
      ['file', 'to-file'],
      ['nowhere', 'to-nothing'],
      ['to-itself', 'to-itself'],
    ] as const)
      recorded.symlink(target, `C:/work/${path}`);
    for (const [target, directory] of [
      ['dir', true],
      ['to-dir', true],
      ['to-link', true],
      ['to-file', false],
      ['to-nothing', false],
      ['to-itself', false],
      ['../work', false],
      ['./dir', true],
      ['.', true],
      ['dir/..', true],
      ['missing/', true],
      ['file', false],
      ['missing', false],
    ] as const) {
      expectErrno(root.symlink('link', target), 0);
      expect(recorded.at('C:/work/link').directory, target).to.equal(directory);
      expectErrno(root.unlink('link'), 0);
    }
  });

  it('without the privilege to make links it is EPERM', () => {
    const { recorded, root } = openGround();
    recorded.privileged = false;
    expectErrno(root.symlink('link', 'file'), -Errno.EPERM);
    expect(namesIn(root)).to.deep.equal([]);
  });
});

describe('other programs on Windows, as recorded', () => {
  it('what they hold open is EACCES to open, and EBUSY to remove or rename', () => {
    const { recorded, root } = openGround();
    put(root, 'file', 'x');
    put(root, 'other', '');
    const held = recorded.at('C:/work/file');
    held.held = true;
    expectErrno(root.open('file', Open.READ), -Errno.EACCES);
    expectErrno(root.unlink('file'), -Errno.EBUSY);
    expectErrno(root.rename('file', root, 'new'), -Errno.EBUSY);
    expectErrno(root.rename('other', root, 'file'), -Errno.EBUSY);
    held.held = false;
    expect(take(root, 'file')).to.equal('x');
    expect(namesIn(root)).to.deep.equal(['file', 'other']);
  });

  it('what they have made read-only can be removed and replaced, and not opened for writing', () => {
    const { recorded, root } = openGround();
    put(root, 'file', 'x');
    put(root, 'other', 'y');
    recorded.at('C:/work/file').readOnly = true;
    expectErrno(root.open('file', Open.WRITE), -Errno.EACCES);
    expectErrno(root.open('file', Open.READ | Open.TRUNCATE), -Errno.EACCES);
    expect(take(root, 'file')).to.equal('x');
    expectErrno(root.rename('other', root, 'file'), 0);
    expect(take(root, 'file')).to.equal('y');
    recorded.at('C:/work/file').readOnly = true;
    expectErrno(root.unlink('file'), 0);
    expect(namesIn(root)).to.deep.equal([]);
  });
});

describe('preopens on Windows, as recorded', () => {
  it('lie on any drive, and on a share', () => {
    const { recorded } = openGround();
    recorded.mkdir('//server/share/deep', 0);
    recorded.populate('//server/share/deep/dir/file', 'x');
    recorded.populate('D:/file', 'on D');
    const fileSystem = new WindowsFileSystem(recorded);
    for (const [path, below, content] of [
      ['\\\\server\\share', 'deep/dir', 'x'],
      ['\\\\SERVER\\share\\deep', 'dir', 'x'],
      ['//server/share/deep/', 'dir', 'x'],
      ['D:\\elsewhere', '', undefined],
      ['d:/ELSEWHERE/', '', undefined],
    ] as const) {
      const root = fileSystem.openPreopen(path);
      if (typeof root === 'number') throw new Error(`${path}: ${root}`);
      const into = blankDescent(root);
      if (below !== '') expectErrno(root.descend(below, into), 0);
      const directory = below === '' ? root : into.directory;
      expect(take(directory, below === '' ? 'secret' : 'file')).to.equal(content ?? 'secret');
      root.close();
    }
    const drive = fileSystem.openPreopen('D:\\');
    if (typeof drive === 'number') throw new Error(`D:\\: ${drive}`);
    expect(take(drive, 'file')).to.equal('on D');
    expectErrno(drive.descend('elsewhere', blankDescent(drive)), 0);
    const work = fileSystem.openPreopen('C:\\work');
    if (typeof work === 'number') throw new Error(`C:\\work: ${work}`);
    expectErrno(drive.rename('file', work, 'file'), -Errno.EXDEV);
    expectErrno(drive.link('file', work, 'file'), -Errno.EXDEV);
    work.close();
    drive.close();
  });
});

const links = process.env.HOSTCALL_UNIX_LINKS;
if (WINDOWS.met && links !== undefined) {
  describe('what leads elsewhere, under Wine', () => {
    it('a symbolic link of Unix, which node.exe follows unseen, is not followed', () => {
      const root = new WindowsFileSystem().openPreopen(join(links, 'inside'));
      if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
      expect(statOf(root, 'dir').filetype).to.equal(Filetype.DIRECTORY);
      expectErrno(root.descend('dir', blankDescent(root)), -Errno.ENOTCAPABLE);
      expectErrno(root.descend('dir/deeper', blankDescent(root)), -Errno.ENOTCAPABLE);
      expectErrno(root.open('dir', Open.READ | Open.DIRECTORY), -Errno.ENOTCAPABLE);
      expectErrno(root.open('dir', Open.READ), -Errno.ENOTCAPABLE);
      for (const how of [Open.READ, Open.READ | Open.TRUNCATE, Open.WRITE | Open.CREATE]) {
        expectErrno(root.open('file', how), -Errno.ENOTCAPABLE);
      }
      for (const errno of [
        root.link('file', root, 'second'),
        root.rename('file', root, 'moved'),
        root.rename('plain', root, 'dir'),
        root.unlink('file'),
        root.removeDirectory('empty'),
        root.setTimes('file', 5n, 5n),
      ]) {
        expectErrno(errno, -Errno.ENOTCAPABLE);
      }
      expect(take(openDirectory(root, 'plain'), 'file')).to.equal('inside');
      expect(readdirSync(join(links, 'outside')).sort()).to.deep.equal(['deeper', 'empty', 'secret']);
      expect(statSync(join(links, 'outside/secret')).mtimeMs).to.be.above(0.1);
      root.close();
    });

    it('nothing is created through a dangling link', () => {
      const root = new WindowsFileSystem().openPreopen(join(links, 'inside'));
      if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
      expectErrno(root.open('dangling', Open.WRITE | Open.CREATE), -Errno.ENOTCAPABLE);
      expectErrno(root.open('dangling', Open.WRITE | Open.CREATE | Open.EXCLUSIVE), -Errno.EEXIST);
      expectErrno(root.createDirectory('dangling'), -Errno.EEXIST);
      expect(readdirSync(join(links, 'outside'))).to.not.include('new');
      root.close();
    });
  });

  describe('preopens under Wine', () => {
    it('lie on another drive than C:, and where paths are long', () => {
      const base = mkdtempSync(join(tmpdir(), 'hostcall-long-'));
      const fileSystem = new WindowsFileSystem();
      const whole = fileSystem.openPreopen(base);
      const other = fileSystem.openPreopen(join(links, 'inside'));
      if (typeof whole === 'number' || typeof other === 'number') throw new Error('openPreopen');
      expect(statOf(other, '.').device).to.not.equal(statOf(whole, '.').device);
      let directory: Directory = whole;
      const name = 'n'.repeat(100);
      for (let depth = 0; depth < 5; depth++) {
        expectErrno(directory.createDirectory(name), 0);
        const next = openDirectory(directory, name);
        if (directory !== whole) directory.close();
        directory = next;
      }
      put(directory, 'file', 'deep');
      expect(take(directory, 'file')).to.equal('deep');
      directory.close();
      whole.close();
      other.close();
      rmSync(base, { recursive: true });
    });
  });
}
