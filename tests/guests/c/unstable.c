// wasi_unstable, as programs of 2019 import it: three things differ.
#include "scratch.h"

#define IMPORT(name) __attribute__((import_module("wasi_unstable"), import_name(name))) extern int32_t

// The number of links has 32 bits there.
typedef struct {
  uint64_t dev, ino;
  uint8_t filetype;
  uint32_t nlink;
  uint64_t size, atim, mtim, ctim;
} old_filestat_t;
_Static_assert(sizeof(old_filestat_t) == 56, "");
_Static_assert(offsetof(old_filestat_t, nlink) == 20, "");
_Static_assert(offsetof(old_filestat_t, size) == 24, "");

// The clock has a userdata of its own, before its id.
typedef struct {
  uint64_t userdata;
  uint8_t type;
  union {
    struct {
      uint64_t identifier;
      uint32_t clock_id;
      uint64_t timeout, precision;
      uint16_t flags;
    } clock;
    struct {
      uint32_t fd;
    } fd;
  } u;
} old_subscription_t;
_Static_assert(sizeof(old_subscription_t) == 56, "");

enum { OLD_CUR = 0, OLD_END = 1, OLD_SET = 2 };

IMPORT("fd_seek") old_fd_seek(int32_t fd, int64_t delta, int32_t whence, uint64_t *offset);
IMPORT("fd_filestat_get") old_fd_filestat_get(int32_t fd, old_filestat_t *stat);
IMPORT("path_filestat_get")
old_path_filestat_get(int32_t fd, int32_t flags, const char *path, size_t length, old_filestat_t *stat);
IMPORT("poll_oneoff")
old_poll_oneoff(const old_subscription_t *in, __wasi_event_t *out, uint32_t count, uint32_t *found);
IMPORT("clock_time_get") old_clock_time_get(int32_t clock, int64_t precision, uint64_t *time);
IMPORT("fd_fdstat_get") old_fd_fdstat_get(int32_t fd, __wasi_fdstat_t *stat);
IMPORT("fd_write") old_fd_write(int32_t fd, const __wasi_ciovec_t *iovecs, uint32_t count, uint32_t *written);
IMPORT("args_sizes_get") old_args_sizes_get(uint32_t *count, uint32_t *size);

static void whence(void) {
  __wasi_fd_t file = open_at(open_scratch(), "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  write_all(file, "0123456789", 10);
  uint64_t offset = 0;
  OK(old_fd_seek(file, 4, OLD_SET, &offset));
  SAME(offset, 4);
  OK(old_fd_seek(file, 3, OLD_CUR, &offset));
  SAME(offset, 7);
  OK(old_fd_seek(file, -1, OLD_END, &offset));
  SAME(offset, 9);
  SAME(old_fd_seek(file, 0, 3, &offset), E(INVAL));
  SAME(tell(file), 9);
}

static void filestat(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  write_all(file, "0123456789", 10);
  OK(__wasi_path_link(scratch, 0, "file", scratch, "other"));
  __wasi_filestat_t expected = stat_fd(file);
  struct {
    old_filestat_t stat;
    uint8_t guard[16];
  } found[2];
  memset(found, 0xab, sizeof found);
  OK(old_fd_filestat_get(file, &found[0].stat));
  OK(old_path_filestat_get(scratch, 0, "other", 5, &found[1].stat));
  for (int i = 0; i < 2; i++) {
    SAME(found[i].stat.dev, expected.dev);
    SAME(found[i].stat.ino, expected.ino);
    SAME(found[i].stat.filetype, FILETYPE(REGULAR_FILE));
    SAME(found[i].stat.nlink, 2);
    SAME(found[i].stat.size, 10);
    SAME(found[i].stat.atim, expected.atim);
    SAME(found[i].stat.mtim, expected.mtim);
    SAME(found[i].stat.ctim, expected.ctim);
    for (int j = 0; j < 16; j++) SAME(found[i].guard[j], 0xab);
  }
}

static void subscription(void) {
  uint64_t before, after;
  OK(old_clock_time_get(1, 1, &before));
  old_subscription_t one = {.userdata = 0x1122334455667788, .type = __WASI_EVENTTYPE_CLOCK};
  one.u.clock.identifier = 0xffffffffffffffff;
  one.u.clock.clock_id = 1;
  one.u.clock.timeout = 30000000;
  __wasi_event_t events[2];
  uint32_t found = 0;
  OK(old_poll_oneoff(&one, events, 1, &found));
  SAME(found, 1);
  SAME(events[0].userdata, 0x1122334455667788);
  SAME(events[0].error, 0);
  SAME(events[0].type, __WASI_EVENTTYPE_CLOCK);
  OK(old_clock_time_get(1, 1, &after));
  CHECK(after - before >= 30000000 && after - before < 3000000000);

  old_subscription_t two[] = {one, {.userdata = 9, .type = __WASI_EVENTTYPE_FD_WRITE, .u = {.fd = {1}}}};
  two[0].u.clock.timeout = 5000000000;
  OK(old_poll_oneoff(two, events, 2, &found));
  SAME(found, 1);
  SAME(events[0].userdata, 9);
  SAME(events[0].type, __WASI_EVENTTYPE_FD_WRITE);

  one.u.clock.flags = __WASI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME;
  one.u.clock.timeout = after;
  OK(old_poll_oneoff(&one, events, 1, &found));
  SAME(found, 1);
}

// What has not changed works under the old name, too.
static void the_rest(void) {
  __wasi_fdstat_t stat;
  OK(old_fd_fdstat_get(find_preopen("/"), &stat));
  SAME(stat.fs_filetype, FILETYPE(DIRECTORY));
  uint32_t count, size;
  OK(old_args_sizes_get(&count, &size));
  SAME(count, 1);
  uint32_t written = 0;
  OK(old_fd_write(1, &(__wasi_ciovec_t){(const uint8_t *)"old", 3}, 1, &written));
  SAME(written, 3);
}

SCENARIOS({"unstable-whence", whence}, {"unstable-filestat", filestat}, {"unstable-subscription", subscription},
          {"unstable-rest", the_rest})
