// Finding the preopen, the scratch directory inside it, and short forms of calls in it.
#ifndef SCRATCH_H
#define SCRATCH_H

#include "guest.h"

#define RIGHTS_ALL_PATH \
  (RIGHT(PATH_CREATE_DIRECTORY) | RIGHT(PATH_CREATE_FILE) | RIGHT(PATH_LINK_SOURCE) | RIGHT(PATH_LINK_TARGET) | \
   RIGHT(PATH_OPEN) | RIGHT(PATH_READLINK) | RIGHT(PATH_RENAME_SOURCE) | RIGHT(PATH_RENAME_TARGET) | \
   RIGHT(PATH_FILESTAT_GET) | RIGHT(PATH_FILESTAT_SET_SIZE) | RIGHT(PATH_FILESTAT_SET_TIMES) | RIGHT(PATH_SYMLINK) | \
   RIGHT(PATH_REMOVE_DIRECTORY) | RIGHT(PATH_UNLINK_FILE))
#define RIGHTS_ALL_FILE \
  (RIGHT(FD_DATASYNC) | RIGHT(FD_READ) | RIGHT(FD_SEEK) | RIGHT(FD_FDSTAT_SET_FLAGS) | RIGHT(FD_SYNC) | RIGHT(FD_TELL) | \
   RIGHT(FD_WRITE) | RIGHT(FD_ADVISE) | RIGHT(FD_ALLOCATE) | RIGHT(FD_FILESTAT_GET) | RIGHT(FD_FILESTAT_SET_SIZE) | \
   RIGHT(FD_FILESTAT_SET_TIMES) | RIGHT(POLL_FD_READWRITE))
#define RIGHTS_ALL_FD (RIGHTS_ALL_FILE | RIGHT(FD_READDIR))
#define RIGHTS_RW (RIGHT(FD_READ) | RIGHT(FD_WRITE))

// The raw import, for paths with a NUL or a length of their own.
__attribute__((import_module("wasi_snapshot_preview1"), import_name("path_open"))) extern int32_t raw_path_open(
    int32_t fd, int32_t dirflags, const char *path, size_t path_len, int32_t oflags, int64_t rights_base,
    int64_t rights_inheriting, int32_t fdflags, __wasi_fd_t *opened);

// The preopened directory of that name, found as libc finds it: from 3 on, until there is none.
__attribute__((unused)) static __wasi_fd_t find_preopen(const char *name) {
  for (__wasi_fd_t fd = 3;; fd++) {
    __wasi_prestat_t prestat;
    __wasi_errno_t result = __wasi_fd_prestat_get(fd, &prestat);
    if (result == E(BADF)) FAIL("no preopen %s", name);
    OK(result);
    CHECK(prestat.tag == __WASI_PREOPENTYPE_DIR);
    size_t length = prestat.u.dir.pr_name_len;
    char found[length + 1];
    memset(found, '?', length + 1);
    OK(__wasi_fd_prestat_dir_name(fd, (uint8_t *)found, length));
    CHECK(found[length] == '?');
    if (length == strlen(name) && memcmp(found, name, length) == 0) return fd;
  }
}

// Opens the preopen "/" once more, makes "scratch" in it and opens that.
__attribute__((unused)) static __wasi_fd_t open_scratch(void) {
  __wasi_fd_t preopen = find_preopen("/");
  __wasi_fdstat_t stat;
  OK(__wasi_fd_fdstat_get(preopen, &stat));
  SAME(stat.fs_filetype, FILETYPE(DIRECTORY));
  __wasi_fd_t base;
  OK(__wasi_path_open(preopen, 0, ".", 0, stat.fs_rights_base, stat.fs_rights_inheriting, 0, &base));
  CHECK(base > preopen);
  OK(__wasi_path_create_directory(base, "scratch"));
  __wasi_fd_t scratch;
  OK(__wasi_path_open(base, 0, "scratch", OFLAG(DIRECTORY), RIGHT(FD_FILESTAT_GET) | RIGHT(FD_READDIR) | RIGHTS_ALL_PATH,
                      RIGHTS_ALL_FD | RIGHTS_ALL_PATH, 0, &scratch));
  CHECK(scratch > base);
  return scratch;
}

