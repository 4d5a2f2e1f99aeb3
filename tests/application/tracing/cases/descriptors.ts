import { Errno } from '../../../../domain/index.js';
import type { Case } from './case.js';
import {
  answers,
  answers64,
  direntry,
  FAILED,
  FILESTAT,
  filestat,
  iovecs,
  OOB,
  OUT,
  paths,
  unstableFilestat,
  writes,
} from './layouts.js';

/** Calls about descriptors: what succeeds, what fails, what lies out of bounds. */
export const descriptorCases: readonly Case[] = [
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
];
