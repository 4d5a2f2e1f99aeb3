import { expect } from 'chai';
import { readOnly } from '../../../application/composition/index.js';
import { findDenials } from '../../../application/diagnosis/index.js';
import { Runtime } from '../../../application/runtime/index.js';
import type { DenialKind } from '../../../application/tracing/index.js';
import { ALL_RIGHTS, Errno, Fdflag, Oflag, Right, type RightName, WRITING_RIGHTS } from '../../../domain/index.js';
import { ProxyGuest } from '../abi/proxy-guest.js';
import { at, EVERY_RIGHT, READING, ROOT } from '../hostcalls/fixture.js';
import { READ, type Refused, RefusedGuest, refusingHosts, WRITE } from './refused-guest.js';

/** Asserts what a denial for want of rights says as data. */
function expectRights({ denial }: Refused, side: 'base' | 'inheriting', missing: RightName[], losses: unknown[]): void {
  if (denial.kind !== 'rights') throw new Error(`the reason is of kind ${denial.kind satisfies DenialKind}`);
  expect(denial.side).to.equal(side);
  expect(denial.missing).to.deep.equal(missing);
  expect(denial.losses).to.deep.equal(losses);
  expect(denial.needed).to.include.members(missing);
  expect(denial.held).to.not.include.members(missing);
}

