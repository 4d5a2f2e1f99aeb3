import { expect } from 'chai';
import { Errno, type HostcallName } from '../../../domain/index.js';
import { at, ROOT } from '../hostcalls/fixture.js';
import { READ, RefusedGuest, refusingHosts } from './refused-guest.js';

const SIZE = 0x10000;

for (const host of refusingHosts) {
  describe(`why an argument is refused, on ${host.name}`, () => {
    let guest: RefusedGuest;

    before(async () => {
      guest = await RefusedGuest.open(host, {
        limits: { descriptors: 8, pathBytes: 100, iovecs: 4, subscriptions: 3 },
      });
    });
    after(() => guest.close());

    function expectReason(
      name: HostcallName,
      args: readonly (number | bigint)[],
      errno: number,
      text: string,
      data: Readonly<Record<string, unknown>>,
    ): void {
      const refused = guest.refused(name, ...args);
      expect(refused.text).to.equal(text);
      expect(refused.errno).to.equal(errno);
      expect(refused.denial).to.deep.include({ errno, ...data });
    }

    it('names the pointer, its range and the size of the memory', () => {
      expectReason(
        'fd_tell',
        [ROOT, SIZE - 4],
        Errno.EFAULT,
        'offset is outside of the memory: 8 bytes at 0xfffc, and the memory ends at 0x10000',
        { kind: 'pointer', param: 'offset', pointer: SIZE - 4, length: 8, memorySize: SIZE },
      );
      expectReason(
        'path_readlink',
        [ROOT, -16, 4, at.buffer, 8, at.result],
        Errno.EFAULT,
        'path is outside of the memory: 4 bytes at 0xfffffff0, and the memory ends at 0x10000',
        { param: 'path', pointer: 0xfffffff0 },
      );
      expectReason(
        'path_readlink',
        [ROOT, -16, 4, at.buffer, -1, at.result],
        Errno.EFAULT,
        'buf is outside of the memory: 4294967295 bytes at 0xc00, and the memory ends at 0x10000',
        { param: 'buf', length: 0xffffffff },
      );
      expectReason(
        'environ_get',
        [at.buffer, SIZE + 1],
        Errno.EFAULT,
        'environ_buf is outside of the memory: 0 bytes at 0x10001, and the memory ends at 0x10000',
        { param: 'environ_buf' },
      );
    });

    it('names the buffer of a table of buffers', () => {
      guest.proxy.iovecs(at.iovecs, [at.buffer, 4], [0, 0], [SIZE - 1, 2]);
      expectReason(
        'fd_read',
        [0, at.iovecs, 3, at.result],
        Errno.EFAULT,
        'buffer 2 of iovs is outside of the memory: 2 bytes at 0xffff, and the memory ends at 0x10000',
        { kind: 'pointer', param: 'iovs', index: 2 },
      );
    });

    it('names the limit', () => {
      expectReason('fd_read', [0, at.iovecs, 5, at.result], Errno.EINVAL, 'iovs has 5 buffers, and the limit is 4', {
        kind: 'limit',
        limit: 'iovecs',
        count: 5,
        most: 4,
      });
      expectReason(
        'path_unlink_file',
        [ROOT, ...guest.path('x'.repeat(101))],
        Errno.ENAMETOOLONG,
        'path has 101 bytes, and the limit is 100',
        { kind: 'limit', limit: 'pathBytes' },
      );
      expectReason(
        'poll_oneoff',
        [at.in, at.out, 4, at.result],
        Errno.EINVAL,
        'there are 4 subscriptions, and the limit is 3',
        { kind: 'limit', limit: 'subscriptions' },
      );
      const opened = [1, 2, 3, 4].map(() => guest.open('notes.txt', { base: READ }));
      expectReason(
        'path_open',
        guest.opening('notes.txt', { base: READ }),
        Errno.EMFILE,
        '8 descriptors are open, and the limit is 8',
        { kind: 'limit', limit: 'descriptors', count: 8, most: 8 },
      );
      for (const fd of opened) guest.proxy.ok('fd_close', fd);
    });

    it('names bits and values without a meaning', () => {
      expectReason(
        'path_open',
        guest.opening('notes.txt', { oflags: 0x31 }),
        Errno.EINVAL,
        'oflags has bits without a meaning, 0x30: there are CREAT, DIRECTORY, EXCL and TRUNC',
        { kind: 'value', param: 'oflags', value: 0x31, undefinedBits: 0x30 },
      );
      expectReason(
        'fd_seek',
        [0, 0n, 7, at.result],
        Errno.EINVAL,
        'whence is 7, which has no meaning: there are SET, CUR and END',
        { kind: 'value', param: 'whence', value: 7 },
      );
      expectReason('proc_raise', [99], Errno.EINVAL, 'sig is 99, which has no meaning: there are 0 to 30', {
        kind: 'value',
      });
      expectReason(
        'sock_send',
        [0, at.iovecs, 0, 1, at.result],
        Errno.EINVAL,
        'si_flags has bits without a meaning, 0x1: no flags are defined',
        { kind: 'value' },
      );
    });

    it('reports where a path is not UTF-8', () => {
      guest.proxy.bytes.set([0x61, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0x80], at.path);
      expectReason(
        'path_unlink_file',
        [ROOT, at.path, 10],
        Errno.EILSEQ,
        'path is not UTF-8: byte 7, 0xed, belongs to no character',
        { kind: 'encoding', param: 'path', position: 7, byte: 0xed },
      );
      // A character that is cut off.
      expectReason(
        'path_unlink_file',
        [ROOT, at.path, 6],
        Errno.EILSEQ,
        'path is not UTF-8: byte 3, 0xf0, belongs to no character',
        { position: 3 },
      );
    });

    it('reports which values contradict each other', () => {
      const fd = guest.open('notes.txt');
      const cases: [HostcallName, (number | bigint)[], number, string][] = [
        [
          'fd_filestat_set_times',
          [fd, 0n, 0n, 3],
          Errno.EINVAL,
          'fst_flags asks for one time twice: for the given one, and for the time that it is now',
        ],
        ['fd_seek', [fd, -5n, 0, at.result], Errno.EINVAL, '-5 from the start is before the first byte'],
        ['fd_seek', [fd, -1n, 1, at.result], Errno.EINVAL, '-1 from offset 0 is before the first byte'],
        ['fd_seek', [fd, -4n, 2, at.result], Errno.EINVAL, '-4 from the end is before the first byte'],
        ['fd_allocate', [fd, 0n, 0n], Errno.EINVAL, 'len is 0: there is nothing to allocate'],
        [
          'fd_filestat_set_size',
          [fd, 1n << 60n],
          Errno.EFBIG,
          'it would end past the largest offset that a file can have, 9007199254740991',
        ],
        [
          'fd_pread',
          [fd, at.iovecs, 0, 1n << 60n, at.result],
          Errno.EINVAL,
          'offset is 1152921504606846976, and the largest that a file can have is 9007199254740991',
        ],
        [
          'path_link',
          [ROOT, 1, ...guest.path('notes.txt'), ROOT, ...guest.path('new', at.path2)],
          Errno.EINVAL,
          'old_flags has SYMLINK_FOLLOW, which path_link does not take',
        ],
        [
          'path_rename',
          [ROOT, ...guest.path('dir'), ROOT, ...guest.path('dir/sub/dir', at.path2)],
          Errno.EINVAL,
          'new_path is below old_path: a directory would move into itself',
        ],
        [
          'path_symlink',
          [...guest.path('/etc'), ROOT, ...guest.path('new', at.path2)],
          Errno.ENOTCAPABLE,
          'old_path, the target of the link, is absolute: "/etc"',
        ],
        [
          'path_symlink',
          [at.path, 0, ROOT, ...guest.path('new', at.path2)],
          Errno.ENOENT,
          'old_path is empty, and so would be the target of the link',
        ],
        [
          'poll_oneoff',
          [at.in, at.out, 0, at.result],
          Errno.EINVAL,
          'there are no subscriptions, and so nothing to wait for',
        ],
        ['fd_prestat_dir_name', [ROOT, at.buffer, 2], Errno.ENAMETOOLONG, 'the name has 5 bytes, and the buffer 2'],
      ];
      for (const [name, args, errno, text] of cases) {
        // Several cases lay their paths out at the same place.
        if (name === 'path_link') guest.path('notes.txt');
        if (name === 'path_rename') {
          guest.path('dir');
          guest.path('dir/sub/dir', at.path2);
        }
        if (name === 'path_symlink') guest.path('/etc');
        expectReason(name, args, errno, text, { kind: 'contradiction' });
      }
      guest.proxy.ok('fd_close', fd);
    });

    it('reports how a number was closed that is not open', () => {
      const fd = guest.open('notes.txt', { base: READ });
      const other = guest.open('dir/inner.txt', { base: READ });
      guest.proxy.ok('fd_renumber', fd, other);
      const moving = guest.last;
      guest.proxy.ok('fd_close', other);
      const closing = guest.last;
      expectReason(
        'fd_close',
        [other],
        Errno.EBADF,
        `${other} is not open: fd_close (call ${closing}) closed ${other}</data/notes.txt>`,
        { kind: 'descriptor', problem: 'closed', by: { sequence: closing, name: 'fd_close' }, was: '/data/notes.txt' },
      );
      expectReason(
        'fd_read',
        [fd, at.iovecs, 0, at.result],
        Errno.EBADF,
        `${fd} is not open: fd_renumber (call ${moving}) moved ${fd}</data/notes.txt> to ${other}`,
        { problem: 'moved', movedTo: other },
      );
      expectReason('fd_sync', [77], Errno.EBADF, '77 is not open, and was not open since the trace began', {
        problem: 'not-open',
      });
      expectReason(
        'fd_renumber',
        [0, -1],
        Errno.EBADF,
        '-1 is not a descriptor; programs hold it after a failed open',
        { param: 'to', problem: 'not-open' },
      );
      expectReason(
        'fd_prestat_get',
        [50, at.result],
        Errno.EBADF,
        'the preopens of the program end before 50; this is how a program finds out',
        { problem: 'no-more-preopens' },
      );
      expectReason('fd_prestat_get', [1, at.result], Errno.EBADF, '1<stdout> is open, but is not a preopen', {
        problem: 'not-preopened',
      });
    });

    it('explains the single events of a poll that succeeds', () => {
      const { view } = guest.proxy;
      guest.proxy.bytes.fill(0, at.in, at.in + 3 * 48);
      const subscribe = (index: number, tag: number, value: number, userdata: bigint) => {
        view.setBigUint64(at.in + index * 48, userdata, true);
        view.setUint8(at.in + index * 48 + 8, tag);
        view.setUint32(at.in + index * 48 + 16, value, true);
      };
      // Two that cannot be told apart by their user data, and a clock that is none.
      subscribe(0, 1, 1, 5n);
      subscribe(1, 1, 66, 5n);
      subscribe(2, 0, 9, 6n);
      guest.proxy.ok('poll_oneoff', at.in, at.out, 3, at.result);
      expect(view.getUint32(at.result, true)).to.equal(3);
      const event = guest.events.at(-1);
      expect(event?.denial).to.have.property('kind', 'events');
      expect(JSON.parse(JSON.stringify(event)).denial.text).to.equal(
        'subscription 0, EBADF: 1<stdout> lacks FD_READ, but is open: the program was given the descriptor without it; ' +
          'subscription 1, EBADF: 66 is not open, and was not open since the trace began; ' +
          'subscription 2, EINVAL: clock.id is 9, which has no meaning: there are REALTIME, MONOTONIC, PROCESS_CPUTIME_ID and THREAD_CPUTIME_ID',
      );
      subscribe(0, 2, 1, 5n);
      guest.proxy.ok('poll_oneoff', at.in, at.out, 1, at.result);
      expect(guest.events.at(-1)?.denial).to.equal(undefined);
    });

    it('is absent for calls that succeed', () => {
      guest.proxy.ok('fd_fdstat_get', ROOT, at.result);
      expect(guest.events.at(-1)?.denial).to.equal(undefined);
      expect(JSON.parse(JSON.stringify(guest.events.at(-1)))).to.not.have.property('denial');
    });
  });
}
