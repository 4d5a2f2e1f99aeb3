// Waiting and timestamps at their edges.
#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "scratch.h"
#include "times.h"

#define MS 1000000ull
#define ABSTIME __WASI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME
#define MONOTONIC __WASI_CLOCKID_MONOTONIC
#define REALTIME __WASI_CLOCKID_REALTIME

static __wasi_timestamp_t now(__wasi_clockid_t clock) {
  __wasi_timestamp_t time;
  OK(__wasi_clock_time_get(clock, 1, &time));
  return time;
}

static __wasi_subscription_t on_clock(uint64_t userdata, __wasi_clockid_t clock, uint64_t timeout,
                                      __wasi_subclockflags_t flags) {
  __wasi_subscription_t subscription = {.userdata = userdata, .u = {.tag = __WASI_EVENTTYPE_CLOCK}};
  subscription.u.u.clock.id = clock;
  subscription.u.u.clock.timeout = timeout;
  subscription.u.u.clock.flags = flags;
  return subscription;
}

static __wasi_subscription_t on_fd(uint64_t userdata, __wasi_eventtype_t tag, __wasi_fd_t fd) {
  __wasi_subscription_t subscription = {.userdata = userdata, .u = {.tag = tag}};
  subscription.u.u.fd_read.file_descriptor = fd;
  return subscription;
}

static __wasi_event_t events[8];

// Polls, and gives how many nanoseconds that took.
static __wasi_timestamp_t poll(const __wasi_subscription_t *subscriptions, __wasi_size_t count, __wasi_size_t expected) {
  memset(events, 0xee, sizeof events);
  __wasi_timestamp_t before = now(MONOTONIC);
  __wasi_size_t found = 99;
  OK(__wasi_poll_oneoff(subscriptions, events, count, &found));
  SAME(found, expected);
  return now(MONOTONIC) - before;
}

static void expect_event(int index, uint64_t userdata, __wasi_eventtype_t type, __wasi_errno_t error) {
  SAME(events[index].userdata, userdata);
  SAME(events[index].type, type);
  SAME(events[index].error, error);
}

// A busy machine may be late, however late, but never early: what is waited for here is measured from before the deadline was set.
#define TOOK(elapsed, at_least) \
  do { \
    __wasi_timestamp_t elapsed_ = (elapsed); \
    if (elapsed_ < (at_least)*MS) \
      FAIL("took %llu ns, not %llu ms", (unsigned long long)elapsed_, (unsigned long long)(at_least)); \
  } while (0)

// That a deadline is over, by the clock it was set on.
static void expect_over(__wasi_clockid_t clock, __wasi_timestamp_t deadline) {
  __wasi_timestamp_t time = now(clock);
  // The machine's wall clock may be set meanwhile, which it is now and then by less than a millisecond.
  if (clock == REALTIME) time += MS;
  if (time < deadline) FAIL("ended %llu ns early", (unsigned long long)(deadline - time));
}

// Far enough not to come while a test runs.
#define LATER (40000 * MS)

static void absolute(void) {
  for (__wasi_clockid_t clock = REALTIME; clock <= MONOTONIC; clock++) {
    __wasi_timestamp_t end = now(clock) + 50 * MS;
    poll((__wasi_subscription_t[]){on_clock(5, clock, end, ABSTIME)}, 1, 1);
    expect_over(clock, end);
    expect_event(0, 5, __WASI_EVENTTYPE_CLOCK, 0);
    // Deadlines that are over.
    poll((__wasi_subscription_t[]){on_clock(6, clock, now(clock) - 1, ABSTIME)}, 1, 1);
    poll((__wasi_subscription_t[]){on_clock(6, clock, 0, ABSTIME)}, 1, 1);
    expect_event(0, 6, __WASI_EVENTTYPE_CLOCK, 0);
    struct timespec deadline;
    clockid_t libc_clock = clock == REALTIME ? CLOCK_REALTIME : CLOCK_MONOTONIC;
    SAME(clock_gettime(libc_clock, &deadline), 0);
    deadline.tv_nsec += 30 * MS;
    if (deadline.tv_nsec >= 1000000000) deadline.tv_sec++, deadline.tv_nsec -= 1000000000;
    SAME(clock_nanosleep(libc_clock, TIMER_ABSTIME, &deadline, NULL), 0);
    expect_over(clock, deadline.tv_sec * 1000000000ull + deadline.tv_nsec);
  }
}

static void relative(void) {
  for (__wasi_clockid_t clock = REALTIME; clock <= MONOTONIC; clock++) {
    TOOK(poll((__wasi_subscription_t[]){on_clock(1, clock, 50 * MS, 0)}, 1, 1), 50);
    poll((__wasi_subscription_t[]){on_clock(1, clock, 0, 0)}, 1, 1);
    poll((__wasi_subscription_t[]){on_clock(1, clock, 1, 0)}, 1, 1);
  }
  __wasi_timestamp_t before = now(MONOTONIC);
  SAME(usleep(20000), 0);
  TOOK(now(MONOTONIC) - before, 20);
}

