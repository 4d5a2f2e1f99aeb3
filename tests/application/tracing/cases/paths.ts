import { Errno } from '../../../../domain/index.js';
import type { Case } from './case.js';
import { answers, FILESTAT, filestat, OOB, OUT, paths } from './layouts.js';

/** Calls about paths: what succeeds, what fails, what lies out of bounds. */
export const pathCases: readonly Case[] = [
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
];
