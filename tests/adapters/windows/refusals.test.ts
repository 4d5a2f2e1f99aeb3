import { constants } from 'node:fs';
import { expect } from 'chai';
import type { HostCalls } from '../../../adapters/node/index.js';
import { windowsHostCalls } from '../../../adapters/windows/host-calls.js';
import { WindowsFileSystem } from '../../../adapters/windows/index.js';
import { synchronisedOnce } from '../../../adapters/windows/open.js';
import {
  blankFilestat,
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  put,
  statOf,
  take,
} from '../../../application/contract/index.js';
import { type Directory, Errno, Open } from '../../../domain/index.js';
import { RecordedWindows } from '../../windows/recorded-windows.js';

const { O_CREAT, O_EXCL, O_RDONLY } = constants;

type Name = keyof HostCalls & string;

/** Windows as recorded, some of whose primitives give something else. */
class OtherWindows extends RecordedWindows {
  /** The replaced result of a primitive; undefined for its own result. */
  given: Partial<Record<Name, (...args: never[]) => unknown>> = {};
  /** Flags of what was opened. */
  readonly flags: number[] = [];

  /** These primitives. */
  host(): HostCalls {
    return new Proxy<HostCalls>(this, {
      get: (_, name: Name) => {
        const primitive = this[name as keyof this];
        if (typeof primitive !== 'function') return primitive;
        return (...args: never[]) => {
          if (name === 'open') this.flags.push((args as readonly unknown[])[1] as number);
          return this.given[name]?.(...args) ?? primitive.apply(this, args);
        };
      },
    });
  }
}