for (const host of refusingHosts) {
  describe(`why rights are missing, on ${host.name}`, () => {
    let guest: RefusedGuest;
    let sequence: number;

    beforeEach(async () => {
      guest = await RefusedGuest.open(host);
    });
    afterEach(() => guest.close());

    const writing = (fd: number) => guest.refused('fd_write', fd, ...guest.proxy.iovecs(at.iovecs), at.result);

    it('names the path_open that did not ask for them', () => {
      guest.open('dir', { base: READING, inheriting: 0n });
      const fd = guest.open('notes.txt', { base: READ });
      const by = { sequence: guest.last, name: 'path_open' };
      const refused = writing(fd);
      expect(refused.errno).to.equal(Errno.EBADF);
      expect(refused.text).to.equal(
        `${fd}</data/notes.txt> lacks FD_WRITE, but is open: path_open (call ${by.sequence}) did not ask for it`,
      );
      expectRights(refused, 'base', ['FD_WRITE'], [{ rights: ['FD_WRITE'], cause: 'not-asked', by }]);
      expect(refused.denial).to.include({ param: 'fd', fd, label: '/data/notes.txt' });
    });

    it('names the fd_fdstat_set_rights that gave them up, also after the number has changed', () => {
      const kept = BigInt(Right.FD_READ | Right.FD_TELL);
      const other = guest.open('dir/inner.txt');
      const fd = guest.open('notes.txt');
      guest.proxy.ok('fd_fdstat_set_rights', fd, EVERY_RIGHT & ~WRITE & BigInt(ALL_RIGHTS) & fileRights(fd), 0n);
      const first = guest.last;
      guest.proxy.ok('fd_fdstat_set_rights', fd, kept, 0n);
      const second = guest.last;
      guest.proxy.ok('fd_renumber', fd, other);
      expect(writing(other).text).to.equal(
        `${other}</data/notes.txt> lacks FD_WRITE, but is open: fd_fdstat_set_rights (call ${first}) gave it up`,
      );
      const refused = guest.refused('fd_sync', other);
      expect(refused.errno).to.equal(Errno.ENOTCAPABLE);
      expect(refused.text).to.equal(
        `${other}</data/notes.txt> lacks FD_SYNC: fd_fdstat_set_rights (call ${second}) gave it up`,
      );
      // fd_pwrite needs two rights, which went one after the other.
      const both = guest.refused('fd_pwrite', other, ...guest.proxy.iovecs(at.iovecs), 0n, at.result);
      expect(both.text).to.equal(
        `${other}</data/notes.txt> lacks FD_SEEK and FD_WRITE, but is open: FD_WRITE: fd_fdstat_set_rights (call ${first}) gave it up; ` +
          `FD_SEEK: fd_fdstat_set_rights (call ${second}) gave it up`,
      );
    });

    function fileRights(fd: number): bigint {
      return BigInt(guest.proxy.descriptors.peek(fd)?.rightsBase ?? 0);
    }

    it('names the rights that fd_fdstat_set_rights asks for and does not hold', () => {
      const fd = guest.open('notes.txt', { base: READ });
      sequence = guest.last;
      const refused = guest.refused('fd_fdstat_set_rights', fd, READ | WRITE, 0n);
      expect(refused.text).to.equal(
        `${fd}</data/notes.txt> lacks FD_WRITE: path_open (call ${sequence}) did not ask for it`,
      );
      const inheriting = guest.refused('fd_fdstat_set_rights', fd, READ, READ);
      expect(inheriting.denial).to.include({ kind: 'rights', side: 'inheriting' });
    });

    it('names the directory that no longer hands them down', () => {
      const base = BigInt(guest.proxy.descriptors.peek(ROOT)?.rightsBase ?? 0);
      guest.proxy.ok('fd_fdstat_set_rights', ROOT, base & ~BigInt(Right.PATH_CREATE_FILE), EVERY_RIGHT & ~WRITE);
      const by = { sequence: guest.last, name: 'fd_fdstat_set_rights' };
      const refused = guest.refused('path_open', ...guest.opening('notes.txt', { base: READ | WRITE }));
      expect(refused.errno).to.equal(Errno.ENOTCAPABLE);
      expect(refused.text).to.equal(
        `3</data> does not hand FD_WRITE down: fd_fdstat_set_rights (call ${by.sequence}) gave it up`,
      );
      expectRights(refused, 'inheriting', ['FD_WRITE'], [{ rights: ['FD_WRITE'], cause: 'given-up', by }]);
      const created = guest.refused('path_open', ...guest.opening('new', { base: READ, oflags: Oflag.CREAT }));
      expect(created.text).to.equal(
        `3</data> lacks PATH_CREATE_FILE: fd_fdstat_set_rights (call ${by.sequence}) gave it up`,
      );
      expectRights(created, 'base', ['PATH_CREATE_FILE'], [{ rights: ['PATH_CREATE_FILE'], cause: 'given-up', by }]);
    });

    it('names the right that a flag requires', () => {
      const dir = guest.open('dir', { base: READING & ~BigInt(Right.PATH_FILESTAT_SET_SIZE), inheriting: READ });
      sequence = guest.last;
      const truncating = guest.refused(
        'path_open',
        ...guest.opening('inner.txt', { fd: dir, base: READ, inheriting: 0n, oflags: Oflag.TRUNC }),
      );
      expect(truncating.text).to.equal(
        `${dir}</data/dir> lacks PATH_FILESTAT_SET_SIZE: path_open (call ${sequence}) did not ask for it`,
      );
      const synced = guest.refused(
        'path_open',
        ...guest.opening('inner.txt', { fd: dir, base: READ, inheriting: 0n, fdflags: Fdflag.RSYNC }),
      );
      expect(synced.text).to.equal(
        `${dir}</data/dir> does not hand FD_SYNC down: path_open (call ${sequence}) did not ask for it`,
      );
    });

    it('accepts FD_TELL for a fd_seek that does not move, and FD_SEEK for fd_tell', () => {
      const fd = guest.open('notes.txt', { base: BigInt(Right.FD_TELL) });
      sequence = guest.last;
      guest.proxy.ok('fd_seek', fd, 0n, 1, at.result);
      const moved = guest.refused('fd_seek', fd, 1n, 1, at.result);
      expectRights(
        moved,
        'base',
        ['FD_SEEK'],
        [{ rights: ['FD_SEEK'], cause: 'not-asked', by: { sequence, name: 'path_open' } }],
      );
      const neither = guest.open('notes.txt', { base: READ });
      expect(guest.refused('fd_seek', neither, 0n, 1, at.result).denial).to.deep.include({ missing: ['FD_TELL'] });
      expect(guest.refused('fd_seek', neither, 0n, 0, at.result).denial).to.deep.include({ missing: ['FD_SEEK'] });
      expect(guest.refused('fd_tell', neither, at.result).denial).to.deep.include({ missing: ['FD_SEEK'] });
    });

    it('names rights that the program never had', () => {
      const { text, errno } = writing(0);
      expect(errno).to.equal(Errno.EBADF);
      expect(text).to.equal('0<stdin> lacks FD_WRITE, but is open: the program was given the descriptor without it');
    });

    it('names rights that are meaningless for the type of the descriptor', () => {
      const dir = guest.open('dir', { base: READING });
      const reading = guest.refused('fd_read', dir, ...guest.proxy.iovecs(at.iovecs), at.result);
      expect(reading.errno).to.equal(Errno.EISDIR);
      expect(reading.text).to.equal(`${dir}</data/dir> is a directory, on which FD_READ means nothing`);
      expect(reading.denial).to.deep.include({
        kind: 'descriptor',
        problem: 'wrong-type',
        is: 'directory',
        needs: ['FD_READ'],
      });
      const fd = guest.open('notes.txt');
      expect(guest.refused('path_unlink_file', fd, ...guest.path('x')).text).to.equal(
        `${fd}</data/notes.txt> is a file, on which PATH_UNLINK_FILE means nothing`,
      );
      expect(guest.refused('fd_seek', 1, 0n, 0, at.result).text).to.equal(
        '1<stdout> is a stream, on which FD_SEEK means nothing',
      );
      const socket = guest.refused('sock_shutdown', fd, 1);
      expect(socket.errno).to.equal(Errno.ENOTSOCK);
      expect(socket.text).to.equal(`${fd}</data/notes.txt> is a file, not a socket`);
    });
  });

  describe(`why rights are missing below a read-only preopen, on ${host.name}`, () => {
    let guest: RefusedGuest;

    beforeEach(async () => {
      guest = await RefusedGuest.open(host, {}, {}, directory => ({ directory, readOnly: true }));
    });
    afterEach(() => guest.close());

    it('names that', () => {
      const refused = guest.refused('path_create_directory', ROOT, ...guest.path('new'));
      expect(refused.text).to.equal(
        '3</data> lacks PATH_CREATE_DIRECTORY: the program was given the directory read-only',
      );
      const right: RightName = 'PATH_CREATE_DIRECTORY';
      expectRights(refused, 'base', [right], [{ rights: [right], cause: 'read-only' }]);
      const opened = guest.refused('path_open', ...guest.opening('notes.txt', { base: WRITE, inheriting: 0n }));
      expect(opened.text).to.equal(
        '3</data> does not hand FD_WRITE down: the program was given the directory read-only',
      );
    });

    it('names it even for a program that reduces its request, as libc does', () => {
      const dir = guest.open('dir', {
        base: BigInt(ALL_RIGHTS & ~WRITING_RIGHTS),
        inheriting: BigInt(ALL_RIGHTS & ~WRITING_RIGHTS),
      });
      const first = guest.last;
      const fd = guest.open('inner.txt', { fd: dir, base: READ, inheriting: 0n });
      const by = { sequence: guest.last, name: 'path_open' };
      const refused = guest.refused('fd_write', fd, ...guest.proxy.iovecs(at.iovecs), at.result);
      expect(refused.text).to.equal(
        `${fd}</data/dir/inner.txt> lacks FD_WRITE, but is open: path_open (call ${by.sequence}) did not ask for it, ` +
          `and /data/dir did not hand FD_WRITE down: path_open (call ${first}) did not ask for it, ` +
          'and /data did not hand FD_WRITE down: the program was given the directory read-only',
      );
    });
  });

  describe(`why rights are missing below a view that cannot be changed, on ${host.name}`, () => {
    let guest: RefusedGuest;

    beforeEach(async () => {
      guest = await RefusedGuest.open(host, {}, {}, directory => readOnly(directory as string));
    });
    afterEach(() => guest.close());

    it('names that', () => {
      const refused = guest.refused('path_create_directory', ROOT, ...guest.path('new'));
      expect(refused.errno).to.equal(Errno.EROFS);
      expect(refused.text).to.equal(
        'refused at "new": the program was given a view of the directory through which nothing can be changed (EROFS)',
      );
      expect(refused.denial).to.include({ kind: 'operation', finding: 'refused', readOnly: true });
      const times = guest.refused('fd_filestat_set_times', ROOT, 0n, 0n, 1);
      expect(times.denial).to.include({ kind: 'returned', readOnly: true });
    });

    it('names what was left out when a file could only be opened for reading', () => {
      const fd = guest.open('notes.txt', { base: READ | BigInt(Right.FD_FILESTAT_SET_SIZE) });
      const by = { sequence: guest.last, name: 'path_open' };
      const refused = guest.refused('fd_filestat_set_size', fd, 0n);
      expect(refused.text).to.equal(
        `${fd}</data/notes.txt> lacks FD_FILESTAT_SET_SIZE: path_open (call ${by.sequence}) asked for it, but the file could only be opened for reading`,
      );
      const right: RightName = 'FD_FILESTAT_SET_SIZE';
      expectRights(refused, 'base', [right], [{ rights: [right], cause: 'opened-for-reading', by }]);
    });
  });
}