// Timeouts near 2^64 are far away: what comes first decides.
static void far_away(void) {
  static const uint64_t far[] = {UINT64_MAX, UINT64_MAX - 1, 1ull << 63, (1ull << 63) - 1, 1ull << 62};
  for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
    for (int absolute = 0; absolute <= 1; absolute++) {
      for (__wasi_clockid_t clock = REALTIME; clock <= MONOTONIC; clock++) {
        TOOK(poll((__wasi_subscription_t[]){on_clock(1, clock, far[i], absolute ? ABSTIME : 0), on_clock(2, MONOTONIC, 3 * MS, 0)},
                  2, 1),
             3);
        expect_event(0, 2, __WASI_EVENTTYPE_CLOCK, 0);
      }
    }
  }
}

static void several(void) {
  SAME(__wasi_poll_oneoff(NULL, NULL, 0, &(__wasi_size_t){0}), E(INVAL));
  // The nearest alone.
  TOOK(poll((__wasi_subscription_t[]){on_clock(1, MONOTONIC, LATER, 0), on_clock(UINT64_MAX, REALTIME, 20 * MS, 0),
                                      on_clock(3, MONOTONIC, LATER + MS, 0)},
            3, 1),
       20);
  expect_event(0, UINT64_MAX, __WASI_EVENTTYPE_CLOCK, 0);
  // Those that share the deadline, and those with the same userdata.
  __wasi_timestamp_t deadline = now(MONOTONIC) + 20 * MS;
  poll((__wasi_subscription_t[]){on_clock(7, MONOTONIC, deadline, ABSTIME), on_clock(9, MONOTONIC, LATER, 0),
                                 on_clock(7, MONOTONIC, deadline, ABSTIME)},
       3, 2);
  expect_over(MONOTONIC, deadline);
  expect_event(0, 7, __WASI_EVENTTYPE_CLOCK, 0);
  expect_event(1, 7, __WASI_EVENTTYPE_CLOCK, 0);
}

// What is wrong with one subscription is told in its event.
static void errors(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  write_all(file, "seven b", 7);
  SAME(seek(file, 2, __WASI_WHENCE_SET), 2);
  poll((__wasi_subscription_t[]){on_fd(10, __WASI_EVENTTYPE_FD_READ, 77), on_fd(11, __WASI_EVENTTYPE_FD_WRITE, -1),
                                 on_clock(12, MONOTONIC, LATER, 0), on_fd(13, __WASI_EVENTTYPE_FD_READ, file),
                                 on_fd(14, __WASI_EVENTTYPE_FD_WRITE, file)},
       5, 4);
  for (int i = 0; i < 4; i++) {
    switch (events[i].userdata) {
      case 10: expect_event(i, 10, __WASI_EVENTTYPE_FD_READ, E(BADF)); break;
      case 11: expect_event(i, 11, __WASI_EVENTTYPE_FD_WRITE, E(BADF)); break;
      case 13:
        expect_event(i, 13, __WASI_EVENTTYPE_FD_READ, 0);
        SAME(events[i].fd_readwrite.nbytes, 5);
        SAME(events[i].fd_readwrite.flags, 0);
        break;
      case 14: expect_event(i, 14, __WASI_EVENTTYPE_FD_WRITE, 0); break;
      default: FAIL("unexpected userdata");
    }
  }
  CHECK(events[0].userdata != events[1].userdata && events[2].userdata != events[3].userdata);
  // A file is always ready, at its end too.
  SAME(seek(file, 0, __WASI_WHENCE_END), 7);
  poll((__wasi_subscription_t[]){on_fd(1, __WASI_EVENTTYPE_FD_READ, file)}, 1, 1);
  SAME(events[0].fd_readwrite.nbytes, 0);
  // A clock there is not, and one that nobody can wait for.
  poll((__wasi_subscription_t[]){on_clock(1, 17, 5 * MS, 0)}, 1, 1);
  expect_event(0, 1, __WASI_EVENTTYPE_CLOCK, E(INVAL));
  poll((__wasi_subscription_t[]){on_clock(1, __WASI_CLOCKID_PROCESS_CPUTIME_ID, 5 * MS, 0)}, 1, 1);
  CHECK(events[0].error == E(NOTSUP) || events[0].error == E(INVAL));
}

