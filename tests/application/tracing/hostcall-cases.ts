import type { Abi, HostcallEvent, RawArgument } from '../../../application/index.js';
import { Errno, type HostcallName } from '../../../domain/index.js';
import { TracedGuest } from './traced-guest.js';

/** One call and the line it gives. */
export interface Case {
  readonly name: HostcallName;
  readonly args: readonly RawArgument[];
  /** Lays out what the call reads. */
  readonly before?: (guest: TracedGuest) => void;
  /** What the call writes. */
  readonly work?: (guest: TracedGuest) => void;
  /** What it gives; 0 by default. */
  readonly errno?: number;
  readonly line: string;
  readonly abi?: Abi;
}

const STRINGS = ['main.wasm', 'two words', 'é\n'];
const ARGS = Buffer.from(STRINGS.map(text => `${text}\0`).join(''));

const OUT = 0xff000;
const FAILED = `= -1 EBADF (Bad file descriptor)`;
const OOB = '/* out of bounds */';

/** Layouts of two iovecs at 0x100 whose buffers are at 0x200 and 0x300. */
function iovecs(first: number, second: number): (guest: TracedGuest) => void {
  return guest => guest.u32(0x100, 0x200, first, 0x300, second);
}

function writes(text: string): (guest: TracedGuest) => void {
  return guest => {
    guest.u32(0x100, 0x200, text.length);
    guest.text(0x200, text);
  };
}

function paths(...texts: string[]): (guest: TracedGuest) => void {
  return guest => {
    for (const [i, text] of texts.entries()) guest.text(0x200 + i * 0x100, text);
  };
}

const answers = (at: number, value: number) => (guest: TracedGuest) => guest.u32(at, value);
const answers64 = (at: number, value: bigint) => (guest: TracedGuest) => guest.u64(at, value);

function filestat(guest: TracedGuest): void {
  guest.u64(0x800, 64n, 1234n);
  guest.u8(0x810, 4);
  guest.u64(0x818, 1n, 3n, 1_700_000_000_123_456_789n, 1n, 0n);
}
const FILESTAT = '{filetype=REGULAR_FILE, size=3, ...}';

function unstableFilestat(guest: TracedGuest): void {
  guest.u64(0x800, 64n, 1234n);
  guest.u8(0x810, 4);
  guest.u32(0x814, 1);
  guest.u64(0x818, 3n, 1_700_000_000_123_456_789n, 1n, 0n);
}

function subscribeRead(guest: TracedGuest, at: number, userdata: bigint, fd: number): void {
  guest.u64(at, userdata);
  guest.u8(at + 8, 1);
  guest.u32(at + 16, fd);
}

function subscribeClock(guest: TracedGuest, at: number, clockAt: number, flags: number): void {
  guest.u64(at, 0n);
  guest.u8(at + 8, 0);
  guest.u32(clockAt, 0);
  guest.u64(clockAt + 8, 100_000_000n, 0n);
  guest.u16(clockAt + 24, flags);
}

function direntry(guest: TracedGuest, at: number, name: string): number {
  guest.u64(at, 1n, 7n);
  guest.u32(at + 16, name.length, 4);
  guest.text(at + 24, name);
  return at + 24 + name.length;
}

