// The three descriptors a program starts with, and what is done to their numbers.
#include <unistd.h>

#include "scratch.h"

static void write_to_invalid(void) {
  __wasi_size_t written = 99;
  SAME(__wasi_fd_write(-31337, NULL, 0, &written), E(BADF));
  SAME(written, 99);
}

static void write_to_stdout(void) {
  __wasi_ciovec_t whole = {(const uint8_t *)"hello", 5};
  __wasi_size_t written = 0;
  OK(__wasi_fd_write(1, &whole, 1, &written));
  SAME(written, 5);
}

static void shutdown_closed(void) { SAME(__wasi_sock_shutdown(3, __WASI_SDFLAGS_RD), E(BADF)); }
static void shutdown_pipe(void) { SAME(__wasi_sock_shutdown(1, __WASI_SDFLAGS_RD), E(NOTSOCK)); }

static void isatty_of_file(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), 0, 0);
  CHECK(fdstat(file).fs_filetype != FILETYPE(CHARACTER_DEVICE));
  SAME(isatty(file), 0);
}

// freopen at the level of hostcalls: an opened file takes the place of stdin, stdout, stderr.
static void onto_stdio(void) {
  __wasi_fd_t scratch = open_scratch();
  for (__wasi_fd_t number = 0; number <= 2; number++) {
    __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_RW | RIGHT(FD_FILESTAT_GET), 0);
    __wasi_filestat_t before = stat_fd(file);
    OK(__wasi_fd_renumber(file, number));
    SAME(try_fdstat(file), E(BADF));
    SAME(fdstat(number).fs_filetype, FILETYPE(REGULAR_FILE));
    SAME(stat_fd(number).ino, before.ino);
  }
}

static __wasi_subscription_t on_fd(uint64_t userdata, __wasi_eventtype_t tag, __wasi_fd_t fd) {
  __wasi_subscription_t subscription = {.userdata = userdata, .u = {.tag = tag}};
  subscription.u.u.fd_read.file_descriptor = fd;
  return subscription;
}

static __wasi_subscription_t on_clock(uint64_t userdata, uint64_t nanoseconds) {
  __wasi_subscription_t subscription = {.userdata = userdata, .u = {.tag = __WASI_EVENTTYPE_CLOCK}};
  subscription.u.u.clock.id = __WASI_CLOCKID_MONOTONIC;
  subscription.u.u.clock.timeout = nanoseconds;
  return subscription;
}

static void poll_stdio(void) {
  const uint64_t clock = 0x123456789abcdef0, in = 0xf000000000000001, out = 0xffffffffffffffff, err = 7;
  __wasi_subscription_t first[] = {on_clock(clock, 200000000), on_fd(in, __WASI_EVENTTYPE_FD_READ, 0)};
  __wasi_event_t events[3];
  memset(events, 0xee, sizeof events);
  __wasi_size_t count = 0;
  OK(__wasi_poll_oneoff(first, events, 2, &count));
  CHECK(count >= 1 && count <= 2);
  for (__wasi_size_t i = 0; i < count; i++) {
    SAME(events[i].error, 0);
    CHECK(events[i].userdata == clock || events[i].userdata == in);
    SAME(events[i].type, events[i].userdata == clock ? __WASI_EVENTTYPE_CLOCK : __WASI_EVENTTYPE_FD_READ);
  }
  if (count == 2) CHECK(events[0].userdata != events[1].userdata);

  __wasi_subscription_t second[] = {on_fd(out, __WASI_EVENTTYPE_FD_WRITE, 1), on_fd(err, __WASI_EVENTTYPE_FD_WRITE, 2),
                                    on_clock(clock, 10000000000)};
  OK(__wasi_poll_oneoff(second, events, 3, &count));
  SAME(count, 2);
  bool seen_out = false, seen_err = false;
  for (int i = 0; i < 2; i++) {
    SAME(events[i].error, 0);
    SAME(events[i].type, __WASI_EVENTTYPE_FD_WRITE);
    seen_out |= events[i].userdata == out;
    seen_err |= events[i].userdata == err;
  }
  CHECK(seen_out && seen_err);
}

SCENARIOS({"fd_write-to-invalid-fd", write_to_invalid}, {"fd_write-to-stdout", write_to_stdout},
          {"sock_shutdown-invalid_fd", shutdown_closed}, {"sock_shutdown-not_sock", shutdown_pipe},
          {"isatty", isatty_of_file}, {"stdio", onto_stdio}, {"poll_oneoff_stdio", poll_stdio})