// Stdin holds "input", then ends.
static void stdin_ends(void) {
  uint8_t bytes[8];
  __wasi_subscription_t both[] = {on_fd(1, __WASI_EVENTTYPE_FD_READ, 0), on_clock(2, MONOTONIC, LATER, 0)};
  poll(both, 2, 1);
  expect_event(0, 1, __WASI_EVENTTYPE_FD_READ, 0);
  SAME(events[0].fd_readwrite.nbytes, 5);
  SAME(read_some(0, bytes, sizeof bytes), 5);
  poll(both, 2, 1);
  expect_event(0, 1, __WASI_EVENTTYPE_FD_READ, 0);
  SAME(events[0].fd_readwrite.nbytes, 0);
  SAME(events[0].fd_readwrite.flags, __WASI_EVENTRWFLAGS_FD_READWRITE_HANGUP);
  SAME(read_some(0, bytes, sizeof bytes), 0);
}

// Stdin is silent; "input" comes when "now" is on stdout, with a newline from a terminal.
static void stdin_comes_late(void) {
  uint8_t bytes[8];
  TOOK(poll((__wasi_subscription_t[]){on_fd(1, __WASI_EVENTTYPE_FD_READ, 0), on_clock(2, MONOTONIC, 100 * MS, 0)}, 2, 1), 100);
  expect_event(0, 2, __WASI_EVENTTYPE_CLOCK, 0);
  write_all(1, "now", 3);
  poll((__wasi_subscription_t[]){on_fd(1, __WASI_EVENTTYPE_FD_READ, 0), on_clock(2, MONOTONIC, LATER, 0)}, 2, 1);
  expect_event(0, 1, __WASI_EVENTTYPE_FD_READ, 0);
  CHECK(events[0].fd_readwrite.nbytes >= 1);
  SAME(read_some(0, bytes, sizeof bytes), isatty(0) ? 6 : 5);
  CHECK(memcmp(bytes, "input", 5) == 0);
}

// Where the host cannot look into a pipe, one counts as ready: reading is what tells.
static void stdin_comes_late_missing(void) {
  uint8_t bytes[8];
  poll((__wasi_subscription_t[]){on_fd(1, __WASI_EVENTTYPE_FD_READ, 0), on_clock(2, MONOTONIC, LATER, 0)}, 2, 1);
  expect_event(0, 1, __WASI_EVENTTYPE_FD_READ, 0);
  write_all(1, "now", 3);
  SAME(read_some(0, bytes, sizeof bytes), 5);
  CHECK(memcmp(bytes, "input", 5) == 0);
}

// The clock is set back while the guest sleeps.
static void sleep_through_step(void) {
  __wasi_timestamp_t before = now(MONOTONIC), wall = now(REALTIME);
  struct timespec pause = {0, 60 * MS};
  SAME(nanosleep(&pause, NULL), 0);
  TOOK(now(MONOTONIC) - before, 60);
  CHECK(now(REALTIME) < wall);
}

static const __wasi_timestamp_t ordinary[] = {1, 999999999, 1000000000, 1000000001, 1234567890123456789, 1600000000000000001,
                                              1700000000999999999, 1700000000123456789, 4102444800000000001};

// That a file's time is that of the clock, between then and now. Many file systems are told it once in some milliseconds, some in two seconds.
static void expect_between(__wasi_timestamp_t before, __wasi_timestamp_t time) {
  if (time + 2000 * MS < before || time > now(REALTIME) + 2000 * MS) FAIL("%llu is not now", (unsigned long long)time);
}

// Every nanosecond survives, by descriptor and by path, until something else is written.
static void exact_times(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  OK(__wasi_path_symlink("file", scratch, "link"));
  OK(__wasi_path_create_directory(scratch, "dir"));
  const int count = sizeof ordinary / sizeof *ordinary;
  for (int i = 0; i < count; i++) {
    __wasi_timestamp_t modified = ordinary[i], accessed = ordinary[count - 1 - i];
    OK(__wasi_fd_filestat_set_times(file, accessed, modified, FSTFLAG(MTIM) | FSTFLAG(ATIM)));
    SAME(stat_fd(file).mtim, kept(modified));
    SAME(stat_fd(file).atim, kept(accessed));
    SAME(stat_at(scratch, 0, "file").mtim, kept(modified));
    SAME(stat_at(scratch, FOLLOW, "link").atim, kept(accessed));
    OK(__wasi_path_filestat_set_times(scratch, 0, "link", accessed + 1, modified + 1, FSTFLAG(MTIM) | FSTFLAG(ATIM)));
    SAME(stat_at(scratch, 0, "link").mtim, kept(modified + 1));
    SAME(stat_at(scratch, 0, "file").mtim, kept(modified));
    OK(__wasi_path_filestat_set_times(scratch, 0, "dir", accessed + 2, modified + 2, FSTFLAG(MTIM) | FSTFLAG(ATIM)));
    SAME(stat_at(scratch, 0, "dir").mtim, kept(modified + 2));
    OK(__wasi_path_filestat_set_times(scratch, FOLLOW, "link", accessed + 3, modified + 3, FSTFLAG(MTIM) | FSTFLAG(ATIM)));
    SAME(stat_fd(file).mtim, kept(modified + 3));
    SAME(stat_fd(file).atim, kept(accessed + 3));
  }
  // Another name of the same file, and a second descriptor, tell the same; so does the file after its name has changed.
  OK(__wasi_fd_filestat_set_times(file, 0, 1700000000123456789, FSTFLAG(MTIM)));
  OK(__wasi_path_link(scratch, 0, "file", scratch, "other"));
  SAME(stat_at(scratch, 0, "other").mtim, kept(1700000000123456789));
  OK(__wasi_path_rename(scratch, "file", scratch, "moved"));
  SAME(stat_at(scratch, 0, "moved").mtim, kept(1700000000123456789));
  // Writing is a modification: what was remembered is over.
  __wasi_timestamp_t before = now(REALTIME);
  write_all(file, "x", 1);
  expect_between(before, stat_fd(file).mtim);
  // A new file of the same name is another.
  OK(__wasi_path_unlink_file(scratch, "moved"));
  OK(__wasi_path_unlink_file(scratch, "other"));
  OK(__wasi_fd_close(file));
  create_file(scratch, "moved");
  expect_between(before, stat_at(scratch, 0, "moved").mtim);
}

