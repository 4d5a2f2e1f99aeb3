// Rights: what fdstat tells is what is granted, and they only shrink.
#include "scratch.h"

#define TRY_READ(fd) __wasi_fd_read(fd, &(__wasi_iovec_t){(uint8_t[4]){0}, 4}, 1, &(__wasi_size_t){0})
#define TRY_WRITE(fd) __wasi_fd_write(fd, &(__wasi_ciovec_t){(const uint8_t *)"data", 4}, 1, &(__wasi_size_t){0})

static void directory_seek(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  __wasi_fd_t directory = open_at(scratch, "dir", OFLAG(DIRECTORY), RIGHT(FD_SEEK), 0);
  __wasi_filesize_t offset;
  GIVES(__wasi_fd_seek(directory, 0, __WASI_WHENCE_CUR, &offset), E(ISDIR), E(NOTCAPABLE), E(BADF));
  SAME(fdstat(directory).fs_filetype, FILETYPE(DIRECTORY));
  CHECK((fdstat(directory).fs_rights_base & RIGHT(FD_SEEK)) == 0);
}

static void set_rights(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_rights_t all = RIGHTS_RW | RIGHT(FD_SEEK);
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), all, 0);
  SAME(fdstat(file).fs_rights_base & all, all);
  write_all(file, "text", 4);
  OK(__wasi_fd_fdstat_set_rights(file, fdstat(file).fs_rights_base & ~RIGHTS_RW, 0));
  __wasi_fdstat_t shrunk = fdstat(file);
  SAME(shrunk.fs_rights_base & all, RIGHT(FD_SEEK));
  SAME(shrunk.fs_rights_inheriting, 0);
  GIVES(TRY_READ(file), E(BADF), E(NOTCAPABLE));
  GIVES(TRY_WRITE(file), E(BADF), E(NOTCAPABLE));
  SAME(seek(file, 0, __WASI_WHENCE_END), 4);
  SAME(__wasi_fd_fdstat_set_rights(file, shrunk.fs_rights_base | RIGHT(FD_READ), 0), E(NOTCAPABLE));
  SAME(__wasi_fd_fdstat_set_rights(file, shrunk.fs_rights_base, RIGHT(FD_READ)), E(NOTCAPABLE));
  SAME(fdstat(file).fs_rights_base, shrunk.fs_rights_base);
  OK(__wasi_fd_close(file));
}

static void open_preopen(void) {
  __wasi_fd_t preopen = find_preopen("/");
  __wasi_fdstat_t stat = fdstat(preopen);
  __wasi_rights_t base = RIGHTS_ALL_PATH | RIGHT(FD_READDIR) | RIGHT(FD_FILESTAT_GET) | RIGHT(FD_FILESTAT_SET_TIMES);
  base &= ~RIGHT(PATH_FILESTAT_SET_SIZE);
  SAME(stat.fs_rights_base & base, base);
  __wasi_rights_t inheriting = (RIGHTS_ALL_PATH | RIGHTS_ALL_FD) & ~RIGHT(PATH_FILESTAT_SET_SIZE);
  SAME(stat.fs_rights_inheriting & inheriting, inheriting);

  __wasi_fd_t same;
  OK(__wasi_path_open(preopen, 0, ".", 0, stat.fs_rights_base, stat.fs_rights_inheriting, 0, &same));
  SAME(fdstat(same).fs_rights_base, stat.fs_rights_base);
  SAME(fdstat(same).fs_rights_inheriting, stat.fs_rights_inheriting);
  OK(__wasi_fd_close(same));
  OK(try_open(preopen, 0, ".", 0, 0, 0));
  OK(try_open(preopen, 0, ".", OFLAG(DIRECTORY), 0, 0));
  OK(try_open(preopen, 0, ".", OFLAG(DIRECTORY), RIGHT(FD_READ), 0));
  SAME(try_open(preopen, 0, ".", OFLAG(DIRECTORY), RIGHTS_RW, 0), E(ISDIR));
}

