import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, fstatSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { ProgramOptions } from '../../application/runtime/index.js';
import { Errno, errnoName, type HostcallName } from '../../domain/index.js';
import { at, EVERY_RIGHT, type Fixture, open, openFixture, READING, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { needing, systemFile } from '../needs.js';
import type { ExhaustionReport } from './exhaustion.js';
import { mechanism } from './mechanisms.js';
import { Scenes, treePlaces } from './places.js';

const PROC = systemFile('/proc/self/fd');

/** The descriptors this process has. */
function hostDescriptors(): string[] {
  // The last one is that of the listing itself.
  return readdirSync('/proc/self/fd').filter(fd => existsSync(`/proc/self/fd/${fd}`));
}

for (const place of treePlaces) {
  describe(`Numbers of descriptors, on ${place.name}:`, () => {
    let scenes: Scenes;
    beforeEach(async () => {
      scenes = await Scenes.open(place, { 'hi.txt': 'hi', 'other.txt': 'other', dir: { inner: 'inner' } });
    });
    afterEach(() => scenes.close());

    it(mechanism(19), () => {
      scenes.each('renumbering', guest => {
        const size = (fd: number) => {
          guest.ok('fd_filestat_get', fd, at.result);
          return guest.view.getBigUint64(at.result + 32, true);
        };
        const renumber = (from: number, to: number) => errnoName(guest.call('fd_renumber', from, to));
        const [hi, other, dir] = ['hi.txt', 'other.txt', 'dir'].map(path => open(guest, path, { base: READING }));
        if (hi === undefined || other === undefined || dir === undefined) throw new Error('nothing was opened');
        // To itself: nothing happens.
        expect(renumber(hi, hi)).to.equal('ESUCCESS');
        expect(size(hi)).to.equal(2n);
        // To and from numbers that are closed, or never were open.
        for (const closed of [dir + 1, 100, 4096, 0x7fffffff, 0xffffffff]) {
          expect(renumber(hi, closed), `to ${closed}`).to.equal('EBADF');
          expect(renumber(closed, hi), `from ${closed}`).to.equal('EBADF');
          expect(renumber(closed, closed), `${closed} to itself`).to.equal('EBADF');
        }
        // Onto another: that one is closed, and the number stands for the first.
        expect(renumber(other, hi)).to.equal('ESUCCESS');
        expect(size(hi)).to.equal(5n);
        expect(errnoName(guest.call('fd_close', other))).to.equal('EBADF');
        // Onto a stream.
        expect(renumber(hi, 0)).to.equal('ESUCCESS');
        expect(size(0)).to.equal(5n);
        // Onto the preopen, through which is opened from then on: the directory alone, and nothing above it.
        expect(renumber(dir, ROOT)).to.equal('ESUCCESS');
        expect(size(open(guest, 'inner', { base: READING }))).to.equal(5n);
        for (const path of ['../hi.txt', '..', '../../outside/file']) {
          const [pointer, length] = guest.text(at.path, path);
          const errno = guest.call('path_open', ROOT, 1, pointer, length, 0, READING, 0n, 0, at.result);
          expect(errnoName(errno), path).to.equal('ENOTCAPABLE');
        }
        for (const [fd] of [...guest.descriptors]) guest.ok('fd_close', fd);
        expect(renumber(ROOT, ROOT)).to.equal('EBADF');
      });
    });
  });
}

for (const { name: reach, create } of hostFileSystems)
  describe(`Descriptors of the host, on ${reach}:`, () => {
    let fixture: Fixture;
    const openOwn = (options: ProgramOptions = {}) => openFixture(options, { fileSystem: create() });
    beforeEach(async () => {
      fixture = await openOwn();
    });
    afterEach(() => fixture.dispose());

    needing(PROC).it(mechanism(21), () => {
      const { proxy } = fixture;
      open(proxy, 'dir/inner.txt');
      const held = hostDescriptors().length;
      const guests = [...proxy.descriptors].length;
      const [pointer, length] = proxy.text(at.path, 'dir/inner.txt');
      for (let round = 0; round < 100; round++) {
        for (const bad of [65533, 65536, 0x7fffffff, 0x80000000, 0xffffffff]) {
          const errno = proxy.call('path_open', ROOT, 0, pointer, length, 0, READING, 0n, 0, bad);
          expect(errnoName(errno)).to.equal('EFAULT');
        }
      }
      expect(hostDescriptors().length).to.equal(held);
      expect([...proxy.descriptors].length).to.equal(guests);
    });

    needing(PROC).it('opening, renumbering and closing in any order returns every host descriptor', () => {
      const { proxy } = fixture;
      // Directories on the way are kept for a while, a bounded number of them.
      for (let i = 0; i < 200; i++) proxy.ok('fd_close', open(proxy, 'dir/inner.txt'));
      const held = hostDescriptors().length;
      let seed = 12345;
      const below = (limit: number) => {
        seed = (seed * 1103515245 + 12345) % 2 ** 31;
        return Math.floor((seed / 2 ** 31) * limit);
      };
      for (let step = 0; step < 2000; step++) {
        const [pointer, length] = proxy.text(at.path, ['hi.txt', 'dir', 'dir/inner.txt', 'link'][below(4)] ?? '');
        // The preopen stays.
        const fd = 4 + below(12);
        const what = below(4);
        if (what < 2) proxy.call('path_open', ROOT, 1, pointer, length, 0, READING, 0n, 0, at.result);
        else if (what === 2) proxy.call('fd_renumber', fd, [0, 1, 2, 4 + below(12), 99][below(5)] ?? 0);
        else proxy.call('fd_close', fd);
      }
      for (const [fd] of [...proxy.descriptors]) if (fd !== ROOT) proxy.ok('fd_close', fd);
      expect(hostDescriptors().length).to.equal(held);
      open(proxy, 'hi.txt');
    });

    needing(PROC).it(mechanism(22), () => {
      const { proxy, root } = fixture;
      writeFileSync(join(root, '../hostcall-security-secret'), 'secret');
      const mine = Array.from({ length: 40 }, () => openSync(join(root, '../hostcall-security-secret'), 'r+'));
      try {
        const calls: [HostcallName, ...(number | bigint)[]][] = [
          ['fd_advise', 0n, 0n, 0],
          ['fd_allocate', 0n, 100n],
          ['fd_close'],
          ['fd_datasync'],
          ['fd_fdstat_get', at.result],
          ['fd_fdstat_set_flags', 1],
          ['fd_fdstat_set_rights', 0n, 0n],
          ['fd_filestat_get', at.result],
          ['fd_filestat_set_size', 0n],
          ['fd_filestat_set_times', 0n, 0n, 5],
          ['fd_pread', ...proxy.iovecs(at.iovecs, [at.buffer, 8]), 0n, at.result],
          ['fd_prestat_get', at.result],
          ['fd_prestat_dir_name', at.buffer, 16],
          ['fd_pwrite', at.iovecs, 1, 0n, at.result],
          ['fd_read', at.iovecs, 1, at.result],
          ['fd_readdir', at.buffer, 100, 0n, at.result],
          ['fd_renumber', 1],
          ['fd_seek', 0n, 0, at.result],
          ['fd_sync'],
          ['fd_tell', at.result],
          ['fd_write', at.iovecs, 1, at.result],
          ['path_create_directory', ...proxy.text(at.path, 'x')],
          ['sock_accept', 0, at.result],
          ['sock_shutdown', 1],
        ];
        for (const fd of mine.filter(fd => proxy.descriptors.peek(fd) === undefined)) {
          for (const [name, ...args] of calls) {
            expect(errnoName(proxy.call(name, fd, ...args)), `${name} of ${fd}`).to.equal('EBADF');
          }
          expect(errnoName(proxy.call('fd_renumber', ROOT, fd))).to.equal('EBADF');
          expect(fstatSync(fd).size).to.equal(6);
        }
        expect(fixture.stdout.text).to.equal('');
      } finally {
        for (const fd of mine) closeSync(fd);
        rmSync(join(root, '../hostcall-security-secret'));
      }
    });

    it('closing the guest’s 0, 1 and 2, or putting a file there, leaves the host’s alone', () => {
      const { proxy, stdout } = fixture;
      const before = [0, 1, 2].map(fd => fstatSync(fd).ino);
      const file = open(proxy, 'out', { oflags: 1 });
      proxy.ok('fd_renumber', file, 1);
      proxy.ok('fd_write', 1, ...proxy.iovecs(at.iovecs, [at.buffer, 8]), at.result);
      for (const fd of [0, 1, 2]) proxy.ok('fd_close', fd);
      expect([0, 1, 2].map(fd => fstatSync(fd).ino)).to.deep.equal(before);
      expect(stdout.text).to.equal('');
      // The guest's 0 is now what it opens next, and nothing of the host's.
      expect(open(proxy, 'hi.txt', { base: READING })).to.equal(0);
      proxy.ok('fd_read', 0, ...proxy.iovecs(at.iovecs, [at.buffer, 8]), at.result);
      expect(proxy.view.getUint32(at.result, true)).to.equal(3);
    });

    it(`${mechanism(20)}, as many as a guest may have: others go on`, async () => {
      const greedy = await openOwn({ limits: { descriptors: 200 } });
      try {
        const [pointer, length] = greedy.proxy.text(at.path, 'dir/inner.txt');
        const take = () => greedy.proxy.call('path_open', ROOT, 0, pointer, length, 0, READING, 0n, 0, at.result);
        for (let fd = 4; fd < 200; fd++) expect(take()).to.equal(0);
        const held = PROC.met ? hostDescriptors().length : 0;
        for (let i = 0; i < 10; i++) expect(take()).to.equal(Errno.EMFILE);
        if (PROC.met) expect(hostDescriptors().length, 'what was refused was not opened').to.equal(held);
        open(fixture.proxy, 'dir/inner.txt', { base: EVERY_RIGHT });
        greedy.proxy.ok('fd_close', 100);
        expect(take()).to.equal(0);
        expect(greedy.proxy.view.getUint32(at.result, true)).to.equal(100);
      } finally {
        greedy.dispose();
      }
    });

    needing(PROC).it(`${mechanism(20)}, as many as the host has: everything goes on once some are free`, () => {
      const scratch = mkdtempSync(join(tmpdir(), 'hostcall-'));
      try {
        const script = fileURLToPath(new URL('exhaustion.js', import.meta.url));
        // Node opens every module of the script, and all at once.
        const limited = 'ulimit -n 1000 && exec "$0" "$@"';
        const child = spawnSync('sh', ['-c', limited, process.execPath, '--no-warnings', script, scratch, reach], {
          encoding: 'utf8',
          timeout: 200_000,
        });
        expect(child.stderr).to.equal('');
        const report = JSON.parse(child.stdout) as ExhaustionReport;
        expect(report.opened).to.be.greaterThan(20);
        expect(
          report.refusals.every(name => name === 'EMFILE'),
          report.refusals.join(),
        ).to.equal(true);
        expect(report.refusals.length).to.be.greaterThan(0);
        expect(report.meanwhile).to.deep.equal({ read: 'ESUCCESS', stat: 'ESUCCESS', close: 'ESUCCESS' });
        expect(report.again).to.equal(report.opened);
        expect(report.other).to.equal('ESUCCESS');
      } finally {
        rmSync(scratch, { recursive: true });
      }
    });
  });
