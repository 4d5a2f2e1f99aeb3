// Pointers that lead nowhere, and memory that grows.
#include "scratch.h"

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(name))) extern int32_t
IMPORT("fd_read") raw_fd_read(int32_t fd, uint32_t iovecs, uint32_t count, uint32_t result);
IMPORT("fd_write") raw_fd_write(int32_t fd, uint32_t iovecs, uint32_t count, uint32_t result);
IMPORT("random_get") raw_random_get(uint32_t buffer, uint32_t length);
IMPORT("fd_readdir") raw_fd_readdir(int32_t fd, uint32_t buffer, uint32_t length, int64_t cookie, uint32_t result);
IMPORT("path_readlink")
raw_path_readlink(int32_t fd, uint32_t path, uint32_t path_length, uint32_t buffer, uint32_t length, uint32_t result);
IMPORT("fd_seek") raw_fd_seek(int32_t fd, int64_t delta, int32_t whence, uint32_t result);
IMPORT("fd_prestat_dir_name") raw_prestat_dir_name(int32_t fd, uint32_t buffer, uint32_t length);
IMPORT("clock_time_get") raw_clock_time_get(int32_t clock, int64_t precision, uint32_t result);
IMPORT("poll_oneoff") raw_poll_oneoff(uint32_t in, uint32_t out, uint32_t count, uint32_t result);
IMPORT("args_get") raw_args_get(uint32_t argv, uint32_t strings);
IMPORT("path_open") raw_path_open_at(int32_t fd, int32_t dirflags, uint32_t path, uint32_t length, int32_t oflags, int64_t base,
                                     int64_t inheriting, int32_t fdflags, uint32_t result);

#define ADDRESS(pointer) ((uint32_t)(uintptr_t)(pointer))

static uint32_t end_of_memory(void) { return __builtin_wasm_memory_size(0) * 65536u; }

// The result cannot be stored: it is as if the call had not been made.
static void no_effect(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  write_all(file, "text", 4);
  SAME(seek(file, 1, __WASI_WHENCE_SET), 1);
  uint8_t bytes[64];
  memset(bytes, '?', sizeof bytes);
  __wasi_iovec_t buffer = {bytes, 4};
  const uint32_t end = end_of_memory();
  const uint32_t bad[] = {end, end - 3, end - 1, 0x80000000u, 0xfffffffcu, 0xffffffffu};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    SAME(raw_path_open_at(scratch, 0, ADDRESS("new"), 3, OFLAG(CREAT), RIGHTS_RW, 0, 0, bad[i]), E(FAULT));
    SAME(raw_path_open_at(scratch, 0, ADDRESS("file"), 4, OFLAG(TRUNC), RIGHTS_RW, 0, 0, bad[i]), E(FAULT));
    SAME(raw_path_open_at(scratch, 0, bad[i], 9, OFLAG(CREAT), RIGHTS_RW, 0, 0, ADDRESS(bytes)), E(FAULT));
    SAME(raw_fd_read(file, ADDRESS(&buffer), 1, bad[i]), E(FAULT));
    SAME(raw_fd_read(file, bad[i], 1, ADDRESS(bytes + 32)), E(FAULT));
    SAME(raw_fd_write(file, ADDRESS(&buffer), 1, bad[i]), E(FAULT));
    SAME(raw_fd_write(file, bad[i], 1, ADDRESS(bytes + 32)), E(FAULT));
    SAME(raw_fd_write(1, ADDRESS(&buffer), 1, bad[i]), E(FAULT));
    SAME(raw_fd_read(0, ADDRESS(&buffer), 1, bad[i]), E(FAULT));
    // The second buffer is bad: nothing goes into the first.
    __wasi_iovec_t two[] = {{bytes, 4}, {(uint8_t *)(uintptr_t)bad[i], 8}};
    SAME(raw_fd_read(file, ADDRESS(two), 2, ADDRESS(bytes + 32)), E(FAULT));
    SAME(raw_fd_write(file, ADDRESS(two), 2, ADDRESS(bytes + 32)), E(FAULT));
    SAME(raw_fd_seek(file, 1, __WASI_WHENCE_CUR, bad[i]), E(FAULT));
    SAME(raw_fd_readdir(scratch, ADDRESS(bytes), 32, 0, bad[i]), E(FAULT));
    SAME(raw_fd_readdir(scratch, bad[i], 32, 0, ADDRESS(bytes + 32)), E(FAULT));
    SAME(raw_clock_time_get(0, 1, bad[i]), E(FAULT));
    SAME(raw_prestat_dir_name(find_preopen("/"), bad[i], 4), E(FAULT));
    SAME(raw_args_get(bad[i], ADDRESS(bytes)), E(FAULT));
    SAME(raw_args_get(ADDRESS(bytes), bad[i]), E(FAULT));
    SAME(raw_poll_oneoff(bad[i], ADDRESS(bytes), 1, ADDRESS(bytes + 40)), E(FAULT));
    SAME(raw_random_get(bad[i], 16), E(FAULT));
  }
  SAME(raw_fd_read(file, ADDRESS(&buffer), 0x20000000, ADDRESS(bytes + 32)), E(FAULT));
  SAME(raw_random_get(16, 0xffffffff), E(FAULT));
  for (size_t i = 0; i < sizeof bytes; i++) SAME(bytes[i], '?');
  SAME(tell(file), 1);
  SAME(stat_fd(file).size, 4);
  SAME(try_stat(scratch, "new"), E(NOENT));
  // No descriptor was left open.
  SAME(open_at(scratch, "file", 0, 0, 0), file + 1);
  SAME(read_some(0, bytes, 5), 5);
  CHECK(memcmp(bytes, "input", 5) == 0);
}