describe('why rights are missing that were lost unobserved', () => {
  it('is unknown, and reported as such', async () => {
    const [host] = refusingHosts;
    if (host === undefined) throw new Error('there is no host');
    const { place, dispose } = host.directory();
    const runtime = new Runtime(host.ports(), { denials: findDenials });
    const proxy = await ProxyGuest.open(runtime, { preopens: { '/data': place } });
    // The proxy sees every call, so the unobserved change is made without one.
    const root = proxy.descriptors.peek(ROOT);
    if (root === undefined) throw new Error('there is no preopen');
    root.rightsBase &= ~Right.PATH_SYMLINK;
    let text: string | undefined;
    runtime.hostcalls$.subscribe(event => {
      text = JSON.stringify(event);
    });
    expect(proxy.call('path_symlink', ...proxy.text(at.path, 'x'), ROOT, ...proxy.text(at.path2, 'y'))).to.equal(76);
    expect(JSON.parse(text ?? '').denial).to.deep.include({
      kind: 'rights',
      errno: 76,
      missing: ['PATH_SYMLINK'],
      losses: [{ rights: ['PATH_SYMLINK'], cause: 'unseen' }],
      text: '3</data> lacks PATH_SYMLINK: that happened while the trace was not watched',
    });
    proxy.close();
    dispose();
  });
});