static void select_mode(void) {
  __wasi_fd_t scratch = open_scratch();
  create_file(scratch, "file");
  uint8_t bytes[100];
  memset(bytes, 7, sizeof bytes);

  __wasi_fd_t file = open_at(scratch, "file", 0, RIGHT(FD_READ), 0);
  SAME(fdstat(file).fs_rights_base & RIGHTS_RW, RIGHT(FD_READ));
  GIVES(TRY_WRITE(file), E(BADF), E(NOTCAPABLE), E(ACCES));
  OK(__wasi_fd_close(file));

  file = open_at(scratch, "file", 0, RIGHT(FD_WRITE), 0);
  SAME(fdstat(file).fs_rights_base & RIGHTS_RW, RIGHT(FD_WRITE));
  GIVES(TRY_READ(file), E(BADF), E(NOTCAPABLE), E(ACCES));
  write_all(file, bytes, 50);
  OK(__wasi_fd_close(file));

  file = open_at(scratch, "file", 0, RIGHTS_RW, 0);
  SAME(fdstat(file).fs_rights_base & RIGHTS_RW, RIGHTS_RW);
  SAME(read_some(file, bytes, 50), 50);
  write_all(file, bytes, 25);
  OK(__wasi_fd_close(file));
  SAME(stat_at(scratch, 0, "file").size, 75);
}

static void truncation(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fdstat_t stat = fdstat(scratch);
  SAME(stat.fs_filetype, FILETYPE(DIRECTORY));
  SAME(stat.fs_flags, 0);
  CHECK((stat.fs_rights_base & RIGHT(FD_FILESTAT_SET_SIZE)) == 0);
  CHECK((stat.fs_rights_base & RIGHT(PATH_FILESTAT_SET_SIZE)) != 0);
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_RW, 0);
  write_all(file, "text", 4);
  OK(__wasi_fd_close(file));
  OK(try_open(scratch, 0, "file", OFLAG(TRUNC), RIGHT(FD_WRITE), 0));
  SAME(stat_at(scratch, 0, "file").size, 0);

  file = open_at(scratch, "file", 0, RIGHTS_RW, 0);
  write_all(file, "text", 4);
  OK(__wasi_fd_close(file));
  // Another right first, then the one that O_TRUNC needs.
  stat.fs_rights_base &= ~RIGHT(PATH_LINK_SOURCE);
  OK(__wasi_fd_fdstat_set_rights(scratch, stat.fs_rights_base, stat.fs_rights_inheriting));
  OK(try_open(scratch, 0, "file", OFLAG(CREAT), 0, 0));
  stat.fs_rights_base &= ~RIGHT(PATH_FILESTAT_SET_SIZE);
  OK(__wasi_fd_fdstat_set_rights(scratch, stat.fs_rights_base, stat.fs_rights_inheriting));
  SAME(fdstat(scratch).fs_rights_base, stat.fs_rights_base);
  GIVES(try_open(scratch, 0, "file", OFLAG(TRUNC), RIGHT(FD_WRITE), 0), E(NOTCAPABLE), E(PERM));
  GIVES(try_open(scratch, 0, "new", OFLAG(CREAT) | OFLAG(TRUNC), RIGHT(FD_WRITE), 0), E(NOTCAPABLE), E(PERM));
  SAME(stat_at(scratch, 0, "file").size, 4);
  SAME(try_stat(scratch, "new"), E(NOENT));
  stat.fs_rights_base |= RIGHT(PATH_FILESTAT_SET_SIZE);
  SAME(__wasi_fd_fdstat_set_rights(scratch, stat.fs_rights_base, stat.fs_rights_inheriting), E(NOTCAPABLE));
}

// O_CREAT needs PATH_CREATE_FILE; what is opened later has no more than what is left to inherit.
static void creation(void) {
  __wasi_fd_t scratch = open_scratch();
  create_file(scratch, "file");
  __wasi_fdstat_t stat = fdstat(scratch);
  __wasi_rights_t inheriting = stat.fs_rights_inheriting & ~RIGHT(FD_WRITE);
  OK(__wasi_fd_fdstat_set_rights(scratch, stat.fs_rights_base & ~RIGHT(PATH_CREATE_FILE), inheriting));
  SAME(try_open(scratch, 0, "new", OFLAG(CREAT), 0, 0), E(NOTCAPABLE));
  SAME(try_stat(scratch, "new"), E(NOENT));
  SAME(try_open(scratch, 0, "file", 0, RIGHT(FD_WRITE), 0), E(NOTCAPABLE));
  __wasi_fd_t file = open_at(scratch, "file", 0, RIGHT(FD_READ), 0);
  CHECK((fdstat(file).fs_rights_base & RIGHT(FD_WRITE)) == 0);
  OK(__wasi_fd_close(file));
}

