// Descriptor numbers, preopens and rights: what other hosts got wrong.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "scratch.h"

// Only preopens have a prestat; one opened again from a preopen is none.
static void prestat(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t preopen = find_preopen("/");
  __wasi_prestat_t found;
  uint8_t name[16];
  for (__wasi_fd_t fd = 0; fd <= scratch + 1; fd++) {
    if (fd == preopen) continue;
    SAME(__wasi_fd_prestat_get(fd, &found), E(BADF));
    SAME(__wasi_fd_prestat_dir_name(fd, name, sizeof name), E(BADF));
  }
  OK(__wasi_fd_prestat_get(preopen, &found));
  SAME(found.u.dir.pr_name_len, 1);
}

// 2^32 − 1, 2^31 and the like are numbers like any other: there is no such descriptor.
static void negative(void) {
  static const __wasi_fd_t numbers[] = {-1, -2, INT32_MIN, INT32_MAX, 1 << 20, 1 << 30, 1000};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    __wasi_fd_t fd = numbers[i], opened;
    uint8_t bytes[64];
    __wasi_iovec_t into = {bytes, 1};
    __wasi_ciovec_t from = {bytes, 1};
    __wasi_size_t size;
    __wasi_filesize_t offset;
    __wasi_roflags_t roflags;
    __wasi_fdstat_t stat;
    __wasi_filestat_t filestat;
    __wasi_prestat_t found;
    SAME(__wasi_fd_advise(fd, 0, 0, 0), E(BADF));
    SAME(__wasi_fd_allocate(fd, 0, 1), E(BADF));
    SAME(__wasi_fd_close(fd), E(BADF));
    SAME(__wasi_fd_datasync(fd), E(BADF));
    SAME(__wasi_fd_fdstat_get(fd, &stat), E(BADF));
    SAME(__wasi_fd_fdstat_set_flags(fd, 0), E(BADF));
    SAME(__wasi_fd_fdstat_set_rights(fd, 0, 0), E(BADF));
    SAME(__wasi_fd_filestat_get(fd, &filestat), E(BADF));
    SAME(__wasi_fd_filestat_set_size(fd, 0), E(BADF));
    SAME(__wasi_fd_filestat_set_times(fd, 0, 0, 0), E(BADF));
    SAME(__wasi_fd_pread(fd, &into, 1, 0, &size), E(BADF));
    SAME(__wasi_fd_prestat_get(fd, &found), E(BADF));
    SAME(__wasi_fd_prestat_dir_name(fd, bytes, 64), E(BADF));
    SAME(__wasi_fd_pwrite(fd, &from, 1, 0, &size), E(BADF));
    SAME(__wasi_fd_read(fd, &into, 1, &size), E(BADF));
    SAME(__wasi_fd_readdir(fd, bytes, 64, 0, &size), E(BADF));
    SAME(__wasi_fd_renumber(fd, 1), E(BADF));
    SAME(__wasi_fd_renumber(1, fd), E(BADF));
    SAME(__wasi_fd_seek(fd, 0, 0, &offset), E(BADF));
    SAME(__wasi_fd_sync(fd), E(BADF));
    SAME(__wasi_fd_tell(fd, &offset), E(BADF));
    SAME(__wasi_fd_write(fd, &from, 1, &size), E(BADF));
    SAME(__wasi_path_create_directory(fd, "x"), E(BADF));
    SAME(__wasi_path_filestat_get(fd, 0, "x", &filestat), E(BADF));
    SAME(__wasi_path_filestat_set_times(fd, 0, "x", 0, 0, 0), E(BADF));
    SAME(__wasi_path_link(fd, 0, "x", fd, "y"), E(BADF));
    SAME(__wasi_path_open(fd, 0, "x", 0, 0, 0, 0, &opened), E(BADF));
    SAME(__wasi_path_readlink(fd, "x", bytes, 64, &size), E(BADF));
    SAME(__wasi_path_remove_directory(fd, "x"), E(BADF));
    SAME(__wasi_path_rename(fd, "x", fd, "y"), E(BADF));
    SAME(__wasi_path_symlink("x", fd, "y"), E(BADF));
    SAME(__wasi_path_unlink_file(fd, "x"), E(BADF));
    SAME(__wasi_sock_accept(fd, 0, &opened), E(BADF));
    SAME(__wasi_sock_recv(fd, &into, 1, 0, &size, &roflags), E(BADF));
    SAME(__wasi_sock_send(fd, &from, 1, 0, &size), E(BADF));
    SAME(__wasi_sock_shutdown(fd, __WASI_SDFLAGS_RD), E(BADF));
  }
}

// Prints which of 0, 1, 2 libc takes for a terminal.
static void terminals(void) {
  int taken[3];
  for (int fd = 0; fd <= 2; fd++) taken[fd] = isatty(fd);
  printf("%d%d%d", taken[0], taken[1], taken[2]);
}

static void reopen_stdout(void) {
  printf("before\n");
  FILE *again = freopen("output.txt", "w", stdout);
  CHECK(again == stdout);
  printf("into the file\n");
  SAME(fflush(stdout), 0);
  char text[32] = {0};
  FILE *file = fopen("output.txt", "r");
  CHECK(file != NULL);
  SAME(fread(text, 1, sizeof text, file), 14);
  CHECK(strcmp(text, "into the file\n") == 0);
}

