// Reading, writing, seeking, sizes.
#include "scratch.h"

#define RIGHTS_FILE RIGHTS_ALL_FILE

static void advise(void) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_FILE, 0);
  SAME(stat_fd(file).size, 0);
  OK(__wasi_fd_filestat_set_size(file, 100));
  SAME(stat_fd(file).size, 100);
  for (__wasi_advice_t advice = __WASI_ADVICE_NORMAL; advice <= __WASI_ADVICE_NOREUSE; advice++) {
    OK(__wasi_fd_advise(file, 10, 50, advice));
    SAME(stat_fd(file).size, 100);
  }
  __wasi_errno_t result = __wasi_fd_allocate(file, 100, 100);
  if (result != E(NOTSUP)) {
    OK(result);
    SAME(stat_fd(file).size, 200);
  } else {
    complain("second choice: allocate is NOTSUP\n");
  }
}

static void allocate(void) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_FILE, 0);
  __wasi_errno_t result = __wasi_fd_allocate(file, 0, 100);
  if (result == E(NOTSUP)) {
    complain("second choice: allocate is NOTSUP\n");
    return;
  }
  OK(result);
  SAME(stat_fd(file).size, 100);
  OK(__wasi_fd_allocate(file, 10, 10));
  SAME(stat_fd(file).size, 100);
  OK(__wasi_fd_allocate(file, 90, 20));
  SAME(stat_fd(file).size, 110);
  uint8_t bytes[110];
  SAME(read_some(file, bytes, sizeof bytes), 110);
  for (int i = 0; i < 110; i++) SAME(bytes[i], 0);
}

static void append_flag(void) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_FILE, FDFLAG(APPEND));
  uint8_t bytes[200];
  memset(bytes, 1, 100);
  write_all(file, bytes, 100);
  SAME(seek(file, 0, __WASI_WHENCE_SET), 0);
  memset(bytes, 2, 100);
  write_all(file, bytes, 100);
  SAME(tell(file), 200);
  SAME(fdstat(file).fs_flags, FDFLAG(APPEND));

  OK(__wasi_fd_fdstat_set_flags(file, 0));
  SAME(fdstat(file).fs_flags, 0);
  SAME(seek(file, 0, __WASI_WHENCE_SET), 0);
  memset(bytes, 3, 100);
  write_all(file, bytes, 100);
  SAME(tell(file), 100);
  SAME(stat_fd(file).size, 200);
  SAME(seek(file, 0, __WASI_WHENCE_SET), 0);
  SAME(read_some(file, bytes, 200), 200);
  for (int i = 0; i < 200; i++) SAME(bytes[i], i < 100 ? 3 : 2);
}

static void positioned(void) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_FILE, 0);
  __wasi_size_t done;
  const uint8_t text[] = {0, 1, 2, 3, 4};
  OK(__wasi_fd_pwrite(file, &(__wasi_ciovec_t){text, 4}, 1, 0, &done));
  SAME(done, 4);
  SAME(tell(file), 0);

  uint8_t bytes[8];
  memset(bytes, 9, sizeof bytes);
  OK(__wasi_fd_pread(file, &(__wasi_iovec_t){bytes, 4}, 1, 0, &done));
  SAME(done, 4);
  CHECK(memcmp(bytes, "\0\1\2\3\t\t\t\t", 8) == 0);

  memset(bytes, 9, sizeof bytes);
  OK(__wasi_fd_pread(file, (__wasi_iovec_t[]){{bytes, 2}, {bytes + 4, 2}}, 2, 0, &done));
  SAME(done, 4);
  CHECK(memcmp(bytes, "\0\1\t\t\2\3\t\t", 8) == 0);

  memset(bytes, 9, sizeof bytes);
  OK(__wasi_fd_pread(file, &(__wasi_iovec_t){bytes, 4}, 1, 2, &done));
  SAME(done, 2);
  CHECK(memcmp(bytes, "\2\3\t\t\t\t\t\t", 8) == 0);

  OK(__wasi_fd_pwrite(file, (__wasi_ciovec_t[]){{text + 3, 1}, {text, 2}}, 2, 2, &done));
  SAME(done, 3);
  memset(bytes, 9, sizeof bytes);
  OK(__wasi_fd_pread(file, &(__wasi_iovec_t){bytes, 8}, 1, 0, &done));
  SAME(done, 5);
  CHECK(memcmp(bytes, "\0\1\3\0\1\t\t\t", 8) == 0);
  OK(__wasi_fd_pread(file, &(__wasi_iovec_t){bytes, 8}, 1, 5, &done));
  SAME(done, 0);
  SAME(tell(file), 0);
}

static void seek_and_tell(void) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_FILE, 0);
  uint8_t bytes[100] = {0};
  SAME(tell(file), 0);
  write_all(file, bytes, 100);
  SAME(tell(file), 100);
  SAME(seek(file, -50, __WASI_WHENCE_CUR), 50);
  SAME(tell(file), 50);
  SAME(seek(file, 0, __WASI_WHENCE_SET), 0);
  SAME(seek(file, 1000, __WASI_WHENCE_CUR), 1000);
  SAME(seek(file, -10, __WASI_WHENCE_END), 90);
  __wasi_filesize_t offset = 77;
  SAME(__wasi_fd_seek(file, -2000, __WASI_WHENCE_CUR, &offset), E(INVAL));
  SAME(__wasi_fd_seek(file, -1, __WASI_WHENCE_SET, &offset), E(INVAL));
  SAME(__wasi_fd_seek(file, -101, __WASI_WHENCE_END, &offset), E(INVAL));
  SAME(offset, 77);
  SAME(tell(file), 90);
  SAME(seek(file, 0, __WASI_WHENCE_SET), 0);
  SAME(read_some(file, bytes, 100), 100);
  SAME(tell(file), 100);
  SAME(stat_fd(file).size, 100);
}

static void truncation(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_RW, 0);
  uint8_t bytes[50] = {1};
  write_all(file, bytes, 50);
  OK(__wasi_fd_close(file));
  file = open_at(scratch, "file", OFLAG(CREAT) | OFLAG(TRUNC), RIGHTS_RW, 0);
  SAME(read_some(file, bytes, 50), 0);
  OK(__wasi_fd_close(file));
  SAME(stat_at(scratch, 0, "file").size, 0);
}

static void unbuffered(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t reader = open_at(scratch, "file", OFLAG(CREAT), RIGHT(FD_READ), 0);
  __wasi_fd_t writer = open_at(scratch, "file", 0, RIGHT(FD_WRITE), 0);
  uint8_t byte = 0;
  SAME(read_some(reader, &byte, 1), 0);
  write_all(writer, "\1", 1);
  SAME(read_some(reader, &byte, 1), 1);
  SAME(byte, 1);
  SAME(read_some(reader, &byte, 1), 0);
}

SCENARIOS({"fd_advise", advise}, {"file_allocate", allocate}, {"fd_flags_set", append_flag},
          {"file_pread_pwrite", positioned}, {"file_seek_tell", seek_and_tell}, {"file_truncation", truncation},
          {"file_unbuffered_write", unbuffered})
