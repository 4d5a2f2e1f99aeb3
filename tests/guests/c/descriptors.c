// Descriptor numbers: closing, renumbering, and what a directory's descriptor refuses.
#include "scratch.h"

static void close_preopen(void) {
  __wasi_fd_t preopen = find_preopen("/");
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_fd_close(preopen));
  SAME(fdstat(scratch).fs_filetype, FILETYPE(DIRECTORY));
  SAME(try_fdstat(preopen), E(BADF));
  SAME(__wasi_fd_close(preopen), E(BADF));
  create_file(scratch, "still-works");
}

static void dangling_fd(void) {
  __wasi_fd_t scratch = open_scratch();
  create_file(scratch, "name");
  __wasi_fd_t file = open_at(scratch, "name", 0, 0, 0);
  OK(__wasi_fd_close(file));
  OK(__wasi_path_unlink_file(scratch, "name"));
  create_file(scratch, "name");
  OK(__wasi_path_unlink_file(scratch, "name"));

  OK(__wasi_path_create_directory(scratch, "name"));
  __wasi_fd_t directory = open_at(scratch, "name", OFLAG(DIRECTORY), 0, 0);
  OK(__wasi_fd_close(directory));
  OK(__wasi_path_remove_directory(scratch, "name"));
  OK(__wasi_path_create_directory(scratch, "name"));
  OK(__wasi_path_remove_directory(scratch, "name"));
}

static void directory_refuses(void) {
  __wasi_fd_t preopen = find_preopen("/");
  uint8_t name[9] = "????????";
  GIVES(__wasi_fd_prestat_dir_name(preopen, name, 0), E(NAMETOOLONG), E(INVAL));
  CHECK(memcmp(name, "????????", 8) == 0);
  OK(__wasi_fd_prestat_dir_name(preopen, name, 8));
  CHECK(memcmp(name, "/???????", 8) == 0);

  __wasi_fd_t scratch = open_scratch();
  uint8_t bytes[] = "data";
  __wasi_iovec_t into = {bytes, 4};
  __wasi_ciovec_t from = {bytes, 4};
  __wasi_size_t done = 99;
  __wasi_filesize_t offset = 99;
  GIVES(__wasi_fd_read(scratch, &into, 1, &done), E(ISDIR), E(BADF), E(NOTCAPABLE));
  GIVES(__wasi_fd_pread(scratch, &into, 1, 0, &done), E(ISDIR), E(BADF), E(NOTCAPABLE));
  GIVES(__wasi_fd_write(scratch, &from, 1, &done), E(ISDIR), E(BADF), E(NOTCAPABLE));
  GIVES(__wasi_fd_pwrite(scratch, &from, 1, 0, &done), E(ISDIR), E(BADF), E(NOTCAPABLE));
  GIVES(__wasi_fd_seek(scratch, 0, __WASI_WHENCE_CUR, &offset), E(ISDIR), E(BADF), E(NOTCAPABLE));
  GIVES(__wasi_fd_seek(scratch, 0, __WASI_WHENCE_SET, &offset), E(ISDIR), E(BADF), E(NOTCAPABLE));
  GIVES(__wasi_fd_seek(scratch, 0, __WASI_WHENCE_END, &offset), E(ISDIR), E(BADF), E(NOTCAPABLE));
  GIVES(__wasi_fd_tell(scratch, &offset), E(ISDIR), E(BADF), E(NOTCAPABLE));
  GIVES(__wasi_fd_allocate(scratch, 0, 0), E(ISDIR), E(BADF), E(NOTCAPABLE));
  GIVES(__wasi_fd_filestat_set_size(scratch, 0), E(ISDIR), E(BADF), E(NOTCAPABLE), E(INVAL));
  SAME(done, 99);
  SAME(offset, 99);
}

static void overwrite_preopen(void) {
  __wasi_fd_t preopen = find_preopen("/");
  __wasi_fd_t scratch = open_scratch();
  __wasi_filestat_t before = stat_fd(scratch);
  CHECK(before.ino != stat_fd(preopen).ino);
  OK(__wasi_fd_renumber(scratch, preopen));
  SAME(stat_fd(preopen).dev, before.dev);
  SAME(stat_fd(preopen).ino, before.ino);
  SAME(try_fdstat(scratch), E(BADF));
  OK(__wasi_fd_close(preopen));
  SAME(try_fdstat(preopen), E(BADF));
}

static void renumber(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t first = open_at(scratch, "first", OFLAG(CREAT), RIGHT(FD_READ) | RIGHT(FD_WRITE) | RIGHT(FD_SEEK), 0);
  __wasi_fd_t second = open_at(scratch, "second", OFLAG(CREAT), RIGHT(FD_READ), FDFLAG(APPEND));
  __wasi_fdstat_t before = fdstat(first);
  __wasi_filesize_t inode = stat_at(scratch, 0, "first").ino;
  OK(__wasi_fd_renumber(first, second));
  SAME(try_fdstat(first), E(BADF));
  SAME(__wasi_fd_close(first), E(BADF));
  __wasi_fdstat_t after = fdstat(second);
  SAME(after.fs_filetype, before.fs_filetype);
  SAME(after.fs_flags, before.fs_flags);
  SAME(after.fs_rights_base, before.fs_rights_base);
  SAME(after.fs_rights_inheriting, before.fs_rights_inheriting);
  write_all(second, "x", 1);
  SAME(stat_at(scratch, 0, "first").size, 1);
  SAME(stat_at(scratch, 0, "first").ino, inode);
  SAME(__wasi_fd_renumber(second, first), E(BADF));
  SAME(__wasi_fd_renumber(first, second), E(BADF));
  OK(__wasi_fd_close(second));
}

SCENARIOS({"close_preopen", close_preopen}, {"dangling_fd", dangling_fd}, {"dir_fd_op_failures", directory_refuses},
          {"overwrite_preopen", overwrite_preopen}, {"renumber", renumber})