static void renumber_itself(void) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  write_all(file, "text", 4);
  OK(__wasi_fd_renumber(file, file));
  SAME(tell(file), 4);
  write_all(file, "more", 4);
  SAME(stat_fd(file).size, 8);
  OK(__wasi_fd_renumber(1, 1));
  OK(__wasi_fd_renumber(find_preopen("/"), find_preopen("/")));
}

// A number that was closed is free, and the lowest free one is the next; it says nothing of what it was.
static void numbers(void) {
  __wasi_fd_t scratch = open_scratch(), fds[6];
  for (int i = 0; i < 6; i++) {
    fds[i] = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_ALL_FILE, FDFLAG(APPEND));
    SAME(fds[i], scratch + 1 + i);
  }
  write_all(fds[1], "text", 4);
  OK(__wasi_fd_close(fds[4]));
  OK(__wasi_fd_close(fds[1]));
  SAME(__wasi_fd_close(fds[1]), E(BADF));
  __wasi_fd_t again = open_at(scratch, "file", 0, RIGHT(FD_READ) | RIGHT(FD_TELL), 0);
  SAME(again, fds[1]);
  SAME(tell(again), 0);
  SAME(fdstat(again).fs_flags, 0);
  SAME(fdstat(again).fs_rights_base & RIGHT(FD_WRITE), 0);
  SAME(open_at(scratch, "file", 0, 0, 0), fds[4]);
  SAME(open_at(scratch, "file", 0, 0, 0), fds[5] + 1);
  // Moving one away frees its number.
  OK(__wasi_fd_renumber(fds[5], fds[0]));
  SAME(try_fdstat(fds[5]), E(BADF));
  SAME(open_at(scratch, "file", 0, 0, 0), fds[5]);
  // A closed stdin is the lowest number of all.
  OK(__wasi_fd_close(0));
  SAME(try_fdstat(0), E(BADF));
  __wasi_fd_t lowest;
  OK(__wasi_path_open(scratch, 0, "file", 0, RIGHT(FD_READ), 0, 0, &lowest));
  SAME(lowest, 0);
  SAME(fdstat(0).fs_filetype, FILETYPE(REGULAR_FILE));
}

// What is replaced is closed: whoever runs this counts what is opened and closed.
static void renumber_closes(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t first = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_RW, 0);
  for (int i = 0; i < 300; i++) {
    __wasi_fd_t next = open_at(scratch, "file", 0, RIGHTS_RW, 0);
    SAME(next, first + 1);
    OK(__wasi_fd_renumber(next, first));
  }
}

// A preopen that was replaced or closed is no preopen any more.
static void preopen_replaced(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t preopen = find_preopen("/");
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_RW, 0);
  OK(__wasi_fd_renumber(file, preopen));
  SAME(fdstat(preopen).fs_filetype, FILETYPE(REGULAR_FILE));
  __wasi_prestat_t found;
  SAME(__wasi_fd_prestat_get(preopen, &found), E(BADF));
  OK(__wasi_fd_close(preopen));
  SAME(__wasi_fd_prestat_get(preopen, &found), E(BADF));
}

// Go opens whatever it is with read and write first, and takes EISDIR for the sign to try again.
static void like_go(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  OK(__wasi_path_symlink("dir", scratch, "link"));
  __wasi_rights_t reading = RIGHT(FD_READ) | RIGHT(FD_READDIR) | RIGHT(FD_SEEK);
  static const char *paths[] = {"dir", "dir/", ".", "link", "dir/."};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    SAME(try_open(scratch, FOLLOW, paths[i], 0, reading | RIGHT(FD_WRITE), 0), E(ISDIR));
    SAME(try_open(scratch, FOLLOW, paths[i], 0, RIGHT(FD_WRITE), 0), E(ISDIR));
    __wasi_fd_t opened;
    OK(__wasi_path_open(scratch, FOLLOW, paths[i], 0, reading, 0, 0, &opened));
    SAME(fdstat(opened).fs_filetype, FILETYPE(DIRECTORY));
    uint8_t bytes[256];
    __wasi_size_t used = 0;
    OK(__wasi_fd_readdir(opened, bytes, sizeof bytes, 0, &used));
    CHECK(used > 2 * sizeof(__wasi_dirent_t));
    OK(__wasi_fd_close(opened));
  }
  SAME(try_open(scratch, 0, "dir", OFLAG(CREAT), RIGHTS_RW, 0), E(ISDIR));
  SAME(try_open(scratch, 0, "dir", OFLAG(TRUNC), RIGHT(FD_WRITE), 0), E(ISDIR));
  SAME(open("scratch/dir", O_RDWR), -1);
  SAME(errno, EISDIR);
}

// Prints the text of what each path leads to; libc decides among the preopens.
static void which_preopen(void) {
  for (int i = 1; i < scenario_argc; i++) {
    char text[64] = {0};
    FILE *file = fopen(scenario_argv[i], "r");
    if (file == NULL) {
      printf("%s: errno %d\n", scenario_argv[i], errno);
      continue;
    }
    CHECK(fread(text, 1, sizeof text - 1, file) > 0);
    printf("%s: %s\n", scenario_argv[i], text);
    fclose(file);
  }
}

SCENARIOS({"prestat", prestat}, {"negative-numbers", negative}, {"terminals", terminals}, {"reopen-stdout", reopen_stdout},
          {"renumber-itself", renumber_itself}, {"numbers", numbers}, {"renumber-closes", renumber_closes},
          {"preopen-replaced", preopen_replaced}, {"like-go", like_go}, {"which-preopen", which_preopen})
