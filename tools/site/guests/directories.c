// Every hostcall on names, once each: it looks for its preopened directory, as wasi-libc does, and works below it.
#include "expect.h"

#include <stdint.h>
#include <string.h>

int main(void) {
  __wasi_fd_t root = 3, fd;
  __wasi_prestat_t preopen;
  __wasi_filestat_t attributes;
  __wasi_size_t used;
  uint8_t room[256];
  char name[16];
  OK(__wasi_fd_prestat_get(root, &preopen));
  if (preopen.u.dir.pr_name_len > sizeof name) return 1;
  OK(__wasi_fd_prestat_dir_name(root, (uint8_t *)name, preopen.u.dir.pr_name_len));
  // There is no other one: EBADF.
  GIVES(__WASI_ERRNO_BADF, __wasi_fd_prestat_get(root + 1, &preopen));
  OK(__wasi_path_create_directory(root, "attic"));
  // It is there already: EEXIST.
  GIVES(__WASI_ERRNO_EXIST, __wasi_path_create_directory(root, "attic"));
  OK(__wasi_path_filestat_get(root, 0, "notes.txt", &attributes));
  OK(__wasi_path_filestat_set_times(root, 0, "notes.txt", 0, 1767225600000000000, __WASI_FSTFLAGS_MTIM));
  OK(__wasi_path_link(root, 0, "notes.txt", root, "attic/copy.txt"));
  OK(__wasi_path_rename(root, "attic/copy.txt", root, "attic/old.txt"));
  OK(__wasi_path_symlink("attic/old.txt", root, "latest"));
  OK(__wasi_path_readlink(root, "latest", room, sizeof room, &used));
  OK(__wasi_path_open(root, __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW, "attic", __WASI_OFLAGS_DIRECTORY, __WASI_RIGHTS_FD_READDIR,
                       0, 0, &fd));
  OK(__wasi_fd_readdir(fd, room, sizeof room, 0, &used));
  OK(__wasi_fd_close(fd));
  // It leads out of the directory: ENOTCAPABLE.
  GIVES(__WASI_ERRNO_NOTCAPABLE, __wasi_path_filestat_get(root, 0, "../notes.txt", &attributes));
  OK(__wasi_path_unlink_file(root, "latest"));
  OK(__wasi_path_unlink_file(root, "attic/old.txt"));
  OK(__wasi_path_remove_directory(root, "attic"));
  return 0;
}