// The last bytes of memory are as good as any.
static void up_to_the_end(void) {
  uint8_t *end = (uint8_t *)(uintptr_t)end_of_memory();
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  memcpy(end - 4, "last", 4);
  write_all(file, end - 4, 4);
  memset(end - 4, 0, 4);
  SAME(seek(file, 0, __WASI_WHENCE_SET), 0);
  SAME(read_some(file, end - 4, 4), 4);
  CHECK(memcmp(end - 4, "last", 4) == 0);
  OK(__wasi_fd_tell(file, (__wasi_filesize_t *)(end - 8)));
  SAME(*(__wasi_filesize_t *)(end - 8), 4);
  OK(__wasi_random_get(end - 1, 1));
  OK(__wasi_random_get(end, 0));
}

// Memory that was grown between two calls is there for the second.
static void grown_between(void) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  __wasi_size_t expected = 0;
  for (int i = 0; i < 20; i++) {
    uint8_t *fresh = (uint8_t *)(uintptr_t)end_of_memory();
    SAME(raw_random_get(ADDRESS(fresh), 1), E(FAULT));
    CHECK(__builtin_wasm_memory_grow(0, 1 + i) != SIZE_MAX);
    memcpy(fresh, "grown", 5);
    __wasi_ciovec_t *list = (__wasi_ciovec_t *)(fresh + 16);
    list->buf = fresh;
    list->buf_len = 5;
    __wasi_size_t *done = (__wasi_size_t *)(fresh + 65536 * (1 + i) - 4);
    OK(__wasi_fd_write(file, list, 1, done));
    SAME(*done, 5);
    expected += 5;
    char path[] = "scratch";
    memcpy(fresh + 100, path, sizeof path);
    __wasi_filestat_t *stat = (__wasi_filestat_t *)(fresh + 200);
    OK(__wasi_path_filestat_get(find_preopen("/"), 0, (const char *)(fresh + 100), stat));
    SAME(stat->filetype, FILETYPE(DIRECTORY));
    uint8_t zeros[32] = {0};
    OK(__wasi_random_get(fresh + 300, 32));
    CHECK(memcmp(fresh + 300, zeros, 32) != 0);
  }
  SAME(stat_fd(file).size, expected);
}

// While the host takes what is written, it makes this memory grow.
__attribute__((export_name("grow"))) int grow(void) { return __builtin_wasm_memory_grow(0, 3) != SIZE_MAX; }

static void grown_during(void) {
  const uint32_t before = end_of_memory();
  __wasi_size_t written = 0;
  OK(__wasi_fd_write(1, (__wasi_ciovec_t[]){{(const uint8_t *)"abc", 3}, {(const uint8_t *)"def", 3}}, 2, &written));
  SAME(written, 6);
  SAME(end_of_memory(), before + 3 * 65536);
  uint8_t bytes[8] = {0};
  SAME(read_some(0, bytes, 8), 5);
  CHECK(memcmp(bytes, "input", 5) == 0);
  SAME(end_of_memory(), before + 6 * 65536);
}

SCENARIOS({"fault-has-no-effect", no_effect}, {"up-to-the-end", up_to_the_end}, {"grown-between", grown_between},
          {"grown-during", grown_during})
