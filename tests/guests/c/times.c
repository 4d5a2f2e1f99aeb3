// Timestamps of files, exact to the nanosecond, or to the unit that the host has.
#include "scratch.h"
#include "times.h"

static void set_of_descriptor(void) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  OK(__wasi_fd_filestat_set_size(file, 100));
  __wasi_filestat_t before = stat_fd(file);
  SAME(before.size, 100);
  __wasi_timestamp_t earlier = before.mtim - 100;
  OK(__wasi_fd_filestat_set_times(file, 1, earlier, FSTFLAG(MTIM)));
  __wasi_filestat_t after = stat_fd(file);
  SAME(after.mtim, earlier);
  SAME(after.atim, before.atim);
  SAME(after.size, 100);
  OK(__wasi_fd_filestat_set_times(file, earlier - 333, 1, FSTFLAG(ATIM)));
  after = stat_fd(file);
  SAME(after.atim, kept(earlier - 333));
  SAME(after.mtim, earlier);
}

IN_LARGER_UNITS(set_of_descriptor)

static void contradicting_flags(void) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  __wasi_filestat_t before = stat_fd(file);
  SAME(__wasi_fd_filestat_set_times(file, 100, 100, FSTFLAG(MTIM) | FSTFLAG(MTIM_NOW)), E(INVAL));
  SAME(__wasi_fd_filestat_set_times(file, 100, 100, FSTFLAG(ATIM) | FSTFLAG(ATIM_NOW)), E(INVAL));
  SAME(__wasi_fd_filestat_set_times(file, 100, 100, FSTFLAG(ATIM) | FSTFLAG(MTIM) | FSTFLAG(MTIM_NOW)), E(INVAL));
  SAME(stat_fd(file).mtim, before.mtim);
  SAME(stat_fd(file).atim, before.atim);
}

static void set_of_path(void) {
  __wasi_fd_t scratch = open_scratch();
  CHECK((fdstat(scratch).fs_rights_base & RIGHT(PATH_FILESTAT_GET)) != 0);
  __wasi_fdflags_t flags = FDFLAG(APPEND) | FDFLAG(SYNC);
  __wasi_fd_t file = -1;
  __wasi_errno_t result =
      __wasi_path_open(scratch, 0, "file", OFLAG(CREAT), RIGHTS_RW | RIGHT(PATH_FILESTAT_GET), 0, flags, &file);
  if (result == E(NOTSUP)) {
    complain("second choice: SYNC is NOTSUP\n");
    flags = FDFLAG(APPEND);
    file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_RW, flags);
  } else {
    OK(result);
  }
  SAME(fdstat(file).fs_flags & flags, flags);
  SAME(fdstat(file).fs_flags & (FDFLAG(NONBLOCK) | FDFLAG(APPEND)), FDFLAG(APPEND));

  __wasi_filestat_t before = stat_at(scratch, 0, "file");
  SAME(before.size, 0);
  SAME(before.filetype, FILETYPE(REGULAR_FILE));
  SAME(before.nlink, 1);
  __wasi_timestamp_t earlier = before.mtim - 100;
  OK(__wasi_path_filestat_set_times(scratch, 0, "file", 1, earlier, FSTFLAG(MTIM)));
  SAME(stat_at(scratch, 0, "file").mtim, earlier);
  SAME(stat_at(scratch, 0, "file").atim, before.atim);
  SAME(__wasi_path_filestat_set_times(scratch, 0, "file", 1, 1, FSTFLAG(MTIM) | FSTFLAG(MTIM_NOW)), E(INVAL));
  SAME(__wasi_path_filestat_set_times(scratch, 0, "file", 1, 1, FSTFLAG(ATIM) | FSTFLAG(ATIM_NOW)), E(INVAL));
  SAME(stat_at(scratch, 0, "file").mtim, earlier);
  SAME(stat_at(scratch, 0, "file").atim, before.atim);
  OK(__wasi_fd_close(file));
}

static void set_of_link(void) {
  __wasi_fd_t scratch = open_scratch();
  create_file(scratch, "file");
  OK(__wasi_path_symlink("file", scratch, "link"));
  __wasi_filestat_t file = stat_at(scratch, 0, "file"), link = stat_at(scratch, 0, "link");
  SAME(file.filetype, FILETYPE(REGULAR_FILE));
  SAME(link.filetype, FILETYPE(SYMBOLIC_LINK));
  CHECK(file.ino != link.ino);

  __wasi_timestamp_t earlier = link.mtim - 200;
  OK(__wasi_path_filestat_set_times(scratch, 0, "link", 0, earlier, FSTFLAG(MTIM)));
  SAME(stat_at(scratch, 0, "link").mtim, earlier);
  SAME(stat_at(scratch, 0, "link").filetype, FILETYPE(SYMBOLIC_LINK));
  SAME(stat_at(scratch, 0, "file").mtim, file.mtim);
  SAME(stat_at(scratch, FOLLOW, "link").ino, file.ino);
  SAME(stat_at(scratch, FOLLOW, "link").mtim, file.mtim);
  SAME(stat_at(scratch, FOLLOW, "link").filetype, FILETYPE(REGULAR_FILE));

  __wasi_timestamp_t target = file.mtim - 200;
  OK(__wasi_path_filestat_set_times(scratch, FOLLOW, "link", 0, target, FSTFLAG(MTIM)));
  SAME(stat_at(scratch, FOLLOW, "link").mtim, target);
  SAME(stat_at(scratch, 0, "file").mtim, target);
  SAME(stat_at(scratch, 0, "link").mtim, earlier);
}

SCENARIOS({"fd_filestat_set", set_of_descriptor}, {"fd_filestat_set-missing", set_of_descriptor_in_larger_units}, {"fstflags_validate", contradicting_flags},
          {"path_filestat", set_of_path}, {"symlink_filestat", set_of_link})
