import { expect } from 'chai';
import { WindowsFileSystem } from '../../../adapters/windows/index.js';
import { blankDescent, expectErrno, namesIn, put, take } from '../../../application/contract/index.js';
import { type Directory, Errno, Open } from '../../../domain/index.js';
import { RecordedWindows } from '../../windows/recorded-windows.js';

/** Windows as recorded, but an unsupported function is EISDIR, as in libuv (its `src/win/error.c`). */
class WithoutLinks extends RecordedWindows {
  override link = () => -Errno.EISDIR;
  override symlink = () => -Errno.EISDIR;
}

class WithoutFinalPaths extends RecordedWindows {
  override realpath = () => -Errno.EISDIR;
}

function openOn(recorded: RecordedWindows): Directory {
  recorded.mkdir('C:/work', 0);
  const root = new WindowsFileSystem(recorded).openPreopen('C:\\work');
  if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
  return root;
}

describe('volumes of Windows that are not NTFS', () => {
  it('without links say that they have none', () => {
    const root = openOn(new WithoutLinks());
    put(root, 'file', 'x');
    expectErrno(root.link('file', root, 'second'), -Errno.ENOTSUP);
    expectErrno(root.symlink('link', 'file'), -Errno.ENOTSUP);
    expect(namesIn(root)).to.deep.equal(['file']);
  });

  it('that cannot resolve paths can be used, but not what leads elsewhere', () => {
    const recorded = new WithoutFinalPaths();
    recorded.populate('//?/Volume{1}/data/secret', 'secret');
    const root = openOn(recorded);
    recorded.populate('C:/work/dir/file', 'x');
    recorded.junction('C:/work/mount', '\\\\?\\Volume{1}\\data', 'volume');
    const into = blankDescent(root);
    expectErrno(root.descend('dir', into), 0);
    expect(take(into.directory, 'file')).to.equal('x');
    put(into.directory, 'new', 'y');
    expectErrno(into.directory.rename('new', root, 'moved'), 0);
    expect(take(root, 'moved')).to.equal('y');
    for (const errno of [
      root.descend('mount', blankDescent(root)),
      root.open('mount', Open.READ | Open.DIRECTORY),
      root.removeDirectory('mount'),
    ]) {
      expectErrno(errno, -Errno.ENOTCAPABLE);
    }
  });

  it('that cannot resolve paths are not reached through links', () => {
    const recorded = new WithoutFinalPaths();
    for (const path of ['C:/other', 'C:/other/inner']) recorded.mkdir(path, 0);
    recorded.junction('C:/link', 'C:\\other');
    const fileSystem = new WindowsFileSystem(recorded);
    for (const path of ['C:\\link', 'C:\\link\\inner']) expectErrno(fileSystem.openPreopen(path), -Errno.EIO);
    recorded.mkdir('//server/share/deep', 0);
    for (const path of ['C:\\other\\inner', '\\\\server\\share', '\\\\server\\share\\deep', 'D:\\']) {
      const root = fileSystem.openPreopen(path);
      if (typeof root === 'number') throw new Error(`${path}: ${root}`);
      root.close();
    }
  });
});
