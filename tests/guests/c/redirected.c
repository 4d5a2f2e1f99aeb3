// Standard streams that are files, pipes or devices, and devices that are opened by name.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"

// Where a seek leads, or its errno, negative.
static int sought(int fd, off_t delta, int whence) {
  off_t offset = lseek(fd, delta, whence);
  return offset < 0 ? -errno : (int)offset;
}

// Tells of each name in argv, opened and moved onto descriptor 0 too: isatty, what a seek gives, the filetype.
static void devices(void) {
  for (char **name = scenario_argv + 1; *name != NULL; name++) {
    int fd = open(*name, O_RDONLY | O_NONBLOCK);
    if (fd < 0) {
      fprintf(stderr, "%s: errno %d\n", *name, errno);
      continue;
    }
    fprintf(stderr, "%s: %d %d %d", *name, isatty(fd), sought(fd, 5, SEEK_SET), fdstat(fd).fs_filetype);
    OK(__wasi_fd_renumber(fd, 0));
    fprintf(stderr, " %d %d\n", isatty(0), sought(0, 0, SEEK_CUR));
  }
}

static void describe_stdin(void) {
  fprintf(stderr, "%d %d %d\n", isatty(0), sought(0, 5, SEEK_SET), fdstat(0).fs_filetype);
}

// Stdin is a file with "0123456789" in it, of which the host has read two bytes.
static void file_stdin(void) {
  char bytes[4] = {0};
  SAME(fdstat(0).fs_filetype, FILETYPE(REGULAR_FILE));
  SAME(lseek(0, 0, SEEK_CUR), 2);
  struct stat stat;
  SAME(fstat(0, &stat), 0);
  SAME(stat.st_size, 10);
  SAME(pread(0, bytes, 3, 7), 3);
  CHECK(memcmp(bytes, "789", 3) == 0);
  struct pollfd poll_in = {.fd = 0, .events = POLLIN};
  SAME(poll(&poll_in, 1, 0), 1);
  SAME(poll_in.revents, POLLIN);
  SAME(lseek(0, 0, SEEK_CUR), 2);
  SAME(fseek(stdin, -4, SEEK_END), 0);
  SAME(getchar(), '6');
  SAME(ftell(stdin), 7);
  SAME(fseek(stdin, 1, SEEK_SET), 0);
  SAME(getchar(), '1');
  SAME(lseek(0, -1, SEEK_SET), -1);
  SAME(errno, EINVAL);
  SAME(ftruncate(0, 0), -1);
  SAME(pwrite(0, "x", 1, 0), -1);
  SAME(lseek(0, 5, SEEK_SET), 5);
}

// Stdout and stderr are one file, opened once.
static void file_stdout(void) {
  SAME(fdstat(1).fs_filetype, FILETYPE(REGULAR_FILE));
  SAME(lseek(1, 0, SEEK_CUR), 3);
  SAME(write(1, "abc", 3), 3);
  SAME(write(2, "def", 3), 3);
  SAME(lseek(1, 0, SEEK_CUR), 9);
  SAME(pwrite(1, "X", 1, 3), 1);
  SAME(lseek(1, 0, SEEK_CUR), 9);
  SAME(ftruncate(1, 8), 0);
  SAME(lseek(1, -1, SEEK_END), 7);
  SAME(write(2, "ghi", 3), 3);
  SAME(posix_fallocate(1, 0, 20), 0);
  SAME(ftruncate(1, 10), 0);
  // What comes after it goes to the end from now on.
  SAME(lseek(1, 0, SEEK_SET), 0);
  SAME(fcntl(1, F_SETFL, O_APPEND), 0);
  SAME(write(1, "!", 1), 1);
  SAME(lseek(1, 0, SEEK_CUR), 11);
}

// Stdout was opened by the host so as to append.
static void appending_stdout(void) {
  SAME(fcntl(1, F_GETFL) & O_APPEND, O_APPEND);
  SAME(lseek(1, 0, SEEK_SET), 0);
  SAME(write(1, "one", 3), 3);
  SAME(fcntl(1, F_SETFL, 0), 0);
  SAME(fcntl(1, F_GETFL) & O_APPEND, O_APPEND);
  SAME(lseek(1, 0, SEEK_SET), 0);
  SAME(write(1, "two", 3), 3);
}

// Fills the pipe that stdout is, then waits until it can be written or 60 ms have passed, five times.
static void full_stdout(void) {
  static uint8_t bytes[4096];
  SAME(fcntl(1, F_SETFL, O_NONBLOCK), 0);
  while (write(1, bytes, sizeof bytes) > 0) continue;
  SAME(errno, EAGAIN);
  int retries = 0;
  for (int i = 0; i < 5; i++) {
    struct pollfd poll_out = {.fd = 1, .events = POLLOUT};
    if (poll(&poll_out, 1, 60) == 0) continue;
    retries++;
    SAME(write(1, bytes, sizeof bytes), -1);
    SAME(errno, EAGAIN);
  }
  fprintf(stderr, "%d", retries);
}

// What polling stdin gives before and after its bytes are read.
static void poll_stdin(void) {
  for (;;) {
    __wasi_subscription_t subscription = {.u = {.tag = __WASI_EVENTTYPE_FD_READ}};
    __wasi_event_t event;
    __wasi_size_t count;
    OK(__wasi_poll_oneoff(&subscription, &event, 1, &count));
    SAME(event.error, 0);
    fprintf(stderr, "%d%s ", (int)event.fd_readwrite.nbytes, event.fd_readwrite.flags ? " hangup" : "");
    uint8_t bytes[4];
    if (read_some(0, bytes, sizeof bytes) == 0) return;
  }
}

// What polling stdout gives before and after a write.
static void poll_stdout(void) {
  for (int i = 0; i < 2; i++) {
    __wasi_subscription_t subscription = {.u = {.tag = __WASI_EVENTTYPE_FD_WRITE}};
    subscription.u.u.fd_write.file_descriptor = 1;
    __wasi_event_t event;
    __wasi_size_t count, done;
    __wasi_errno_t result = __wasi_fd_write(1, &(__wasi_ciovec_t){(const uint8_t *)"x", 1}, 1, &done);
    OK(__wasi_poll_oneoff(&subscription, &event, 1, &count));
    fprintf(stderr, "%d %d %d ", result, event.error, event.fd_readwrite.flags);
  }
}

SCENARIOS({"devices", devices}, {"describe-stdin", describe_stdin}, {"file-stdin", file_stdin},
          {"file-stdout", file_stdout}, {"appending-stdout", appending_stdout}, {"full-stdout", full_stdout},
          {"poll-stdin", poll_stdin}, {"poll-stdout", poll_stdout})