IN_LARGER_UNITS(exact_times)

static void times_now(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  OK(__wasi_fd_filestat_set_times(file, 5, 5, FSTFLAG(MTIM) | FSTFLAG(ATIM)));
  __wasi_timestamp_t before = now(REALTIME);
  OK(__wasi_fd_filestat_set_times(file, 5, 5, FSTFLAG(MTIM_NOW)));
  expect_between(before, stat_fd(file).mtim);
  SAME(stat_fd(file).atim, kept(5));
  OK(__wasi_path_filestat_set_times(scratch, 0, "file", 5, 6, FSTFLAG(ATIM_NOW) | FSTFLAG(MTIM)));
  expect_between(before, stat_fd(file).atim);
  SAME(stat_fd(file).mtim, kept(6));
  OK(__wasi_fd_filestat_set_times(file, 7, 7, 0));
  SAME(stat_fd(file).mtim, kept(6));
}

IN_LARGER_UNITS(times_now)

// Some hosts tell no time after 2106.
static bool far_times = true;

// Either it is stored exactly, or it is refused and nothing changes.
static void extreme_times(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  static const __wasi_timestamp_t extreme[] = {0,          1,          UINT32_MAX, 4294967296000000000, (1ull << 63) - 1,
                                               1ull << 63, UINT64_MAX, UINT64_MAX - 1, 9999999999999999999ull};
  for (size_t i = 0; i < sizeof extreme / sizeof *extreme; i++) {
    OK(__wasi_fd_filestat_set_times(file, 77, 77, FSTFLAG(MTIM) | FSTFLAG(ATIM)));
    for (int path = 0; path <= 1; path++) {
      __wasi_fstflags_t both = FSTFLAG(MTIM) | FSTFLAG(ATIM);
      __wasi_errno_t result = path ? __wasi_path_filestat_set_times(scratch, 0, "file", extreme[i], extreme[i], both)
                                   : __wasi_fd_filestat_set_times(file, extreme[i], extreme[i], both);
      CHECK(result == 0 || result == E(INVAL) || result == E(OVERFLOW));
      if (!far_times && extreme[i] >= (1ull << 32) * 1000000000) SAME(result, E(OVERFLOW));
      else if (extreme[i] < 1ull << 62) SAME(result, 0);
      __wasi_timestamp_t expected = kept(result == 0 ? extreme[i] : 77);
      if (stat_fd(file).mtim != expected) FAIL("%llu became %llu", extreme[i], stat_fd(file).mtim);
      if (stat_fd(file).atim != expected) FAIL("%llu became %llu", extreme[i], stat_fd(file).atim);
    }
  }
}

IN_LARGER_UNITS(extreme_times)

static void extreme_times_until_2106(void) {
  far_times = false;
  extreme_times();
}

SCENARIOS({"poll-absolute", absolute}, {"poll-relative", relative}, {"poll-far-away", far_away}, {"poll-several", several},
          {"poll-errors", errors}, {"poll-stdin-ends", stdin_ends}, {"poll-stdin-comes-late", stdin_comes_late},
          {"poll-stdin-comes-late-missing", stdin_comes_late_missing},
          {"sleep-through-step", sleep_through_step}, {"exact-times", exact_times},
          {"extreme-times-without-far-times", extreme_times_until_2106},
          {"exact-times-missing", exact_times_in_larger_units}, {"times-now", times_now},
          {"times-now-missing", times_now_in_larger_units}, {"extreme-times", extreme_times},
          {"extreme-times-without-nanoseconds", extreme_times_in_larger_units})