// A right that is gone is refused by the call that needs it, for every right that a descriptor can lose.
static void dropped_is_refused(void) {
  __wasi_fd_t scratch = open_scratch();
  create_file(scratch, "file");
  OK(__wasi_path_create_directory(scratch, "dir"));
  OK(__wasi_path_symlink("file", scratch, "link"));
  __wasi_rights_t all = RIGHTS_ALL_FILE;
  uint8_t bytes[64];
  __wasi_size_t done;
  __wasi_filesize_t offset;
  __wasi_filestat_t stat;
  __wasi_iovec_t into = {bytes, 4};
  __wasi_ciovec_t from = {bytes, 4};
#define WITHOUT(right, call) \
  do { \
    __wasi_fd_t fd = open_at(scratch, "file", 0, all, 0); \
    OK(__wasi_fd_fdstat_set_rights(fd, all & ~RIGHT(right), 0)); \
    SAME(call, E(NOTCAPABLE)); \
    OK(__wasi_fd_close(fd)); \
  } while (0)
  WITHOUT(FD_DATASYNC, __wasi_fd_datasync(fd));
  WITHOUT(FD_SYNC, __wasi_fd_sync(fd));
  WITHOUT(FD_SEEK, __wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &offset));
  WITHOUT(FD_SEEK, __wasi_fd_pread(fd, &into, 1, 0, &done));
  WITHOUT(FD_SEEK, __wasi_fd_pwrite(fd, &from, 1, 0, &done));
  WITHOUT(FD_FDSTAT_SET_FLAGS, __wasi_fd_fdstat_set_flags(fd, 0));
  WITHOUT(FD_ADVISE, __wasi_fd_advise(fd, 0, 0, __WASI_ADVICE_NORMAL));
  WITHOUT(FD_ALLOCATE, __wasi_fd_allocate(fd, 0, 10));
  WITHOUT(FD_FILESTAT_GET, __wasi_fd_filestat_get(fd, &stat));
  WITHOUT(FD_FILESTAT_SET_SIZE, __wasi_fd_filestat_set_size(fd, 0));
  WITHOUT(FD_FILESTAT_SET_TIMES, __wasi_fd_filestat_set_times(fd, 0, 0, FSTFLAG(MTIM_NOW)));
#undef WITHOUT
#define WITHOUT(right, call) \
  do { \
    __wasi_fdstat_t full = fdstat(scratch); \
    __wasi_fd_t fd = open_at(scratch, ".", OFLAG(DIRECTORY), full.fs_rights_base, 0); \
    OK(__wasi_fd_fdstat_set_rights(fd, full.fs_rights_base & ~RIGHT(right), 0)); \
    SAME(call, E(NOTCAPABLE)); \
    OK(__wasi_fd_close(fd)); \
  } while (0)
  WITHOUT(PATH_OPEN, try_open(fd, 0, "file", 0, 0, 0));
  WITHOUT(PATH_CREATE_DIRECTORY, __wasi_path_create_directory(fd, "new"));
  WITHOUT(PATH_LINK_SOURCE, __wasi_path_link(fd, 0, "file", scratch, "new"));
  WITHOUT(PATH_LINK_TARGET, __wasi_path_link(scratch, 0, "file", fd, "new"));
  WITHOUT(PATH_RENAME_SOURCE, __wasi_path_rename(fd, "file", scratch, "new"));
  WITHOUT(PATH_RENAME_TARGET, __wasi_path_rename(scratch, "file", fd, "new"));
  WITHOUT(PATH_READLINK, __wasi_path_readlink(fd, "link", bytes, sizeof bytes, &done));
  WITHOUT(PATH_FILESTAT_GET, __wasi_path_filestat_get(fd, 0, "file", &stat));
  WITHOUT(PATH_FILESTAT_SET_TIMES, __wasi_path_filestat_set_times(fd, 0, "file", 0, 0, FSTFLAG(MTIM_NOW)));
  WITHOUT(PATH_SYMLINK, __wasi_path_symlink("file", fd, "new"));
  WITHOUT(PATH_REMOVE_DIRECTORY, __wasi_path_remove_directory(fd, "dir"));
  WITHOUT(PATH_UNLINK_FILE, __wasi_path_unlink_file(fd, "file"));
  WITHOUT(FD_READDIR, __wasi_fd_readdir(fd, bytes, sizeof bytes, 0, &done));
#undef WITHOUT
  SAME(try_stat(scratch, "new"), E(NOENT));
}

SCENARIOS({"directory_seek", directory_seek}, {"fd_fdstat_set_rights", set_rights}, {"path_open_preopen", open_preopen},
          {"path_open_read_write", select_mode}, {"truncation_rights", truncation}, {"rights-creation", creation},
          {"rights-dropped", dropped_is_refused})
