// Every hostcall on an open file, once each, on a file that it creates.
#include "expect.h"

#include <stdint.h>

#define DIRECTORY 3

static uint8_t first[] = "one file, ", second[] = "two buffers\n";
static uint8_t room[8], rest[32];

int main(void) {
  __wasi_fd_t fd, other;
  __wasi_size_t count;
  __wasi_filesize_t offset;
  __wasi_fdstat_t status;
  __wasi_filestat_t attributes;
  __wasi_ciovec_t text[] = {{first, sizeof first - 1}, {second, sizeof second - 1}};
  __wasi_ciovec_t letter = {(const uint8_t *)"O", 1};
  __wasi_iovec_t into[] = {{room, sizeof room}, {rest, sizeof rest}};
  __wasi_rights_t rights = __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_WRITE | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL |
                           __WASI_RIGHTS_FD_ADVISE | __WASI_RIGHTS_FD_ALLOCATE | __WASI_RIGHTS_FD_SYNC |
                           __WASI_RIGHTS_FD_DATASYNC | __WASI_RIGHTS_FD_FILESTAT_GET | __WASI_RIGHTS_FD_FILESTAT_SET_SIZE |
                           __WASI_RIGHTS_FD_FILESTAT_SET_TIMES | __WASI_RIGHTS_FD_FDSTAT_SET_FLAGS;
  OK(__wasi_path_open(DIRECTORY, 0, "letter.txt", __WASI_OFLAGS_CREAT, rights, 0, 0, &fd));
  OK(__wasi_fd_fdstat_get(fd, &status));
  OK(__wasi_fd_allocate(fd, 0, 22));
  OK(__wasi_fd_write(fd, text, 2, &count));
  OK(__wasi_fd_tell(fd, &offset));
  OK(__wasi_fd_pwrite(fd, &letter, 1, 0, &count));
  OK(__wasi_fd_seek(fd, -12, __WASI_WHENCE_CUR, &offset));
  OK(__wasi_fd_advise(fd, 0, 0, __WASI_ADVICE_SEQUENTIAL));
  OK(__wasi_fd_read(fd, into, 2, &count));
  OK(__wasi_fd_pread(fd, into, 1, 0, &count));
  OK(__wasi_fd_filestat_set_size(fd, 8));
  OK(__wasi_fd_filestat_set_times(fd, 0, 1767225600000000000, __WASI_FSTFLAGS_MTIM));
  OK(__wasi_fd_filestat_get(fd, &attributes));
  OK(__wasi_fd_datasync(fd));
  OK(__wasi_fd_sync(fd));
  OK(__wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_APPEND));
  OK(__wasi_fd_fdstat_set_rights(fd, __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_SEEK, 0));
  // The right to write is gone: EBADF.
  GIVES(__WASI_ERRNO_BADF, __wasi_fd_write(fd, &letter, 1, &count));
  OK(__wasi_path_open(DIRECTORY, 0, "letter.txt", 0, __WASI_RIGHTS_FD_READ, 0, 0, &other));
  OK(__wasi_fd_renumber(other, fd));
  // That number is free now: EBADF.
  GIVES(__WASI_ERRNO_BADF, __wasi_fd_close(other));
  OK(__wasi_fd_close(fd));
  return 0;
}
