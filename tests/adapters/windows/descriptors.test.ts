import { expect } from 'chai';
import { WindowsFileSystem } from '../../../adapters/windows/index.js';
import {
  blankFilestat,
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  put,
  statOf,
  take,
  vectors,
} from '../../../application/contract/index.js';
import { type Directory, Errno, Open } from '../../../domain/index.js';
import { RecordedWindows } from '../../windows/recorded-windows.js';

/** Windows as recorded, on which somebody does something at the moment a file is opened, or looked at again. */
class Disturbed extends RecordedWindows {
  before: (path: string) => void = () => {};
  after: (path: string) => void = () => {};
  looked: (path: string) => void = () => {};
  readonly synced: number[] = [];

  override open(path: string, flags: number, mode: number): number {
    this.before(path);
    const fd = super.open(path, flags, mode);
    this.after(path);
    return fd;
  }

  override readlink(path: string): string | number {
    this.looked(path);
    return super.readlink(path);
  }

  override sync(fd: number): number {
    const errno = super.sync(fd);
    if (errno === 0) this.synced.push(fd);
    return errno;
  }
}

function openGround(): { recorded: Disturbed; root: Directory } {
  const recorded = new Disturbed();
  recorded.mkdir('C:/work', 0);
  recorded.populate('C:/outside/secret', 'secret');
  const root = new WindowsFileSystem(recorded).openPreopen('C:\\work');
  if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
  return { recorded, root };
}

