// Reading and writing: odd buffers, odd streams.
#include <errno.h>
#include <unistd.h>

#include "scratch.h"

static __wasi_fd_t text_file(const char *text) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  write_all(file, text, strlen(text));
  seek(file, 0, __WASI_WHENCE_SET);
  return file;
}

static void empty_buffers(void) {
  __wasi_fd_t file = text_file("text");
  uint8_t byte = '?';
  __wasi_size_t done = 99;
  OK(__wasi_fd_read(file, NULL, 0, &done));
  SAME(done, 0);
  OK(__wasi_fd_write(file, NULL, 0, (done = 99, &done)));
  SAME(done, 0);
  OK(__wasi_fd_read(file, (__wasi_iovec_t[]){{&byte, 0}, {NULL, 0}}, 2, (done = 99, &done)));
  SAME(done, 0);
  OK(__wasi_fd_write(file, (__wasi_ciovec_t[]){{&byte, 0}, {NULL, 0}}, 2, (done = 99, &done)));
  SAME(done, 0);
  OK(__wasi_fd_pread(file, NULL, 0, 2, (done = 99, &done)));
  SAME(done, 0);
  OK(__wasi_fd_pwrite(file, NULL, 0, 2, (done = 99, &done)));
  SAME(done, 0);
  SAME(tell(file), 0);
  SAME(byte, '?');
  OK(__wasi_fd_read(file, (__wasi_iovec_t[]){{NULL, 0}, {&byte, 1}, {NULL, 0}}, 3, &done));
  SAME(done, 1);
  SAME(byte, 't');
  OK(__wasi_fd_write(1, NULL, 0, (done = 99, &done)));
  SAME(done, 0);
  OK(__wasi_fd_write(1, (__wasi_ciovec_t[]){{NULL, 0}, {(const uint8_t *)"out", 3}, {NULL, 0}}, 3, &done));
  SAME(done, 3);
  SAME(stat_fd(file).size, 4);
}

// Buffers that overlap are filled one after the other; the result is stored last of all.
static void overlapping(void) {
  __wasi_fd_t file = text_file("abcdefghijklmnop");
  uint8_t bytes[9] = "????????";
  __wasi_size_t done;
  OK(__wasi_fd_read(file, (__wasi_iovec_t[]){{bytes, 4}, {bytes + 2, 4}}, 2, &done));
  SAME(done, 8);
  CHECK(memcmp(bytes, "abefgh??", 8) == 0);
  OK(__wasi_fd_pread(file, (__wasi_iovec_t[]){{bytes + 2, 4}, {bytes, 4}}, 2, 0, &done));
  SAME(done, 8);
  CHECK(memcmp(bytes, "efghcd??", 8) == 0);

  // The result's place is inside the buffer, and then inside the list of buffers.
  union {
    uint8_t bytes[8];
    __wasi_size_t sizes[2];
  } both;
  memset(&both, '?', sizeof both);
  OK(__wasi_fd_pread(file, &(__wasi_iovec_t){both.bytes, 8}, 1, 0, &both.sizes[1]));
  CHECK(memcmp(both.bytes, "abcd", 4) == 0);
  SAME(both.sizes[1], 8);
  __wasi_iovec_t list[2] = {{bytes, 3}, {(uint8_t *)list, sizeof list[0]}};
  OK(__wasi_fd_pread(file, list, 2, 0, &done));
  SAME(done, 11);
  CHECK(memcmp(bytes, "abc", 3) == 0 && memcmp(list, "defghijk", 8) == 0);

  // The same bytes written twice.
  OK(__wasi_fd_pwrite(file, (__wasi_ciovec_t[]){{bytes, 3}, {bytes + 1, 2}, {bytes, 3}}, 3, 0, &done));
  SAME(done, 8);
  OK(__wasi_fd_pread(file, &(__wasi_iovec_t){bytes, 8}, 1, 0, &done));
  CHECK(memcmp(bytes, "abcbcabc", 8) == 0);
}

// After an appending write the offset is the end of the file, whoever wrote in between.
static void appending(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t one = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_ALL_FILE, FDFLAG(APPEND));
  __wasi_fd_t other = open_at(scratch, "file", 0, RIGHTS_ALL_FILE, FDFLAG(APPEND));
  write_all(one, "aa", 2);
  write_all(other, "bbb", 3);
  SAME(tell(other), 5);
  SAME(tell(one), 2);
  write_all(one, "c", 1);
  SAME(tell(one), 6);
  SAME(seek(one, 1, __WASI_WHENCE_SET), 1);
  uint8_t bytes[8];
  SAME(read_some(one, bytes, 2), 2);
  CHECK(memcmp(bytes, "ab", 2) == 0);
  SAME(tell(one), 3);
  OK(__wasi_fd_filestat_set_size(one, 1));
  write_all(one, "d", 1);
  SAME(tell(one), 2);
  SAME(stat_fd(other).size, 2);
}

static void offsets_out_of_range(void) {
  __wasi_fd_t file = text_file("text");
  __wasi_filesize_t offset = 77;
  SAME(__wasi_fd_seek(file, INT64_MIN, __WASI_WHENCE_CUR, &offset), E(INVAL));
  SAME(__wasi_fd_seek(file, INT64_MIN, __WASI_WHENCE_END, &offset), E(INVAL));
  CHECK(__wasi_fd_seek(file, 3, 3, &offset) == E(INVAL));
  SAME(offset, 77);
  SAME(tell(file), 0);
  uint8_t byte;
  __wasi_size_t done;
  for (int bit = 53; bit < 64; bit++) {
    __wasi_filesize_t far = (1ull << bit) + 1;
    __wasi_errno_t result = __wasi_fd_pwrite(file, &(__wasi_ciovec_t){(const uint8_t *)"x", 1}, 1, far, &done);
    CHECK(result == E(INVAL) || result == E(FBIG));
    result = __wasi_fd_filestat_set_size(file, far);
    CHECK(result == E(INVAL) || result == E(FBIG));
    result = __wasi_fd_allocate(file, far, 1);
    CHECK(result == E(INVAL) || result == E(FBIG) || result == E(NOSPC));
    result = __wasi_fd_pread(file, &(__wasi_iovec_t){&byte, 1}, 1, far, &done);
    CHECK(result == E(INVAL) || (result == 0 && done == 0));
  }
  SAME(stat_fd(file).size, 4);
}