/** Calls of every hostcall: what succeeds, what fails, what lies out of bounds. */
export const cases: readonly Case[] = [
  {
    name: 'args_get',
    args: [0x100, 0x200],
    work: ({ memory }) => memory.u8.set(ARGS, 0x200),
    line: 'args_get(["main.wasm", "two words", "\\303\\251\\n"], 0x200) = 0',
  },
  {
    name: 'args_get',
    args: [0x100, 0xffff_fff0 | 0],
    errno: Errno.EFAULT,
    line: `args_get(0x100, 0xfffffff0 ${OOB}) = -1 EFAULT (Bad address)`,
  },
  {
    name: 'args_sizes_get',
    args: [0x100, 0x104],
    work: guest => guest.u32(0x100, 3, 22),
    line: 'args_sizes_get([3], [22])               = 0',
  },
  {
    name: 'environ_get',
    args: [0x100, 0x200],
    work: ({ memory }) => memory.u8.set(ARGS, 0x200),
    line: 'environ_get(["main.wasm", "two words", "\\303\\251\\n"], 0x200) = 0',
  },
  {
    name: 'environ_sizes_get',
    args: [0x100, 0x104],
    work: guest => guest.u32(0x100, 0, 0),
    line: 'environ_sizes_get([0], [0])             = 0',
  },
  {
    name: 'clock_res_get',
    args: [1, 0x100],
    work: answers64(0x100, 1000n),
    line: 'clock_res_get(CLOCK_MONOTONIC, [1000ns]) = 0',
  },
  {
    name: 'clock_res_get',
    args: [9, 0x100],
    errno: Errno.EINVAL,
    line: 'clock_res_get(9 /* ??? */, 0x100)       = -1 EINVAL (Invalid argument)',
  },
  {
    name: 'clock_time_get',
    args: [0, 1000n, 0x100],
    work: answers64(0x100, 1_700_000_000_000_000_001n),
    line: 'clock_time_get(CLOCK_REALTIME, 1000ns, [1700000000.000000001]) = 0',
  },
  { name: 'fd_advise', args: [4, 0n, -1n, 3], line: 'fd_advise(4</hi.txt>, 0, 18446744073709551615, WILLNEED) = 0' },
  { name: 'fd_allocate', args: [4, 10n, 20n], line: 'fd_allocate(4</hi.txt>, 10, 20)         = 0' },
  {
    name: 'fd_close',
    args: [4],
    work: guest => guest.descriptors.delete(4),
    line: 'fd_close(4</hi.txt>)                    = 0',
  },
  { name: 'fd_close', args: [-1], errno: Errno.EBADF, line: `fd_close(-1)                            ${FAILED}` },
  { name: 'fd_datasync', args: [4], line: 'fd_datasync(4</hi.txt>)                 = 0' },
  {
    name: 'fd_fdstat_get',
    args: [4, 0x800],
    work: guest => {
      guest.u8(0x800, 4);
      guest.u16(0x802, 5);
      guest.u64(0x808, 0xfbffeben, 2n);
    },
    line: 'fd_fdstat_get(4</hi.txt>, {fs_filetype=REGULAR_FILE, fs_flags=APPEND|NONBLOCK, fs_rights_base=0xfbffebe /* 24 rights */, fs_rights_inheriting=FD_READ}) = 0',
  },
  { name: 'fd_fdstat_set_flags', args: [4, 0x45], line: 'fd_fdstat_set_flags(4</hi.txt>, APPEND|NONBLOCK|0x40) = 0' },
  {
    name: 'fd_fdstat_set_rights',
    args: [4, 0n, -1n],
    line: 'fd_fdstat_set_rights(4</hi.txt>, 0, 0xffffffffffffffff /* 30 rights */) = 0',
  },
  { name: 'fd_filestat_get', args: [4, 0x800], work: filestat, line: `fd_filestat_get(4</hi.txt>, ${FILESTAT}) = 0` },
  {
    name: 'fd_filestat_get',
    args: [4, 0x800],
    work: unstableFilestat,
    abi: 'unstable',
    line: `fd_filestat_get(4</hi.txt>, ${FILESTAT}) = 0`,
  },
  { name: 'fd_filestat_set_size', args: [4, 100n], line: 'fd_filestat_set_size(4</hi.txt>, 100)   = 0' },
  {
    name: 'fd_filestat_set_times',
    args: [4, 0n, -1n, 6],
    line: 'fd_filestat_set_times(4</hi.txt>, 0, 18446744073.709551615, ATIM_NOW|MTIM) = 0',
  },
  {
    name: 'fd_pread',
    args: [4, 0x100, 2, 5n, OUT],
    before: iovecs(2, 4),
    work: guest => {
      guest.text(0x200, 'hi');
      guest.text(0x300, '\n___');
      guest.u32(OUT, 3);
    },
    line: 'fd_pread(4</hi.txt>, [{buf="hi", buf_len=2}, {buf="\\n", buf_len=4}], 2, 5) = 3',
  },
  {
    name: 'fd_prestat_get',
    args: [3, 0x800],
    work: guest => guest.u32(0x800, 0, 1),
    line: 'fd_prestat_get(3, {tag=DIR, pr_name_len=1}) = 0',
  },
  {
    name: 'fd_prestat_get',
    args: [4, 0xffff8],
    errno: Errno.EBADF,
    line: `fd_prestat_get(4, 0xffff8)              ${FAILED}`,
  },
  {
    name: 'fd_prestat_dir_name',
    args: [3, 0x200, 1],
    work: paths('/'),
    line: 'fd_prestat_dir_name(3, "/", 1)          = 0',
  },
  {
    name: 'fd_prestat_dir_name',
    args: [3, 0x200, 9],
    work: paths('/'),
    line: 'fd_prestat_dir_name(3, "/", 9)          = 0',
  },
  {
    name: 'fd_pwrite',
    args: [4, 0x100, 1, 7n, OUT],
    before: writes('abc'),
    work: answers(OUT, 3),
    line: 'fd_pwrite(4</hi.txt>, [{buf="abc", buf_len=3}], 1, 7) = 3',
  },
  {
    name: 'fd_read',
    args: [4, 0x100, 1, OUT],
    before: guest => guest.u32(0x100, 0x200, 512),
    work: guest => {
      guest.text(0x200, 'hi\n and what was there before');
      guest.u32(OUT, 3);
    },
    line: 'fd_read(4</hi.txt>, [{buf="hi\\n", buf_len=512}], 1) = 3',
  },
  {
    name: 'fd_read',
    args: [4, 0xffff_ff00 | 0, 1, OUT],
    errno: Errno.EFAULT,
    line: `fd_read(4</hi.txt>, 0xffffff00 ${OOB}, 1) = -1 EFAULT (Bad address)`,
  },
  {
    name: 'fd_read',
    args: [4, 0xfde88, 1, OUT],
    errno: Errno.EIO,
    line: 'fd_read(4</hi.txt>, 0xfde88, 1)         = -1 EIO (I/O error)',
  },
  {
    name: 'fd_readdir',
    args: [3, 0x400, 4096, 0n, OUT],
    work: guest => {
      // Two entries, and 30 bytes of a third that is cut off.
      const end = direntry(guest, direntry(guest, 0x400, '.'), '..');
      direntry(guest, end, 'a-long-name');
      guest.u32(OUT, end + 30 - 0x400);
    },
    line: 'fd_readdir(3</>, 0x400 /* 2 entries */, 4096, cookie=0) = 81',
  },
  { name: 'fd_renumber', args: [4, 1], line: 'fd_renumber(4</hi.txt>, 1<stdout>)      = 0' },
  {
    name: 'fd_seek',
    args: [4, -5n, 2, OUT],
    work: answers64(OUT, 0x1_0000_0000n),
    line: 'fd_seek(4</hi.txt>, -5, SEEK_END)       = 4294967296',
  },
  {
    name: 'fd_seek',
    args: [4, -5n, 2, OUT],
    work: answers64(OUT, 1n),
    abi: 'unstable',
    line: 'fd_seek(4</hi.txt>, -5, SEEK_SET)       = 1',
  },
  {
    name: 'fd_seek',
    args: [4, 0n, 7, OUT],
    errno: Errno.EINVAL,
    abi: 'unstable',
    line: 'fd_seek(4</hi.txt>, 0, 7 /* ??? */)     = -1 EINVAL (Invalid argument)',
  },
  { name: 'fd_sync', args: [4], line: 'fd_sync(4</hi.txt>)                     = 0' },
  { name: 'fd_tell', args: [4, OUT], work: answers64(OUT, 12n), line: 'fd_tell(4</hi.txt>)                     = 12' },
  {
    name: 'fd_tell',
    args: [4, 0x7fff_ffff],
    errno: Errno.EFAULT,
    line: `fd_tell(4</hi.txt>, 0x7fffffff ${OOB}) = -1 EFAULT (Bad address)`,
  },
  {
    name: 'fd_write',
    args: [1, 0x100, 1, OUT],
    before: writes('hi\n'),
    work: answers(OUT, 3),
    line: 'fd_write(1<stdout>, [{buf="hi\\n", buf_len=3}], 1) = 3',
  },
  {
    name: 'fd_write',
    args: [1, 0x100, 1, OUT],
    before: writes('0123456789abcdef0123456789abcdefX'),
    errno: Errno.EPIPE,
    line: 'fd_write(1<stdout>, [{buf="0123456789abcdef0123456789abcdef"..., buf_len=33}], 1) = -1 EPIPE (Broken pipe)',
  },
  {
    name: 'fd_write',
    args: [1, 0x100, 2, OUT],
    before: guest => guest.u32(0x100, 0, 0, 0xffff_0000, 4),
    errno: Errno.EFAULT,
    line: `fd_write(1<stdout>, [{buf="", buf_len=0}, {buf=0xffff0000 ${OOB}, buf_len=4}], 2) = -1 EFAULT (Bad address)`,
  },
  {
    name: 'path_create_directory',
    args: [3, 0x200, 3],
    before: paths('dir'),
    line: 'path_create_directory(3</>, "dir")      = 0',
  },
  {
    name: 'path_filestat_get',
    args: [3, 0, 0x200, 3, 0x800],
    before: paths('abc'),
    work: filestat,
    line: `path_filestat_get(3</>, 0, "abc", ${FILESTAT}) = 0`,
  },
  {
    name: 'path_filestat_get',
    args: [3, 1, 0x200, 3, 0x800],
    before: paths('abc'),
    errno: Errno.ENOENT,
    line: 'path_filestat_get(3</>, SYMLINK_FOLLOW, "abc", 0x800) = -1 ENOENT (No such file or directory)',
  },
  {
    name: 'path_filestat_set_times',
    args: [3, 0, 0x200, 1, 1n, 2n, 5],
    before: paths('a'),
    line: 'path_filestat_set_times(3</>, 0, "a", 0.000000001, 0.000000002, ATIM|MTIM) = 0',
  },
  {
    name: 'path_link',
    args: [3, 0, 0x200, 1, 4, 0x300, 1],
    before: paths('a', 'b'),
    errno: Errno.ENOTDIR,
    line: 'path_link(3</>, 0, "a", 4</hi.txt>, "b") = -1 ENOTDIR (Not a directory)',
  },
  {
    name: 'path_open',
    args: [3, 1, 0x200, 6, 0, 0xfbffeben, 0x2fff_ffffn, 0, OUT],
    before: paths('hi.txt'),
    work: answers(OUT, 4),
    line: 'path_open(3</>, SYMLINK_FOLLOW, "hi.txt", 0, 0xfbffebe /* 24 rights */, ~[SOCK_SHUTDOWN], 0) = 4</hi.txt>',
  },
  {
    name: 'path_open',
    args: [3, 0, 0xffff_ff00 | 0, 6, 9, 2n, 0x3fff_ffffn, 0, OUT],
    errno: Errno.EFAULT,
    line: `path_open(3</>, 0, 0xffffff00 ${OOB}, 6, CREAT|TRUNC, FD_READ, ~[], 0) = -1 EFAULT (Bad address)`,
  },
  {
    name: 'path_readlink',
    args: [3, 0x200, 4, 0x300, 6, OUT],
    before: paths('link'),
    work: guest => {
      guest.text(0x300, 'target and more');
      guest.u32(OUT, 6);
    },
    line: 'path_readlink(3</>, "link", "target", 6) = 6',
  },
  {
    name: 'path_remove_directory',
    args: [3, 0x200, 3],
    before: paths('dir'),
    errno: Errno.ENOTEMPTY,
    line: 'path_remove_directory(3</>, "dir")      = -1 ENOTEMPTY (Directory not empty)',
  },
  {
    name: 'path_rename',
    args: [3, 0x200, 1, 3, 0x300, 2],
    before: paths('a', 'bb'),
    line: 'path_rename(3</>, "a", 3</>, "bb")      = 0',
  },
  {
    name: 'path_symlink',
    args: [0x200, 2, 3, 0x300, 4],
    before: paths('..', 'link'),
    line: 'path_symlink("..", 3</>, "link")        = 0',
  },
  {
    name: 'path_unlink_file',
    args: [3, 0x200, 6],
    before: paths('a\n\x1b[2J'),
    line: 'path_unlink_file(3</>, "a\\n\\33[2J")     = 0',
  },
  {
    name: 'poll_oneoff',
    args: [0x400, 0x800, 2, OUT],
    before: guest => {
      subscribeRead(guest, 0x400, 0n, 0);
      subscribeClock(guest, 0x430, 0x440, 0);
    },
    work: guest => {
      guest.u64(0x800, 0n, 0n);
      guest.u32(OUT, 1);
    },
    line: 'poll_oneoff([{userdata=0x0, FD_READ, fd=0<stdin>}, {userdata=0x0, CLOCK, CLOCK_REALTIME, timeout=100000000ns, 0}], 2) = 1 ([{userdata=0x0, CLOCK}])',
  },
  {
    name: 'poll_oneoff',
    args: [0x400, 0x800, 2, OUT],
    abi: 'unstable',
    before: guest => {
      subscribeRead(guest, 0x400, 0xffff_ffff_ffff_ffffn, 9);
      subscribeClock(guest, 0x438, 0x450, 1);
    },
    work: guest => {
      guest.u64(0x800, 0xffff_ffff_ffff_ffffn);
      guest.u16(0x808, Errno.EBADF);
      guest.u8(0x80a, 1);
      guest.u64(0x820, 5n);
      guest.u8(0x82a, 2);
      guest.u64(0x830, 10n);
      guest.u16(0x838, 1);
      guest.u32(OUT, 2);
    },
    line: 'poll_oneoff([{userdata=0xffffffffffffffff, FD_READ, fd=9}, {userdata=0x0, CLOCK, CLOCK_REALTIME, timeout=100000000ns, SUBSCRIPTION_CLOCK_ABSTIME}], 2) = 2 ([{userdata=0xffffffffffffffff, FD_READ, error=EBADF}, {userdata=0x5, FD_WRITE, nbytes=10, FD_READWRITE_HANGUP}])',
  },
  {
    name: 'poll_oneoff',
    args: [0x400, 0x7fff_0000, 1, OUT],
    before: guest => guest.u8(0x408, 9),
    errno: Errno.EFAULT,
    line: `poll_oneoff([{userdata=0x0, tag=9 /* ??? */}], 0x7fff0000 ${OOB}, 1) = -1 EFAULT (Bad address)`,
  },
  { name: 'proc_exit', args: [3], line: 'proc_exit(3)                            = ?' },
  { name: 'proc_exit', args: [-1], line: 'proc_exit(4294967295)                   = ?' },
  { name: 'proc_raise', args: [13], line: 'proc_raise(SIGPIPE)                     = 0' },
  { name: 'sched_yield', args: [], line: 'sched_yield()                           = 0' },
  {
    name: 'random_get',
    args: [0x200, 4],
    work: ({ memory }) => memory.u8.set([0xb0, 0x32, 0xf0, 0x2d], 0x200),
    line: 'random_get("\\xb0\\x32\\xf0\\x2d", 4)       = 0',
  },
  {
    name: 'sock_accept',
    args: [4, 4, OUT],
    work: answers(OUT, 1),
    line: 'sock_accept(4</hi.txt>, NONBLOCK)       = 1<stdout>',
  },
  {
    name: 'sock_recv',
    args: [4, 0x100, 1, 1, OUT, OUT + 4],
    before: guest => guest.u32(0x100, 0x200, 8),
    work: guest => {
      guest.text(0x200, 'pong');
      guest.u32(OUT, 4, 1);
    },
    line: 'sock_recv(4</hi.txt>, [{buf="pong", buf_len=8}], 1, RECV_PEEK, [RECV_DATA_TRUNCATED]) = 4',
  },
  {
    name: 'sock_send',
    args: [4, 0x100, 1, 0, OUT],
    before: writes('ping'),
    work: answers(OUT, 4),
    line: 'sock_send(4</hi.txt>, [{buf="ping", buf_len=4}], 1, 0) = 4',
  },
  {
    name: 'sock_shutdown',
    args: [4, 3],
    errno: Errno.ENOTSOCK,
    line: 'sock_shutdown(4</hi.txt>, RD|WR)        = -1 ENOTSOCK (Not a socket)',
  },
];

/**
 * Makes a call of `cases`.
 * @param seen is given its event, inside the call
 */
export function make(
  { name, args, before, work, errno = 0, abi = 'preview1' }: Case,
  seen: (event: HostcallEvent) => void,
): void {
  const guest = new TracedGuest(abi, undefined, STRINGS);
  guest.attach({ buffer: new ArrayBuffer(0x100000) });
  before?.(guest);
  guest.hub.hostcalls$.subscribe(seen);
  if (name === 'proc_exit') guest.leave(name, args);
  else
    guest.call(name, args, () => {
      work?.(guest);
      return errno;
    });
}
