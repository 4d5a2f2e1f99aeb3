import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Errno, Filetype } from '../../../domain/index.js';
import { le } from '../abi/proxy-guest.js';
import { at, type Fixture, open, openFixture, READING, ROOT } from './fixture.js';

describe('directory', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.dispose());

  interface Entry {
    next: bigint;
    inode: bigint;
    type: number;
    name: string;
  }

  /** One call's worth of whole entries, as a libc reads them. */
  function entries(fd: number, cookie: bigint, size: number): { entries: Entry[]; used: number } {
    const { proxy } = fixture;
    proxy.ok('fd_readdir', fd, at.in, size, cookie, at.result);
    const used = proxy.view.getUint32(at.result, true);
    const found: Entry[] = [];
    for (let offset = 0; offset + 24 <= used; ) {
      const start = at.in + offset;
      const length = proxy.view.getUint32(start + 16, true);
      if (offset + 24 + length > used) break;
      found.push({
        next: proxy.view.getBigUint64(start, true),
        inode: proxy.view.getBigUint64(start + 8, true),
        type: proxy.view.getUint8(start + 20),
        name: new TextDecoder().decode(proxy.bytes.slice(start + 24, start + 24 + length)),
      });
      offset += 24 + length;
    }
    return { entries: found, used };
  }

  function listAll(fd: number, size: number): Entry[] {
    const all: Entry[] = [];
    for (let cookie = 0n; ; ) {
      const { entries: some, used } = entries(fd, cookie, size);
      all.push(...some);
      if (used < size) return all;
      expect(some, `a buffer of ${size} holds no entry`).to.not.be.empty;
      cookie = (some.at(-1) as Entry).next;
    }
  }

  it('fd_prestat_get and fd_prestat_dir_name return a preopen’s guest name, and an errno for others', () => {
    const { proxy } = fixture;
    proxy.expect('fd_prestat_get', [ROOT, at.result], {
      writes: [[at.result, le([0, 4], [1, 4])]],
      line: 'fd_prestat_get(3, {tag=DIR, pr_name_len=1}) = 0',
    });
    proxy.expect('fd_prestat_dir_name', [ROOT, at.buffer, 1], {
      writes: [[at.buffer, [0x2f]]],
      line: 'fd_prestat_dir_name(3, "/", 1) = 0',
    });
    proxy.expect('fd_prestat_dir_name', [ROOT, at.buffer, 64], { writes: [[at.buffer, [0x2f]]], line: /= 0$/ });
    proxy.expect('fd_prestat_dir_name', [ROOT, at.buffer, 0], { errno: Errno.ENAMETOOLONG, line: /-1 ENAMETOOLONG/ });
    proxy.expect('fd_prestat_get', [4, at.result], {
      errno: Errno.EBADF,
      line: 'fd_prestat_get(4, 0x1000) = -1 EBADF (Bad file descriptor)',
    });
    const directory = open(proxy, 'dir', { base: READING });
    proxy.expect('fd_prestat_get', [directory, at.result], { errno: Errno.EBADF, line: /-1 EBADF/ });
    proxy.expect('fd_prestat_dir_name', [directory, at.buffer, 64], { errno: Errno.EBADF, line: /-1 EBADF/ });
    proxy.expect('fd_prestat_get', [0, at.result], { errno: Errno.EBADF, line: /-1 EBADF/ });
  });

  it('fd_readdir lists `.`, `..` and every entry with its own inode and type', () => {
    const { root } = fixture;
    const all = listAll(ROOT, 4096);
    expect(all.slice(0, 2).map(e => e.name)).to.deep.equal(['.', '..']);
    expect(all[0]?.inode).to.equal(statSync(root, { bigint: true }).ino);
    const byName = Object.fromEntries(all.map(e => [e.name, e]));
    expect(Object.keys(byName).sort()).to.deep.equal(['.', '..', 'dir', 'dirlink', 'hi.txt', 'link']);
    expect(byName.dir?.type).to.equal(Filetype.DIRECTORY);
    expect(byName.link?.type).to.equal(Filetype.SYMBOLIC_LINK);
    expect(byName['hi.txt']?.type).to.equal(Filetype.REGULAR_FILE);
    expect(byName['hi.txt']?.inode).to.equal(statSync(join(root, 'hi.txt'), { bigint: true }).ino);
    expect(byName.link?.inode).to.not.equal(byName['hi.txt']?.inode);
    expect(fixture.proxy.lines.at(-1)?.replace(/ +=/, ' =')).to.equal(
      'fd_readdir(3</>, 0x2000 /* 6 entries */, 4096, cookie=0) = 167',
    );
  });

  it('fd_readdir of a directory returns its parent’s inode', () => {
    const directory = open(fixture.proxy, 'dir', { base: READING });
    expect(entries(directory, 0n, 4096).entries[1]?.inode).to.equal(statSync(fixture.root, { bigint: true }).ino);
  });

  it('fd_readdir of a preopen does not reveal what is above', () => {
    const [self, parent] = entries(ROOT, 0n, 4096).entries;
    expect(parent?.inode).to.equal(self?.inode);
  });

  it('fd_readdir gives the same through a buffer of any size', () => {
    for (let i = 0; i < 100; i++) writeFileSync(join(fixture.root, 'dir', `file-${i}-${'x'.repeat(i % 30)}`), '');
    const directory = open(fixture.proxy, 'dir', { base: READING });
    const whole = listAll(directory, 16384);
    expect(whole).to.have.lengthOf(103);
    for (const size of [64, 100, 256, 1000]) expect(listAll(directory, size)).to.deep.equal(whole);
  });

  it('fd_readdir fills the buffer to the last byte, cutting an entry anywhere', () => {
    const { proxy } = fixture;
    const whole = entries(ROOT, 0n, 4096).used;
    const bytes = proxy.bytes.slice(at.in, at.in + whole);
    for (let size = 0; size <= whole + 1; size++) {
      proxy.expect('fd_readdir', [ROOT, at.in, size, 0n, at.result], {
        writes: [
          [at.in, bytes.subarray(0, size)],
          [at.result, le([Math.min(size, whole), 4])],
        ],
        line: /= \d+$/,
      });
    }
  });

  it('fd_readdir continues in the same place while entries come and go, and restarts at cookie 0', () => {
    const { proxy, root } = fixture;
    mkdirSync(join(root, 'busy'));
    for (let i = 0; i < 10; i++) writeFileSync(join(root, 'busy', `${i}`), '');
    const busy = open(proxy, 'busy', { base: READING });
    const before = listAll(busy, 4096);
    const first = entries(busy, 0n, 80).entries;
    expect(first).to.have.lengthOf(3);
    for (let i = 0; i < 10; i += 2) rmSync(join(root, 'busy', `${i}`));
    writeFileSync(join(root, 'busy', 'new'), '');
    const rest = entries(busy, first.at(-1)?.next as bigint, 4096).entries;
    expect([...first, ...rest].map(e => e.name)).to.deep.equal(before.map(e => e.name));
    const fresh = listAll(busy, 4096).map(e => e.name);
    expect(fresh.sort()).to.deep.equal(['.', '..', '1', '3', '5', '7', '9', 'new']);
  });

  it('fd_readdir past the end returns nothing', () => {
    const { proxy } = fixture;
    proxy.expect('fd_readdir', [ROOT, at.in, 100, 1000n, at.result], {
      writes: [[at.result, le([0, 4])]],
      line: /= 0$/,
    });
    proxy.expect('fd_readdir', [ROOT, at.in, 100, -1n, at.result], {
      writes: [[at.result, le([0, 4])]],
      line: /cookie=18446744073709551615\) = 0$/,
    });
  });

  it('fd_readdir of a file is ENOTDIR', () => {
    const { proxy } = fixture;
    const file = open(proxy, 'hi.txt');
    proxy.expect('fd_readdir', [file, at.in, 100, 0n, at.result], { errno: Errno.ENOTDIR, line: /-1 ENOTDIR/ });
  });

  it('fd_readdir continues in the same place after its listing was dropped for others', async () => {
    const small = await openFixture({ limits: { listedBytes: 200 } });
    try {
      const { proxy, root } = small;
      mkdirSync(join(root, 'many'));
      const names = Array.from({ length: 20 }, (_, index) => `file-${String(index).padStart(2, '0')}`);
      for (const name of names) writeFileSync(join(root, 'many', name), '');
      const fds = [open(proxy, 'many', { base: READING }), open(proxy, 'many', { base: READING })];
      const seen: string[][] = [[], []];
      // Room for one entry a call, the two descriptors in turn: each drops the other's listing.
      for (let cookie = 0n; cookie < 22n; cookie++) {
        for (const [index, fd] of fds.entries()) {
          proxy.ok('fd_readdir', fd, at.in, 24 + 7, cookie, at.result);
          const length = proxy.view.getUint32(at.in + 16, true);
          seen[index]?.push(new TextDecoder().decode(proxy.bytes.slice(at.in + 24, at.in + 24 + length)));
          expect([...proxy.descriptors].filter(([, { listing }]) => listing !== undefined)).to.have.length(1);
        }
      }
      for (const list of seen) expect(list.sort()).to.deep.equal(['.', '..', ...names]);
    } finally {
      small.dispose();
    }
  });
});
