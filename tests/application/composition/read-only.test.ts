import { expect } from 'chai';
import { memoryDirectory } from '../../../adapters/memory/index.js';
import { isReadOnlyView, readOnly } from '../../../application/composition/index.js';
import { descendTo, expectErrno, openDirectory, openFile } from '../../../application/contract/index.js';
import { Errno, Open } from '../../../domain/index.js';

const { READ, WRITE, CREATE, EXCLUSIVE, DIRECTORY, TRUNCATE } = Open;

describe('readOnly', () => {
  const root = memoryDirectory({ file: 'x', dir: { inner: 'y' } });
  root.symlink('link', 'file');
  const view = readOnly(root);

  it('is a view that is known for one, with all that is opened through it', () => {
    for (const each of [
      view,
      descendTo(view, 'dir'),
      openDirectory(view, 'dir'),
      openFile(view, 'file', READ),
      openFile(openDirectory(view, 'dir'), 'inner', READ),
    ]) {
      expect(isReadOnlyView(each)).to.equal(true);
    }
    for (const other of [undefined, root, openFile(root, 'file', READ)]) expect(isReadOnlyView(other)).to.equal(false);
  });

  it('refuses an opening by the first rule of Linux that it breaks', () => {
    for (const [name, how, errno] of [
      ['file', READ | CREATE | DIRECTORY, -Errno.EINVAL],
      ['dir', READ | CREATE | DIRECTORY, -Errno.EINVAL],
      ['new', READ | CREATE | DIRECTORY, -Errno.EINVAL],
      ['file', READ | CREATE | EXCLUSIVE, -Errno.EEXIST],
      ['dir', READ | CREATE | EXCLUSIVE, -Errno.EEXIST],
      ['link', READ | CREATE | EXCLUSIVE, -Errno.EEXIST],
      ['new', READ | CREATE | EXCLUSIVE, -Errno.EROFS],
      ['new', READ | CREATE, -Errno.EROFS],
      ['new', WRITE, -Errno.ENOENT],
      ['link', READ | CREATE, -Errno.ELOOP],
      ['link', WRITE, -Errno.ELOOP],
      ['dir', READ | CREATE, -Errno.EISDIR],
      ['dir', WRITE, -Errno.EISDIR],
      ['dir', WRITE | DIRECTORY, -Errno.EISDIR],
      ['file', WRITE | DIRECTORY, -Errno.ENOTDIR],
      ['file', READ | DIRECTORY, -Errno.ENOTDIR],
      ['file', WRITE, -Errno.EROFS],
      ['file', READ | TRUNCATE, -Errno.EROFS],
      ['file', WRITE | CREATE, -Errno.EROFS],
    ] as const) {
      expectErrno(view.open(name, how), errno);
    }
  });
});
