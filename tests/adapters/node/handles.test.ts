import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  type BigIntStats,
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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
  openFile,
  put,
  statOf,
  take,
} from '../../../application/contract/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { Errno, Open } from '../../../domain/index.js';
import { LINUX, needing, SUPERUSER } from '../../needs.js';
import { countingHost } from './counting-host.js';
import { hookedHost } from './hooked-host.js';
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

  it('go on when the preopened directory is renamed', () => {
    const { inside, root, dispose } = openScratch();
    mkdirSync(join(inside, 'a/b'), { recursive: true });
    put(descendTo(root, 'a/b'), 'file', 'x');
    renameSync(inside, `${inside}-moved`);
    mkdirSync(inside);
    expect(take(descendTo(root, 'a/b'), 'file')).to.equal('x');
    expect(take(descendTo(root, 'a/b'), 'file')).to.equal('x');
    expect(descendTo(root, 'a').parentInode()).to.equal(statOf(root, '.').inode);
    expect(namesIn(root)).to.deep.equal(['a']);
    dispose();
  });

  it('do not tell the parent of a directory that was moved out', () => {
    const { inside, outside, root, dispose } = openScratch();
    mkdirSync(join(inside, 'dir'));
    const dir = openDirectory(root, 'dir');
    renameSync(join(inside, 'dir'), join(outside, 'dir'));
    expect(dir.parentInode()).to.equal(statOf(dir, '.').inode);
    dir.close();
    dispose();
  });

  it('do not tell the parent of a directory that is elsewhere for the moment in which they ask', () => {
    let where = { inside: '', outside: '' };
    let moves = 0;
    /** Moves the directory out while a primitive is about its parent, and back. */
    const meanwhile = <Result>(path: string, call: () => Result): Result => {
      if (!path.endsWith('/..')) return call();
      moves++;
      renameSync(join(where.inside, 'dir'), join(where.outside, 'dir'));
      const result = call();
      renameSync(join(where.outside, 'dir'), join(where.inside, 'dir'));
      return result;
    };
    const host = {
      ...nodeHostCalls,
      open: (path: string, flags: number, mode: number) => meanwhile(path, () => nodeHostCalls.open(path, flags, mode)),
      lstat: (path: string) => meanwhile(path, () => nodeHostCalls.lstat(path)),
      roughLstat: (path: string) => meanwhile(path, () => nodeHostCalls.roughLstat(path)),
    };
    const { inside, outside, root, dispose } = openScratch({ host });
    where = { inside, outside };
    mkdirSync(join(inside, 'dir'));
    const dir = openDirectory(root, 'dir');
    expect(dir.parentInode()).to.equal(statOf(dir, '.').inode);
    expect(moves).to.equal(1);
    dir.close();
    dispose();
  });

  it('never tell the parent outside while another process moves the directory out and back', async () => {
    const { inside, outside, root, dispose } = openScratch();
    mkdirSync(join(inside, 'dir'));
    const dir = openDirectory(root, 'dir');
    const own = statOf(dir, '.').inode;
    const above = statOf(root, '.').inode;
    const mover = fork(new URL('mover.js', import.meta.url), [join(inside, 'dir'), join(outside, 'dir')]);
    try {
      await once(mover, 'message');
      const met = new Map<bigint, number>([
        [own, 0],
        [above, 0],
      ]);
      const latest = performance.now() + 20_000;
      while (Math.min(...met.values()) < 500 && performance.now() < latest) {
        const inode = dir.parentInode();
        met.set(inode, (met.get(inode) ?? 0) + 1);
      }
      expect([...met.keys()]).to.deep.equal([own, above]);
    } finally {
      mover.kill();
      await once(mover, 'exit');
    }
    dir.close();
    dispose();
  }).timeout(240_000);

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

    it('that they are there is known before a directory is opened', () => {
      expect(new NodeFileSystem().reach).to.equal('handles');
      expect(new NodeFileSystem({ reach: 'checks' }).reach).to.equal('checks');
    });
  });

  for (const [how, lasting] of [
    ['for the moment of one primitive', false],
    ['and leaves the link there', true],
  ] as const) {
    it(`gain nothing for who exchanges a directory for a link, at whatever moment, ${how}`, () => {
      const outcomes = new Map<string, number>();
      let moment = 0;
      while (exchangedAt(moment, lasting, outcomes)) moment++;
      // Descending, looking, opening, making and removing: each asks the host several times.
      expect(moment).to.be.above(20);
      expect([...outcomes.keys()]).to.include.members(['a/b: reached', 'a/b: refused', 'a/b/c: reached']);
    });
  }

  /**
   * Works below a directory, for which somebody puts a link to the outside when the host is asked for the n-th time.
   * @param lasting the link stays; otherwise the directory is back before the host is asked again
   * @returns whether the host was asked so often
   */
  function exchangedAt(moment: number, lasting: boolean, outcomes: Map<string, number>): boolean {
    let asked = Number.NEGATIVE_INFINITY;
    let where = { inside: '', outside: '' };
    const host = hookedHost({
      before() {
        if (asked++ !== moment) return;
        const path = join(where.inside, 'a/b');
        renameSync(path, `${path}-away`);
        symlinkSync(join(where.outside, 'a/b'), path);
      },
      after() {
        if (asked !== moment + 1 || lasting) return;
        const path = join(where.inside, 'a/b');
        rmSync(path);
        renameSync(`${path}-away`, path);
      },
    });
    const { inside, outside, root, dispose } = openScratch({ host });
    where = { inside, outside };
    for (const place of [inside, outside]) {
      mkdirSync(join(place, 'a/b/c'), { recursive: true });
      for (const path of ['a/b/file', 'a/b/c/file'])
        writeFileSync(join(place, path), place === inside ? 'inside' : 'outside');
    }
    const outsideInodes = new Set(['a/b/file', 'a/b/c/file', 'a/b', 'a/b/c'].map(path => inodeOf(outside, path)));
    const into = blankDescent(root);
    const stat = blankFilestat();
    asked = 0;
    for (const path of ['a/b', 'a/b/c']) {
      const outcome = `${path}: ${root.descend(path, into) === 0 ? 'reached' : 'refused'}`;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (outcome.endsWith('refused')) continue;
      if (into.directory.stat('file', stat) === 0) expect(outsideInodes.has(stat.inode)).to.equal(false);
      const file = into.directory.open('file', Open.READ);
      if (typeof file !== 'number' && file.kind === 'file') {
        file.stat(stat);
        expect(outsideInodes.has(stat.inode)).to.equal(false);
        file.close();
      }
      into.directory.createDirectory('made');
      into.directory.removeDirectory('made');
      into.directory.unlink('nothing');
    }
    const exchanged = asked > moment;
    asked = Number.NEGATIVE_INFINITY;
    expect(readdirSync(join(outside, 'a/b'))).to.deep.equal(['c', 'file']);
    expect(readdirSync(join(outside, 'a/b/c'))).to.deep.equal(['file']);
    expect(readFileSync(join(outside, 'a/b/c/file'), 'utf8')).to.equal('outside');
    dispose();
    return exchanged;
  }
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

function inodeOf(place: string, path: string): bigint {
  const fileSystem = new NodeFileSystem();
  const root = fileSystem.openPreopen(place);
  if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
  const names = path.split('/');
  const name = names.pop() as string;
  const { inode } = statOf(names.length === 0 ? root : descendTo(root, names.join('/')), name);
  root.close();
  return inode;
}