// Counts what stdin gives, reading in pieces of argv[1] bytes, and asks once more after the end. With argv[2] it is a file, which has an offset.
static void read_to_end(void) {
  size_t piece = strtoul(scenario_argv[1], NULL, 10), total = 0, got;
  uint8_t bytes[piece];
  while ((got = read_some(0, bytes, piece)) > 0) total += got;
  SAME(read_some(0, bytes, piece), 0);
  __wasi_filesize_t offset;
  if (scenario_argv[2] != NULL) SAME(tell(0), total);
  else SAME(__wasi_fd_seek(0, 0, __WASI_WHENCE_CUR, &offset), E(SPIPE));
  printf("%zu", total);
}

static void read_three(void) {
  uint8_t bytes[3];
  SAME(read_some(0, bytes, 3), 3);
  write_all(1, bytes, 3);
}

static void read_nothing(void) { printf("done"); }

// Stdin is a pipe with nothing in it. It waits, unless it is told not to; what comes then is read.
static void nonblocking_stdin(void) {
  uint8_t bytes[8];
  __wasi_iovec_t into = {bytes, sizeof bytes};
  __wasi_size_t done;
  SAME(fdstat(0).fs_flags, 0);
  OK(__wasi_fd_fdstat_set_flags(0, FDFLAG(NONBLOCK)));
  SAME(fdstat(0).fs_flags, FDFLAG(NONBLOCK));
  SAME(__wasi_fd_read(0, &into, 1, &done), E(AGAIN));
  OK(__wasi_fd_fdstat_set_flags(0, 0));
  write_all(1, "now", 3);
  OK(__wasi_fd_read(0, &into, 1, &done));
  SAME(done, 5);
  CHECK(memcmp(bytes, "input", 5) == 0);
}

// Where the host cannot look into a pipe, a read of one with nothing in it waits even so.
static void nonblocking_stdin_missing(void) {
  uint8_t bytes[8];
  __wasi_iovec_t into = {bytes, sizeof bytes};
  __wasi_size_t done;
  OK(__wasi_fd_fdstat_set_flags(0, FDFLAG(NONBLOCK)));
  SAME(fdstat(0).fs_flags, FDFLAG(NONBLOCK));
  write_all(1, "now", 3);
  OK(__wasi_fd_read(0, &into, 1, &done));
  SAME(done, 5);
  CHECK(memcmp(bytes, "input", 5) == 0);
}

// Stdout is a pipe that nobody reads. The other end is closed when "closed" comes on stdin.
static void broken_pipe(void) {
  uint8_t bytes[16];
  while (read_some(0, bytes, sizeof bytes) > 0) continue;
  __wasi_size_t done = 99;
  SAME(__wasi_fd_write(1, &(__wasi_ciovec_t){bytes, 1}, 1, &done), E(PIPE));
  SAME(__wasi_fd_write(1, &(__wasi_ciovec_t){bytes, 1}, 1, &done), E(PIPE));
  SAME(done, 99);
  SAME(write(1, "x", 1), -1);
  SAME(errno, EPIPE);
}

// More than any pipe holds, in one piece and in many; the last one has no newline, and the program just exits.
static void much_output(void) {
  static uint8_t bytes[300000];
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = 'a' + i % 26;
  write_all(1, bytes, sizeof bytes);
  for (size_t i = 0; i < sizeof bytes; i += 1000) write_all(1, bytes + i, 1000);
  write_all(1, "the end", 7);
  __wasi_proc_exit(5);
}

// Buffered by libc, flushed by it at exit, without a final newline.
static void last_line(void) {
  printf("one\ntwo");
  fprintf(stderr, "three");
}

static void files_and_stdio(void) {
  __wasi_fdstat_t stat = fdstat(0);
  CHECK(stat.fs_filetype != FILETYPE(CHARACTER_DEVICE));
  __wasi_filestat_t filestat;
  OK(__wasi_fd_filestat_get(1, &filestat));
  SAME(filestat.filetype, fdstat(1).fs_filetype);
  uint8_t byte = 0;
  __wasi_size_t done;
  SAME(__wasi_fd_read(1, &(__wasi_iovec_t){&byte, 1}, 1, &done), E(BADF));
  SAME(__wasi_fd_write(0, &(__wasi_ciovec_t){&byte, 1}, 1, &done), E(BADF));
  SAME(__wasi_fd_readdir(0, &byte, 1, 0, &done), E(NOTDIR));
  SAME(try_open(1, 0, "x", 0, 0, 0), E(NOTDIR));
  OK(__wasi_fd_sync(1));
}

SCENARIOS({"empty-buffers", empty_buffers}, {"overlapping-buffers", overlapping}, {"appending", appending},
          {"offsets-out-of-range", offsets_out_of_range}, {"read-to-end", read_to_end}, {"read-three", read_three},
          {"read-nothing", read_nothing}, {"nonblocking-stdin", nonblocking_stdin},
          {"nonblocking-stdin-missing", nonblocking_stdin_missing}, {"broken-pipe", broken_pipe},
          {"much-output", much_output}, {"last-line", last_line}, {"stdio-kinds", files_and_stdio})