describe('descriptors of Windows, as recorded', () => {
  it('one that appends can change the size, if its file is still there', () => {
    const { recorded, root } = openGround();
    put(root, 'file', 'abcdef');
    const file = openFile(root, 'file', Open.WRITE | Open.APPEND);
    expectErrno(file.setSize(3), 0);
    expectErrno(root.rename('file', root, 'moved'), 0);
    expectErrno(file.setSize(2), 0);
    expect(take(root, 'moved')).to.equal('ab');
    recorded.rename('C:/work/moved', 'C:/work/away');
    recorded.populate('C:/work/moved', 'another');
    expectErrno(file.setSize(0), -Errno.EPERM);
    expect(take(root, 'moved')).to.equal('another');
    expect(take(root, 'away')).to.equal('ab');
    file.close();
    expect(recorded.openDescriptors).to.equal(1);
  });

  it('one that appends can change the size, however its file was spelt when it was opened and moved', () => {
    const { root } = openGround();
    root.createDirectory('Dir');
    put(descendTo(root, 'Dir'), 'File', 'abcdef');
    const file = openFile(descendTo(root, 'dIR'), 'fILE', Open.WRITE | Open.APPEND);
    expectErrno(descendTo(root, 'Dir').rename('FILE', descendTo(root, 'DIR'), 'moved'), 0);
    expectErrno(file.setSize(3), 0);
    expect(take(descendTo(root, 'Dir'), 'moved')).to.equal('abc');
    file.close();
  });

  it('one that only reads is synchronised through another', () => {
    const { recorded, root } = openGround();
    put(root, 'file', 'x');
    const file = openFile(root, 'file', Open.READ);
    expectErrno(file.sync(), 0);
    expect(recorded.synced).to.have.lengthOf(1);
    expectErrno(root.unlink('file'), 0);
    expectErrno(file.sync(), 0);
    file.close();
    expectErrno(root.sync(), 0);
    expect(recorded.openDescriptors).to.equal(1);
  });

  it('one that only reads can set times, wherever its file was moved to', () => {
    const { root } = openGround();
    root.createDirectory('dir');
    put(root, 'file', 'x');
    const dir = openDirectory(root, 'dir');
    const file = openFile(root, 'file', Open.READ);
    expectErrno(root.rename('file', dir, 'inner'), 0);
    put(root, 'file', 'another');
    const { modified } = statOf(root, 'file');
    expectErrno(file.setTimes(5n, 6n), 0);
    expect(statOf(dir, 'inner').modified).to.equal(6n);
    expect(statOf(root, 'file').modified).to.equal(modified);
    expectErrno(dir.unlink('inner'), 0);
    expectErrno(file.setTimes(7n, 8n), -Errno.EPERM);
    file.close();
    dir.close();
  });

  it('the temporary names of removed files are hidden, and do not stay', () => {
    const { recorded, root } = openGround();
    put(root, 'one', '');
    expectErrno(root.link('one', root, 'two'), 0);
    const file = openFile(root, 'one', Open.READ);
    const stat = blankFilestat();
    for (const [name, links] of [
      ['one', 1n],
      ['two', 0n],
    ] as const) {
      expectErrno(root.unlink(name), 0);
      expectErrno(file.stat(stat), 0);
      expect(stat.links).to.equal(links);
    }
    expect(namesIn(root)).to.deep.equal([]);
    expect(recorded.readdir('C:/work')).to.have.lengthOf(1);
    file.close();
    expect(recorded.readdir('C:/work')).to.deep.equal([]);
    // Another file with such a name is an ordinary file.
    const name = `.hostcall-removed-${process.pid}-0`;
    put(root, name, 'mine');
    put(root, 'file', '');
    const other = openFile(root, 'file', Open.WRITE);
    expectErrno(root.unlink('file'), 0);
    expect(namesIn(root)).to.deep.equal([name]);
    other.close();
    expect(take(root, name)).to.equal('mine');
  });

  it('the file opened is the one examined, even if it is exchanged meanwhile', () => {
    for (const how of [Open.READ, Open.READ | Open.TRUNCATE, Open.WRITE | Open.CREATE]) {
      for (const back of [false, true]) {
        const { recorded, root } = openGround();
        put(root, 'file', 'inside');
        recorded.before = path => {
          if (!path.endsWith('/file')) return;
          recorded.before = () => {};
          recorded.rename(path, 'C:/work/kept');
          recorded.symlink('..\\outside\\secret', path, 'file');
        };
        if (back) {
          recorded.after = path => {
            recorded.after = () => {};
            recorded.unlink(path);
            recorded.rename('C:/work/kept', path);
          };
        }
        expectErrno(root.open('file', how), -Errno.ELOOP);
        expect(recorded.openDescriptors).to.equal(1);
        expect(new TextDecoder().decode(recorded.at('C:/outside/secret').content)).to.equal('secret');
      }
    }
  });

  it('an open with O_CREAT succeeds, even if the file is created or removed meanwhile', () => {
    const { recorded, root } = openGround();
    const open = (how: number) => {
      const file = root.open('file', how);
      return typeof file === 'number' ? file : file.close();
    };
    recorded.before = path => {
      recorded.before = () => {};
      recorded.populate(path, 'theirs');
    };
    expectErrno(open(Open.WRITE | Open.CREATE), 0);
    expect(take(root, 'file')).to.equal('theirs');
    recorded.before = path => {
      recorded.before = () => {};
      recorded.unlink(path);
    };
    expectErrno(open(Open.WRITE | Open.CREATE), 0);
    expect(take(root, 'file')).to.equal('');
    expectErrno(root.unlink('file'), 0);
    recorded.looked = path => {
      recorded.looked = () => {};
      recorded.populate(path, 'theirs');
    };
    expectErrno(open(Open.WRITE | Open.CREATE), 0);
    expect(take(root, 'file')).to.equal('theirs');
    expectErrno(root.unlink('file'), 0);
    recorded.before = path => {
      recorded.before = () => {};
      recorded.populate(path, 'theirs');
    };
    expectErrno(open(Open.WRITE | Open.CREATE | Open.EXCLUSIVE), -Errno.EEXIST);
    expect(recorded.openDescriptors).to.equal(1);
  });

  it('one that another process has locked in part is EAGAIN to read there', () => {
    const { recorded, root } = openGround();
    put(root, 'file', 'x');
    const file = openFile(root, 'file', Open.READ | Open.WRITE);
    recorded.read = () => -Errno.EBUSY;
    recorded.write = () => -Errno.EBUSY;
    expectErrno(file.read(vectors('_'), 0), -Errno.EAGAIN);
    expectErrno(file.write(vectors('_'), 0), -Errno.EAGAIN);
    file.close();
  });
});
