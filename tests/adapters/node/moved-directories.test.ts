import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { NodeFileSystem, nodeHostCalls } from '../../../adapters/node/index.js';
import {
  blankDescent,
  blankFilestat,
  descendTo,
  namesIn,
  openDirectory,
  put,
  statOf,
  take,
} from '../../../application/contract/index.js';
import { Open } from '../../../domain/index.js';
import { LINUX, needing } from '../../needs.js';
import { hookedHost } from './hooked-host.js';
import { openScratch } from './scratch.js';

needing(LINUX).describe('node: directories by handles, where others move or exchange them', () => {
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
