// A program whose memory is shared and imported. There is no libc for that here: it brings its own _start.
#include <stddef.h>
#include <stdint.h>

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(name))) extern int32_t

typedef struct {
  const void *buffer;
  size_t length;
} iovec_t;

IMPORT("fd_write") fd_write(int32_t fd, const iovec_t *iovecs, size_t count, size_t *written);
IMPORT("fd_read") fd_read(int32_t fd, const iovec_t *iovecs, size_t count, size_t *got);
IMPORT("random_get") random_get(uint8_t *buffer, size_t length);
IMPORT("args_sizes_get") args_sizes_get(size_t *count, size_t *size);
IMPORT("args_get") args_get(char **argv, char *strings);
IMPORT("environ_sizes_get") environ_sizes_get(size_t *count, size_t *size);
IMPORT("environ_get") environ_get(char **variables, char *strings);
IMPORT("path_open")
path_open(int32_t fd, int32_t dirflags, const char *path, size_t length, int32_t oflags, int64_t base, int64_t inheriting,
          int32_t fdflags, int32_t *opened);
IMPORT("path_symlink") path_symlink(const char *target, size_t target_length, int32_t fd, const char *path, size_t length);
IMPORT("path_readlink")
path_readlink(int32_t fd, const char *path, size_t length, char *buffer, size_t buffer_length, size_t *used);
IMPORT("fd_readdir") fd_readdir(int32_t fd, uint8_t *buffer, size_t length, int64_t cookie, size_t *used);
IMPORT("fd_prestat_dir_name") fd_prestat_dir_name(int32_t fd, char *name, size_t length);
IMPORT("fd_seek") fd_seek(int32_t fd, int64_t delta, int32_t whence, int64_t *offset);
IMPORT("clock_time_get") clock_time_get(int32_t clock, int64_t precision, uint64_t *time);
__attribute__((import_module("wasi_snapshot_preview1"), import_name("proc_exit"))) extern _Noreturn void proc_exit(int32_t);

// Another agent makes the memory grow by a page.
__attribute__((import_module("env"), import_name("grow"))) extern void grow(void);

static void fail(int line) {
  char text[] = "line 0000\n";
  for (int i = 8; line > 0; i--, line /= 10) text[i] = (char)('0' + line % 10);
  iovec_t whole = {text, sizeof text - 1};
  size_t written;
  fd_write(2, &whole, 1, &written);
  proc_exit(1);
}

#define CHECK(condition) \
  do { \
    if (!(condition)) fail(__LINE__); \
  } while (0)

static int differs(const char *one, const char *other, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (one[i] != other[i]) return 1;
  }
  return 0;
}

static int all_zero(const uint8_t *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (bytes[i] != 0) return 0;
  }
  return 1;
}

static uint8_t random_bytes[70000];

// Everything that moves bytes in or out, with its buffers at `place`.
static void exercise(char *place, const char *name, size_t name_length, int32_t expected_fd) {
  size_t count, size, *result = (size_t *)place;
  CHECK(args_sizes_get(&count, &size) == 0 && count == 2 && size == 8 + 10);
  char **strings = (char **)(place + 16);
  CHECK(args_get(strings, place + 64) == 0 && !differs(strings[1], "\xc3\xa4rgument", 9));
  CHECK(environ_sizes_get(&count, &size) == 0 && count == 1);
  CHECK(environ_get(strings, place + 64) == 0 && !differs(strings[0], "KEY=v\xc3\xa4lue", 11));
  CHECK(fd_prestat_dir_name(3, place + 64, 8) == 0 && !differs(place + 64, "/shared", 7));

  for (size_t i = 0; i < name_length; i++) place[100 + i] = name[i];
  int32_t fd;
  CHECK(path_open(3, 0, place + 100, name_length, 1, 2 | 4 | 64, 0, 0, &fd) == 0 && fd == expected_fd);
  for (int i = 0; i < 4; i++) place[200 + i] = "data"[i];
  iovec_t *iovec = (iovec_t *)(place + 32);
  iovec->buffer = place + 200;
  iovec->length = 4;
  CHECK(fd_write(fd, iovec, 1, result) == 0 && *result == 4);
  int64_t offset;
  CHECK(fd_seek(fd, 0, 0, &offset) == 0 && offset == 0);
  iovec->buffer = place + 300;
  iovec->length = 10;
  CHECK(fd_read(fd, iovec, 1, result) == 0 && *result == 4 && !differs(place + 300, "data", 4));

  place[100]++;
  CHECK(path_symlink(place + 200, 4, 3, place + 100, name_length) == 0);
  CHECK(path_readlink(3, place + 100, name_length, place + 400, 3, result) == 0 && *result == 3);
  CHECK(!differs(place + 400, "dat\0", 4));
  CHECK(fd_readdir(3, (uint8_t *)place + 1024, 2000, 0, result) == 0 && *result > 3 * 24 && *result < 2000);
  uint64_t *time = (uint64_t *)(place + 512);
  *time = 0;
  CHECK(clock_time_get(0, 1, time) == 0 && *time > 1000000000000000000ull);
}

static char here[4096] __attribute__((aligned(16)));

void _start(void) {
  CHECK(random_get(random_bytes + 8, sizeof random_bytes - 16) == 0);
  CHECK(all_zero(random_bytes, 8) && all_zero(random_bytes + sizeof random_bytes - 8, 8));
  CHECK(!all_zero(random_bytes + 8, 16) && !all_zero(random_bytes + sizeof random_bytes - 24, 16));
  exercise(here, "a-file", 6, 4);
  char *fresh = (char *)(__builtin_wasm_memory_size(0) * 65536);
  CHECK(random_get((uint8_t *)fresh, 16) == 21);
  grow();
  CHECK(random_get((uint8_t *)fresh, 16) == 0 && !all_zero((uint8_t *)fresh, 16));
  exercise(fresh, "m-file", 6, 5);
  iovec_t line = {"shared\n", 7};
  size_t written;
  CHECK(fd_write(1, &line, 1, &written) == 0 && written == 7);
  grow();
  size_t *far = (size_t *)(__builtin_wasm_memory_size(0) * 65536 - 4);
  CHECK(fd_write(1, &line, 1, far) == 0 && *far == 7);
  proc_exit(42);
}
