import { type BigIntStats, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type HostCalls, NodeFileSystem, nodeHostCalls } from '../../../adapters/node/index.js';
import {
  blankDescent,
  blankFilestat,
  descendTo,
  expectErrno,
  namesIn,
  openDirectory,
  put,
  statOf,
  take,
} from '../../../application/contract/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { Errno, Open } from '../../../domain/index.js';
import { LINUX, needing } from '../../needs.js';
import { countingHost } from './counting-host.js';
import { descriptors, openScratch } from './scratch.js';

needing(LINUX).describe('node: handles of directories', () => {
  describe('where /proc does not show them', () => {
    const elsewhere = nodeHostCalls.lstat('/proc') as BigIntStats;
    const blind: readonly (readonly [string, Partial<HostCalls>])[] = [
      ['because it is not there', { readlink: path => (path.startsWith('/proc') ? -Errno.ENOENT : path) }],
      ['because it is something else', { readlink: path => (path === '/proc/self' ? 'thread-self' : path) }],
      [
        'because it is that of other processes',
        { lstat: path => (/^\/proc\/\d+\/fd\/\d+\/\.$/.test(path) ? elsewhere : nodeHostCalls.lstat(path)) },
      ],
    ];
    for (const [why, instead] of blind) {
      const hostOf = () =>
        countingHost({
          ...instead,
          readlink: path =>
            path.startsWith('/proc/')
              ? (instead.readlink ?? nodeHostCalls.readlink)(path)
              : nodeHostCalls.readlink(path),
        });

      it(`paths are checked, ${why}`, () => {
        const host = hostOf();
        expect(new NodeFileSystem({ host }).reach).to.equal('checks');
        const { inside, root, dispose } = openScratch({ host });
        mkdirSync(join(inside, 'a/b'), { recursive: true });
        host.calls();
        put(descendTo(root, 'a/b'), 'file', 'x');
        expect(take(descendTo(root, 'a/b'), 'file')).to.equal('x');
        expect(host.calls()).to.not.include('readlink');
        dispose();
      });

      it(`who asks for them is refused, ${why}`, () => {
        const before = descriptors().length;
        const fileSystem = new NodeFileSystem({ host: hostOf(), reach: 'handles' });
        expect(() => fileSystem.openPreopen(tmpdir())).to.throw(ConfigurationError, 'mount /proc');
        expect(descriptors().length).to.equal(before);
      });
    }

    it('a directory that this user may not pass through is not reached by its path either', () => {
      const before = descriptors().length;
      const lstat: HostCalls['lstat'] = path =>
        /^\/proc\/\d+\/fd\/\d+\/\.$/.test(path) ? -Errno.EACCES : nodeHostCalls.lstat(path);
      const fileSystem = new NodeFileSystem({ host: { ...nodeHostCalls, lstat } });
      expect(fileSystem.openPreopen(tmpdir())).to.equal(-Errno.EACCES);
      expect(descriptors().length).to.equal(before);
    });

    it('that they are there is known before a directory is opened', () => {
      expect(new NodeFileSystem().reach).to.equal('handles');
      expect(new NodeFileSystem({ reach: 'checks' }).reach).to.equal('checks');
    });
  });
});

describe('node: directories by checks', () => {
  it('are not led out by a link that the guest puts in place of a directory it holds', () => {
    const { inside, outside, root, dispose } = openScratch({ reach: 'checks' });
    mkdirSync(join(inside, 'dir/inner'), { recursive: true });
    mkdirSync(join(outside, 'inner'));
    writeFileSync(join(outside, 'secret'), 'secret');
    const dir = openDirectory(root, 'dir');
    const inner = openDirectory(dir, 'inner');
    const inodes = new Map([
      [dir, lstatSync(join(inside, 'dir'), { bigint: true }).ino],
      [inner, lstatSync(join(inside, 'dir/inner'), { bigint: true }).ino],
    ]);
    expectErrno(root.rename('dir', root, 'away'), 0);
    expectErrno(root.symlink('dir', '../outside'), 0);
    for (const held of [dir, inner]) {
      expectErrno(held.open('secret', Open.READ), -Errno.ENOENT);
      // Its own attributes are those of the directory that is held open, wherever that is now.
      const own = blankFilestat();
      expectErrno(held.stat('.', own), 0);
      expect(own.inode).to.equal(inodes.get(held));
      expectErrno(held.open('made', Open.WRITE | Open.CREATE), -Errno.ENOENT);
      expectErrno(held.createDirectory('made'), -Errno.ENOENT);
      expectErrno(held.descend('inner', blankDescent(held)), -Errno.ENOENT);
      expectErrno(held.rename('x', root, 'x'), -Errno.ENOENT);
      expectErrno(root.rename('away', held, 'x'), -Errno.ENOENT);
      expectErrno(held.list(), -Errno.ENOENT);
      expectErrno(held.setTimes('secret', 1n, 1n), -Errno.ENOENT);
    }
    expect(readdirSync(outside)).to.deep.equal(['inner', 'secret']);
    dir.close();
    inner.close();
    dispose();
  });

  needing(LINUX).it('leave no descriptor open', () => {
    const before = descriptors().length;
    const { inside, root, dispose } = openScratch({ reach: 'checks' });
    mkdirSync(join(inside, 'a/b'), { recursive: true });
    const b = openDirectory(descendTo(root, 'a'), 'b');
    put(b, 'file', 'x');
    b.close();
    root.close();
    expect(descriptors().length).to.equal(before);
    dispose();
  });
});

describe('node: a preopened directory', () => {
  it('may be named through links, and by a relative path', () => {
    const { inside, outside, dispose } = openScratch();
    writeFileSync(join(inside, 'file'), 'x');
    symlinkSync(inside, join(outside, 'link'));
    for (const reach of [undefined, 'checks'] as const) {
      const fileSystem = new NodeFileSystem(reach === undefined ? {} : { reach });
      const linked = fileSystem.openPreopen(join(outside, 'link'));
      if (typeof linked === 'number') throw new Error(`openPreopen: ${linked}`);
      expect(take(linked, 'file')).to.equal('x');
      linked.close();
      const relative = fileSystem.openPreopen('.');
      if (typeof relative === 'number') throw new Error(`openPreopen: ${relative}`);
      expect(namesIn(relative)).to.deep.equal(readdirSync('.').sort());
      relative.close();
    }
    dispose();
  });

  it('may be the root of the host', () => {
    const root = new NodeFileSystem().openPreopen('/');
    if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
    const { inside, dispose } = openScratch();
    writeFileSync(join(inside, 'file'), 'x');
    for (let round = 0; round < 2; round++) expect(take(descendTo(root, inside.slice(1)), 'file')).to.equal('x');
    expect(root.parentInode()).to.equal(statOf(root, '.').inode);
    expect(descendTo(root, inside.slice(1).split('/')[0] as string).parentInode()).to.equal(statOf(root, '.').inode);
    root.close();
    dispose();
  });
});
