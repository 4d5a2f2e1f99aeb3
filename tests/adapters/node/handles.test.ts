import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
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
import { Errno, Open } from '../../../domain/index.js';
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
    expect(namesIn(other)).to.deep.equal(['inner']);
    other.close();
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

  it('are let go when the process runs out of descriptors', () => {
    let full = false;
    const host = countingHost();
    const scarce = {
      ...host,
      open: (path: string, flags: number, mode: number) => (full ? -Errno.EMFILE : host.open(path, flags, mode)),
      close: (fd: number) => {
        full = false;
        return host.close(fd);
      },
    };
    const { inside, root, dispose } = openScratch({ host: scarce });
    for (let i = 0; i < 120; i++) {
      mkdirSync(join(inside, `dir-${i}`));
      descendTo(root, `dir-${i}`);
    }
    full = true;
    openFile(root, 'file', Open.WRITE | Open.CREATE).close();
    for (let i = 30; i < 120; i++) descendTo(root, `dir-${i}`);
    full = true;
    expectErrno(root.open('file', Open.READ), -Errno.EMFILE);
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