describe('files on Windows, as recorded, where it refuses', () => {
  let windows: OtherWindows;
  let root: Directory;
  beforeEach(() => {
    windows = new OtherWindows();
    windows.mkdir('C:/work', 0);
    root = new WindowsFileSystem(windows.host()).openPreopen('C:/work') as Directory;
    put(root, 'file', 'text');
    put(root, 'other', '');
    root.createDirectory('dir');
  });
  /** The result of a primitive for a name. */
  const givenFor = (primitive: Name, name: string, result: unknown) => {
    windows.given[primitive] = (path: unknown) => (String(path).endsWith(`/${name}`) ? result : undefined);
  };

  it('are not used if they lead elsewhere without being shown as a link', () => {
    givenFor('realpath', 'file', 'D:\\elsewhere');
    const { READ, WRITE, CREATE, TRUNCATE } = Open;
    const before = windows.openDescriptors;
    for (const result of [
      root.open('file', READ),
      root.open('file', WRITE | CREATE | TRUNCATE),
      root.unlink('file'),
      root.link('file', root, 'second'),
      root.rename('file', root, 'moved'),
      root.rename('other', root, 'file'),
    ])
      expectErrno(result, -Errno.ENOTCAPABLE);
    expect(windows.openDescriptors).to.equal(before);
    windows.given = {};
    expect(namesIn(root)).to.deep.equal(['dir', 'file', 'other']);
    expect(take(root, 'file')).to.equal('text');
  });

  it('return the errno of a host that cannot resolve them', () => {
    givenFor('realpath', 'file', -Errno.EACCES);
    expectErrno(root.open('file', Open.READ), -Errno.EACCES);
    givenFor('realpath', 'file', -Errno.EIO);
    windows.given.linksIn = () => -Errno.EACCES;
    expectErrno(root.open('file', Open.READ), -Errno.EACCES);
  });

  it('are preopened through a link that Windows follows', () => {
    windows.junction('C:/link', 'C:\\work');
    const linked = new WindowsFileSystem(windows.host()).openPreopen('C:\\link');
    if (typeof linked === 'number') throw new Error(`openPreopen: ${linked}`);
    expect(namesIn(linked)).to.deep.equal(['dir', 'file', 'other']);
    windows.given.realpath = () => -Errno.EIO;
    for (const path of ['C:\\none\\inner', 'C:\\none'])
      expectErrno(new WindowsFileSystem(windows.host()).openPreopen(path), -Errno.EIO);
  });

  it('are created exclusively', () => {
    windows.flags.length = 0;
    openFile(root, 'new', Open.WRITE | Open.CREATE).close();
    for (const flags of windows.flags.filter(each => (each & O_CREAT) !== 0)) expect(flags & O_EXCL).to.equal(O_EXCL);
    windows.given.open = () => -Errno.EEXIST;
    expectErrno(root.open('newer', Open.WRITE | Open.CREATE | Open.EXCLUSIVE), -Errno.EEXIST);
  });

  it('return the errno of a failed open', () => {
    const before = windows.openDescriptors;
    windows.given.open = () => -Errno.EMFILE;
    for (const how of [Open.READ, Open.WRITE | Open.CREATE]) expectErrno(root.open('file', how), -Errno.EMFILE);
    expectErrno(root.open('new', Open.WRITE | Open.CREATE), -Errno.EMFILE);
    windows.given = { fstat: () => windows.lstat('C:/work/file') };
    expectErrno(root.open('dir', Open.READ | Open.DIRECTORY), -Errno.ENOTDIR);
    let looks = 0;
    windows.given = {
      lstat: (path: string) => (path.endsWith('/file') && ++looks > 1 ? -Errno.ENOENT : undefined),
    };
    expectErrno(root.open('file', Open.READ), -Errno.ENOENT);
    expect(windows.openDescriptors).to.equal(before);
  });

  it('return the errno of a failed change', () => {
    const file = openFile(root, 'file', Open.READ | Open.WRITE | Open.APPEND);
    for (const primitive of ['sync', 'datasync', 'futimes', 'truncate'] as const)
      windows.given[primitive] = () => -Errno.EIO;
    for (const result of [file.sync(), file.datasync(), file.setTimes(1n, 1n), file.setSize(1)])
      expectErrno(result, -Errno.EIO);
    windows.given = {};
    expect(file.size()).to.equal(4);
    file.close();
  });

  it('keep the directory that cannot be read, and those that are not empty', () => {
    const open = openDirectory(root, 'dir');
    givenFor('readdir', 'dir', -Errno.EACCES);
    expectErrno(root.removeDirectory('dir'), -Errno.EACCES);
    windows.given = {};
    put(open, 'inner', '');
    expectErrno(root.removeDirectory('dir'), -Errno.ENOTEMPTY);
    expect(namesIn(root)).to.deep.equal(['dir', 'file', 'other']);
    open.close();
  });

  it('are not removed if they cannot be examined', () => {
    for (const errno of [Errno.EIO, Errno.ENOENT]) {
      givenFor('lstat', 'file', -errno);
      expectErrno(root.unlink('file'), -errno);
      givenFor('lstat', 'dir', -errno);
      expectErrno(root.removeDirectory('dir'), -errno);
    }
    windows.given = {};
    expect(namesIn(root)).to.deep.equal(['dir', 'file', 'other']);
  });

  it('are not renamed by unlink() if they are directories', () => {
    const open = openDirectory(root, 'dir');
    let renamed = 0;
    windows.given.rename = () => {
      renamed++;
      return undefined;
    };
    expectErrno(root.unlink('dir'), -Errno.EISDIR);
    expect(renamed).to.equal(0);
    open.close();
  });

  it('do not replace what cannot be examined', () => {
    givenFor('lstat', 'other', -Errno.EACCES);
    expectErrno(root.rename('file', root, 'other'), -Errno.EACCES);
    windows.given = {};
    expect(take(root, 'file')).to.equal('text');
  });

  it('do not replace a file that has the temporary name of an open one', () => {
    const file = openFile(root, 'file', Open.READ);
    const taken = Array.from({ length: 3 }, (_, n) => `.hostcall-removed-${process.pid}-${n}`);
    for (const name of taken) put(root, name, 'mine');
    expectErrno(root.unlink('file'), 0);
    for (const name of taken) expect(take(root, name)).to.equal('mine');
    file.close();
  });

  it('opened by others are synchronised where Windows allows it', () => {
    const calls = windowsHostCalls(windows.host());
    const theirs = windows.open('C:/work/file', O_RDONLY, 0);
    for (const result of [calls.sync(theirs), calls.datasync(theirs)]) expectErrno(result, 0);
    windows.close(theirs);
  });

  it('are changed, synchronised and removed as they are where Windows lets them be', () => {
    const file = openFile(root, 'file', Open.READ | Open.WRITE);
    const directory = openDirectory(root, 'dir');
    windows.flags.length = 0;
    const renamed: unknown[] = [];
    windows.given.rename = (path: unknown) => {
      renamed.push(path);
      return undefined;
    };
    for (const result of [file.setSize(2), file.sync(), file.datasync(), directory.sync(), root.unlink('other')])
      expectErrno(result, 0);
    expect([windows.flags, renamed]).to.deep.equal([[], []]);
    expect(take(root, 'file')).to.equal('te');
    // One that appends, where Windows lets it, and where it says no for another reason.
    const appending = openFile(root, 'file', Open.WRITE | Open.APPEND);
    windows.flags.length = 0;
    for (const result of [0, -Errno.EFBIG]) {
      windows.given.truncate = () => result;
      expectErrno(appending.setSize(1), result);
    }
    expect(windows.flags).to.deep.equal([]);
    for (const each of [file, directory, appending]) each.close();
  });

  it('work with descriptor 0 as with any other', () => {
    const before = windows.openDescriptors;
    windows.next = 0;
    expect(take(root, 'file')).to.equal('text');
    windows.next = 2000;
    const file = openFile(root, 'file', Open.WRITE | Open.APPEND);
    windows.next = 0;
    // Through a second descriptor.
    expectErrno(file.setSize(2), 0);
    file.close();
    expect(take(root, 'file')).to.equal('te');
    windows.next = 0;
    openFile(root, 'file', Open.WRITE | Open.TRUNCATE).close();
    expect(take(root, 'file')).to.equal('');
    expect(windows.openDescriptors).to.equal(before);
  });

  it('have no links once their last name is removed, though the host still counts it', () => {
    root.link('file', root, 'second');
    const file = openFile(root, 'file', Open.READ);
    const { fstat } = windows;
    let counted = 2n;
    windows.given.fstat = (fd: number) => {
      const stats = fstat.call(windows, fd);
      return typeof stats === 'number' ? stats : Object.assign(stats, { nlink: counted });
    };
    for (const [name, links] of [
      ['second', 1n],
      ['file', 0n],
    ] as const) {
      expectErrno(root.unlink(name), 0);
      counted = 1n;
      const into = blankFilestat();
      expectErrno(file.stat(into), 0);
      expect(into.links, name).to.equal(links);
    }
    windows.given.fstat = () => -Errno.EIO;
    expectErrno(file.stat(blankFilestat()), -Errno.EIO);
    windows.given = {};
    file.close();
  });

  it('have the errno of what is denied, and not that of Windows', () => {
    givenFor('lstat', 'file', -Errno.EPERM);
    expectErrno(root.stat('file', blankFilestat()), -Errno.EACCES);
    windows.given = { readdir: () => -Errno.EBUSY };
    expectErrno(root.list(), -Errno.EACCES);
    windows.given = { realpath: () => -Errno.EPERM };
    expectErrno(new WindowsFileSystem(windows.host()).openPreopen('C:\\work'), -Errno.EACCES);
  });

  it('may be on a drive that Windows cannot resolve', () => {
    windows.given.realpath = () => -Errno.EIO;
    const calls = windowsHostCalls(windows.host());
    expect([calls.confirm('C:/'), calls.confirm('C:/work')]).to.deep.equal([0, 0]);
    windows.given.linksIn = (path: unknown) => (path === 'C:/' ? ['WORK'] : undefined);
    expect(calls.confirm('C:/work')).to.equal(-Errno.ENOTCAPABLE);
  });

  it('do not hide the name by which what was replaced was removed', () => {
    windows.at('C:/work/other').readOnly = true;
    expectErrno(root.rename('file', root, 'other'), 0);
    const name = `.hostcall-removed-${process.pid}-0`;
    put(root, name, 'mine');
    expect(namesIn(root)).to.deep.equal([name, 'dir', 'other']);
  });

  it('are hidden once removed, even if another process has them open', () => {
    const file = openFile(root, 'file', Open.READ);
    const theirs = windows.open('C:/work/file', O_RDONLY, 0);
    expectErrno(root.unlink('file'), 0);
    file.close();
    expect([namesIn(root), windows.readdir('C:/work')]).to.deep.equal([
      ['dir', 'other'],
      [`.hostcall-removed-${process.pid}-0`, 'dir', 'other'],
    ]);
    windows.close(theirs);
    expect(windows.readdir('C:/work')).to.deep.equal(['dir', 'other']);
  });

  it('are not listed once they are removed, even if Windows shows what another process has open', () => {
    // Wine 8 does.
    const name = `.hostcall-removed-${process.pid}-0`;
    const stats = windows.lstat('C:/work/file');
    const file = openFile(root, 'file', Open.READ);
    const theirs = windows.open('C:/work/file', O_RDONLY, 0);
    expectErrno(root.unlink('file'), 0);
    for (const primitive of ['lstat', 'roughLstat'] as const) givenFor(primitive, name, stats);
    file.close();
    expect(namesIn(root)).to.deep.equal(['dir', 'other']);
    windows.close(theirs);
  });

  it('are not moved into themselves, and nothing there is removed for that', () => {
    const inner = openDirectory(root, 'dir');
    inner.createDirectory('inner');
    const { inode } = statOf(inner, 'inner');
    expectErrno(root.rename('dir', inner, 'inner'), -Errno.EINVAL);
    expectErrno(root.rename('dir', inner, 'new'), -Errno.EINVAL);
    expect(statOf(inner, 'inner').inode).to.equal(inode);
    inner.close();
  });

  it('have one of the flags by which they are synchronised, which are two bits on Windows', () => {
    const [dsync, sync] = [0x400_0000, 0x800_0000];
    const found = [0, dsync, sync, sync | dsync].map(flags => synchronisedOnce(1 | flags, sync, dsync));
    expect(found).to.deep.equal([1, 1 | dsync, 1 | sync, 1 | sync]);
    // Where one has the other in it, it keeps that.
    expect(synchronisedOnce(sync | dsync, sync | dsync, dsync)).to.equal(sync | dsync);
  });

  describe('links', () => {
    it('are followed on request', () => {
      windows.junction('C:/work/link', 'C:\\work\\dir');
      const calls = windowsHostCalls(windows.host());
      const fd = calls.open('C:/work/link', O_RDONLY, 0);
      expect(fd).to.be.at.least(0);
      expect(calls.close(fd)).to.equal(0);
      expectErrno(root.open('link', Open.READ), -Errno.ELOOP);
    });

    it('do not replace anything, wherever they lead', () => {
      for (const target of ['file', '/file']) expectErrno(root.symlink('other', target), -Errno.EEXIST);
    });

    it('are not made without the privilege, or by a host that only says so', () => {
      windows.privileged = false;
      expectErrno(root.symlink('link', 'file'), -Errno.EPERM);
      windows.given.symlink = () => 0;
      expectErrno(root.symlink('link', 'file'), -Errno.ENOTSUP);
      windows.given.symlink = () => -Errno.EISDIR;
      expectErrno(root.symlink('link', 'file'), -Errno.ENOTSUP);
      expect(namesIn(root)).to.deep.equal(['dir', 'file', 'other']);
    });

    it('return the errno of a failed read', () => {
      expectErrno(root.symlink('link', 'file'), 0);
      for (const [errno, ofLink, ofFile] of [
        [Errno.ENOENT, Errno.ENOENT, Errno.ENOENT],
        [Errno.EILSEQ, Errno.EILSEQ, Errno.EILSEQ],
        [Errno.EPERM, Errno.EACCES, Errno.EINVAL],
        [Errno.EIO, Errno.EIO, Errno.EINVAL],
      ] as const) {
        windows.given.readlink = () => -errno;
        expectErrno(root.readlink('link'), -ofLink);
        expectErrno(root.readlink('file'), -ofFile);
      }
    });
  });
});