// Opens, and gives the errno.
__attribute__((unused)) static __wasi_errno_t try_open(__wasi_fd_t dir, __wasi_lookupflags_t lookup, const char *path,
                                                       __wasi_oflags_t oflags, __wasi_rights_t rights,
                                                       __wasi_fdflags_t flags) {
  __wasi_fd_t opened;
  __wasi_errno_t result = __wasi_path_open(dir, lookup, path, oflags, rights, 0, flags, &opened);
  if (result == 0) OK(__wasi_fd_close(opened));
  return result;
}

// Opens, which must succeed.
__attribute__((unused)) static __wasi_fd_t open_at(__wasi_fd_t dir, const char *path, __wasi_oflags_t oflags,
                                                   __wasi_rights_t rights, __wasi_fdflags_t flags) {
  __wasi_fd_t opened = -1;
  __wasi_errno_t result = __wasi_path_open(dir, 0, path, oflags, rights, 0, flags, &opened);
  if (result != 0) FAIL("opening \"%s\" gave errno %d", path, result);
  CHECK(opened > 2);
  return opened;
}

// Makes an empty file that was not there.
__attribute__((unused)) static void create_file(__wasi_fd_t dir, const char *path) {
  OK(__wasi_fd_close(open_at(dir, path, OFLAG(CREAT) | OFLAG(EXCL), 0, 0)));
}

// Writes all of it at the cursor.
__attribute__((unused)) static void write_all(__wasi_fd_t fd, const void *bytes, size_t length) {
  __wasi_ciovec_t whole = {bytes, length};
  __wasi_size_t written = 0;
  OK(__wasi_fd_write(fd, &whole, 1, &written));
  SAME(written, length);
}

// Reads once at the cursor.
__attribute__((unused)) static size_t read_some(__wasi_fd_t fd, void *bytes, size_t length) {
  __wasi_iovec_t whole = {bytes, length};
  __wasi_size_t got = 0;
  OK(__wasi_fd_read(fd, &whole, 1, &got));
  return got;
}

__attribute__((unused)) static __wasi_filestat_t stat_fd(__wasi_fd_t fd) {
  __wasi_filestat_t stat;
  OK(__wasi_fd_filestat_get(fd, &stat));
  return stat;
}

__attribute__((unused)) static __wasi_filestat_t stat_at(__wasi_fd_t dir, __wasi_lookupflags_t lookup, const char *path) {
  __wasi_filestat_t stat;
  __wasi_errno_t result = __wasi_path_filestat_get(dir, lookup, path, &stat);
  if (result != 0) FAIL("stat of \"%s\" gave errno %d", path, result);
  return stat;
}

__attribute__((unused)) static __wasi_errno_t try_stat(__wasi_fd_t dir, const char *path) {
  __wasi_filestat_t stat;
  return __wasi_path_filestat_get(dir, 0, path, &stat);
}

__attribute__((unused)) static __wasi_fdstat_t fdstat(__wasi_fd_t fd) {
  __wasi_fdstat_t stat;
  OK(__wasi_fd_fdstat_get(fd, &stat));
  return stat;
}

__attribute__((unused)) static __wasi_errno_t try_fdstat(__wasi_fd_t fd) {
  __wasi_fdstat_t stat;
  return __wasi_fd_fdstat_get(fd, &stat);
}

__attribute__((unused)) static __wasi_filesize_t seek(__wasi_fd_t fd, __wasi_filedelta_t delta, __wasi_whence_t whence) {
  __wasi_filesize_t offset = 0;
  OK(__wasi_fd_seek(fd, delta, whence, &offset));
  return offset;
}

__attribute__((unused)) static __wasi_filesize_t tell(__wasi_fd_t fd) {
  __wasi_filesize_t offset = 0;
  OK(__wasi_fd_tell(fd, &offset));
  return offset;
}

#endif
