import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodeHostCalls } from '../../../adapters/node/index.js';
import {
  blankDescent,
  blankFilestat,
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  openFile,
  statOf,
  take,
} from '../../../application/contract/index.js';
import { BORROWED_DESCENTS, Errno, Open } from '../../../domain/index.js';
import { LINUX, needing, SUPERUSER } from '../../needs.js';
import { countingHost } from './counting-host.js';
import { descriptors, openScratch } from './scratch.js';

needing(LINUX).describe('node: directories by handles', () => {
  it('are of no use once closed, whatever has their number then', () => {
    const { inside, root, dispose } = openScratch();
    mkdirSync(join(inside, 'closed'));
    mkdirSync(join(inside, 'other/inner'), { recursive: true });
    const closed = openDirectory(root, 'closed');
    const numberOf = (directory: object) => (directory as { readonly fd: number }).fd;
    closed.close();
    const other = openDirectory(root, 'other');
    // The number has been given out again: otherwise nothing is shown.
    expect(numberOf(other)).to.equal(numberOf(closed));
    expectErrno(closed.stat('.', blankFilestat()), -Errno.EBADF);
    expectErrno(closed.stat('inner', blankFilestat()), -Errno.EBADF);
    expectErrno(closed.open('inner', Open.READ), -Errno.EBADF);
    expectErrno(closed.descend('inner', blankDescent(closed)), -Errno.EBADF);
    expectErrno(closed.createDirectory('x'), -Errno.EBADF);
    expect(closed.list()).to.equal(-Errno.EBADF);
    expect(closed.parentInode()).to.equal(0n);
    closed.close();
    expect(namesIn(other)).to.deep.equal(['inner']);
    other.close();
    const listed = openDirectory(root, 'other', Open.READ | Open.DIRECTORY | Open.LIST);
    expect(numberOf(listed)).to.equal(numberOf(closed));
    expectErrno(closed.sync(), -Errno.EBADF);
    listed.close();
    root.close();
    dispose();
  });

  it('keep at most 128 descriptors, and none once everything is closed', () => {
    const before = descriptors().length;
    const { inside, root, dispose } = openScratch();
    for (let i = 0; i < 300; i++) mkdirSync(join(inside, `dir-${i}`, 'inner'), { recursive: true });
    for (let i = 0; i < 300; i++) descendTo(root, `dir-${i}/inner`);
    const opened = openDirectory(root, 'dir-0');
    for (let i = 0; i < 50; i++) descendTo(opened, 'inner');
    expectErrno(root.descend('dir-1/missing', blankDescent(root)), -Errno.ENOENT);
    openFile(root, 'file', Open.WRITE | Open.CREATE).close();
    expectErrno(root.open('dir-1', Open.WRITE), -Errno.EISDIR);
    expectErrno(root.open('dir-1', Open.WRITE | Open.DIRECTORY), -Errno.EISDIR);
    expectErrno(root.sync(), 0);
    expect(descriptors().length - before).to.be.within(100, 130);
    root.close();
    expect(descriptors().length - before).to.be.within(2, 130);
    expect(namesIn(descendTo(opened, 'inner'))).to.deep.equal([]);
    opened.close();
    expect(descriptors().length).to.equal(before);
    dispose();
  });

  it('cost one readlink for any depth once they are kept', () => {
    const host = countingHost();
    const { inside, root, dispose } = openScratch({ host });
    mkdirSync(join(inside, 'a/b/c/d/e'), { recursive: true });
    writeFileSync(join(inside, 'a/b/c/d/e/file'), '');
    descendTo(root, 'a/b/c/d/e');
    host.calls();
    expect(statOf(descendTo(root, 'a/b/c/d/e'), 'file').size).to.equal(0n);
    expect(host.calls()).to.deep.equal(['readlink', 'lstat']);
    statOf(root, 'a');
    expect(host.calls()).to.deep.equal(['lstat']);
    openFile(descendTo(root, 'a/b/c/d/e'), 'file', Open.READ).close();
    expect(host.calls()).to.deep.equal(['readlink', 'open', 'roughStat', 'close']);
    descendTo(root, 'a/b/c/d');
    mkdirSync(join(inside, 'a/b/c/d/other'));
    host.calls();
    descendTo(root, 'a/b/c/d/other');
    expect(host.calls()).to.deep.equal(['readlink', 'open']);
    dispose();
  });

  it('cost one readlink again once those of another name have been found, and of no other', () => {
    const host = countingHost();
    const { inside, root, dispose } = openScratch({ host });
    mkdirSync(join(inside, 'a/b'), { recursive: true });
    mkdirSync(join(inside, 'a/c'));
    descendTo(root, 'a/b');
    renameSync(inside, `${inside}-moved`);
    host.calls();
    descendTo(root, 'a/b');
    expect(host.calls()).to.deep.equal(['readlink', 'readlink']);
    descendTo(root, 'a/b');
    expect(host.calls()).to.deep.equal(['readlink']);
    // What is opened from now on is known by the new name at once.
    descendTo(root, 'a/c');
    expect(host.calls()).to.include('open');
    descendTo(root, 'a/c');
    expect(host.calls()).to.deep.equal(['readlink']);
    renameSync(`${inside}-moved/a/b`, `${inside}-moved/a/other`);
    expectErrno(root.descend('a/b', blankDescent(root)), -Errno.ENOENT);
    mkdirSync(`${inside}-moved/a/b`);
    host.calls();
    descendTo(root, 'a/b');
    expect(host.calls()).to.include('open');
    descendTo(root, 'a/b');
    expect(host.calls()).to.deep.equal(['readlink']);
    dispose();
  });

  it('are opened anew each time where the kernel does not tell their names', () => {
    const host = countingHost({
      readlink: path => (/^\/proc\/\d+\/fd\/\d+$/.test(path) ? -Errno.EACCES : nodeHostCalls.readlink(path)),
    });
    const { inside, root, dispose } = openScratch({ host });
    mkdirSync(join(inside, 'a/b'), { recursive: true });
    writeFileSync(join(inside, 'a/b/file'), '');
    for (let round = 0; round < 2; round++) {
      host.calls();
      const b = descendTo(root, 'a/b');
      expect(host.calls()).to.include('open');
      statOf(b, 'file');
      // It may be anywhere.
      expect(b.parentInode()).to.equal(statOf(b, '.').inode);
    }
    dispose();
  });

  it('are told how many steps away they are, kept or not, from wherever they are reached', () => {
    const { inside, root, dispose } = openScratch();
    mkdirSync(join(inside, 'a/b/c/d'), { recursive: true });
    for (const kept of ['a', 'a/b/c/d', 'a/b']) descendTo(root, kept);
    for (const [from, path, steps] of [
      ['a', 'b', 1],
      ['a', 'b/c', 2],
      ['a', 'b/c', 2],
      ['a/b', 'c/d', 2],
      ['a/b/c', 'd', 1],
    ] as const) {
      const directory = descendTo(root, from);
      const into = blankDescent(directory);
      expectErrno(directory.descend(path, into), 0);
      expect([from, path, into.steps]).to.deep.equal([from, path, steps]);
    }
    const into = blankDescent(root);
    for (const [path, steps] of [
      ['a', 1],
      ['a/b/c', 3],
      ['a/b/c/d', 4],
    ] as const) {
      expectErrno(root.descend(path, into), 0);
      expect(into.steps).to.equal(steps);
    }
    dispose();
  });

  it('are not looked at any more once they are closed', () => {
    const before = descriptors().length;
    const host = countingHost();
    const { inside, root, dispose } = openScratch({ host });
    for (let i = 0; i < 130; i++) {
      mkdirSync(join(inside, `dir-${i}`));
      descendTo(root, `dir-${i}`);
    }
    // With the preopened directory.
    expect(descriptors().length - before).to.equal(129);
    host.calls();
    descendTo(root, 'dir-0');
    expect(host.calls()).to.deep.equal(['open', 'close']);
    dispose();
  });

  it('do not tell the parent where the host tells nothing of it', () => {
    let tells = true;
    const { inside, root, dispose } = openScratch({
      host: { ...nodeHostCalls, fstat: fd => (tells ? nodeHostCalls.fstat(fd) : -Errno.EIO) },
    });
    mkdirSync(join(inside, 'a'));
    const a = openDirectory(root, 'a');
    expect(a.parentInode()).to.equal(statOf(root, '.').inode);
    tells = false;
    expect(a.parentInode()).to.equal(0n);
    a.close();
    dispose();
  });

  it('do not tell the parent where the kernel does not tell the name of it, or of the preopened directory', () => {
    let preopened: string | undefined;
    let named = Number.POSITIVE_INFINITY;
    const { inside, root, dispose } = openScratch({
      host: {
        ...nodeHostCalls,
        readlink(path) {
          if (!/\/fd\/\d+$/.test(path)) return nodeHostCalls.readlink(path);
          preopened ??= path;
          const isTold = named === Number.POSITIVE_INFINITY ? path !== preopened : named-- > 0;
          return isTold ? nodeHostCalls.readlink(path) : -Errno.EACCES;
        },
      },
    });
    mkdirSync(join(inside, 'a'));
    const a = openDirectory(root, 'a');
    expect(a.parentInode()).to.equal(statOf(a, '.').inode);
    // Those of the preopened directory, of this one, and not of the one above.
    named = 2;
    expect(a.parentInode()).to.equal(statOf(a, '.').inode);
    named = 3;
    expect(a.parentInode()).to.equal(statOf(root, '.').inode);
    a.close();
    dispose();
  });

  it('are closed where nothing has come to own them', () => {
    let fails = false;
    const before = descriptors().length;
    const { inside, root, dispose } = openScratch({
      host: {
        ...nodeHostCalls,
        readlink(path) {
          if (fails) throw new RangeError('Maximum call stack size exceeded');
          return nodeHostCalls.readlink(path);
        },
      },
    });
    mkdirSync(join(inside, 'a'));
    writeFileSync(join(inside, 'file'), '');
    fails = true;
    expect(() => root.descend('a', blankDescent(root))).to.throw(RangeError);
    fails = false;
    openFile(root, 'file', Open.READ).close();
    root.close();
    expect(descriptors().length).to.equal(before);
    dispose();
  });

  for (const errno of [Errno.EMFILE, Errno.ENFILE])
    it(`are closed, except borrowed ones, when no more descriptors can be opened: ${errno}`, () => {
      let full = false;
      let refused = 0;
      const host = countingHost();
      const scarce = {
        ...host,
        open: (path: string, flags: number, mode: number) => {
          if (!full) return host.open(path, flags, mode);
          refused++;
          return -errno;
        },
        close: (fd: number) => {
          full = false;
          return host.close(fd);
        },
      };
      const { inside, root, dispose } = openScratch({ host: scarce });
      const count = BORROWED_DESCENTS + 30;
      for (let i = 0; i < count; i++) {
        mkdirSync(join(inside, `dir-${i}`));
        descendTo(root, `dir-${i}`);
      }
      host.calls();
      full = true;
      const file = openFile(root, 'file', Open.WRITE | Open.CREATE);
      expect(host.calls().filter(name => name === 'close')).to.have.lengthOf(30);
      file.close();
      for (let i = 30; i < count; i++) descendTo(root, `dir-${i}`);
      full = true;
      refused = 0;
      expectErrno(root.open('file', Open.READ), -errno);
      expect(refused).to.equal(1);
      full = false;
      dispose();
    });

  needing(SUPERUSER).it('can be passed through without being readable', () => {
    const { inside, root, dispose } = openScratch();
    chmodSync(join(inside, '..'), 0o755);
    mkdirSync(join(inside, 'closed/inner'), { recursive: true });
    writeFileSync(join(inside, 'closed/inner/file'), 'x');
    chmodSync(join(inside, 'closed'), 0o711);
    process.seteuid?.(65534);
    try {
      expect(take(descendTo(root, 'closed/inner'), 'file')).to.equal('x');
      for (const how of [Open.READ, Open.READ | Open.DIRECTORY]) {
        const closed = openDirectory(root, 'closed', how);
        expect(take(descendTo(closed, 'inner'), 'file')).to.equal('x');
        expectErrno(closed.list(), -Errno.EACCES);
        closed.close();
        expectErrno(root.open('closed', how | Open.LIST), -Errno.EACCES);
      }
      expectErrno(root.createDirectory('x'), -Errno.EACCES);
      expectErrno(root.open('x', Open.WRITE | Open.CREATE), -Errno.EACCES);
    } finally {
      process.seteuid?.(0);
      dispose();
    }
  });
});
