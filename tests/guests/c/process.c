// Arguments, environment, exit, clocks, randomness, yielding: what needs no file.
#include <time.h>

#include "guest.h"

static void args_get_multiple(void) {
  __wasi_size_t argc, size;
  OK(__wasi_args_sizes_get(&argc, &size));
  SAME(argc, 4);
  uint8_t *argv[5];
  argv[4] = (uint8_t *)"guard";
  uint8_t strings[size + 1];
  memset(strings, '?', size + 1);
  OK(__wasi_args_get(argv, strings));
  CHECK(argv[0] == strings);
  CHECK(strcmp((char *)argv[1], "first") == 0);
  CHECK(strcmp((char *)argv[2], "the \"second\" arg") == 0);
  CHECK(strcmp((char *)argv[3], "3") == 0);
  CHECK(argv[3] + 2 == strings + size);
  CHECK(strings[size] == '?' && strcmp((char *)argv[4], "guard") == 0);
}

static void args_sizes_get_multiple(void) {
  __wasi_size_t argc, size;
  OK(__wasi_args_sizes_get(&argc, &size));
  SAME(argc, 4);
  SAME(size, strlen(scenario_argv[0]) + 1 + sizeof "first" + sizeof "the \"second\" arg" + sizeof "3");
}

static void args_sizes_get_none(void) {
  __wasi_size_t argc, size;
  OK(__wasi_args_sizes_get(&argc, &size));
  SAME(argc, 1);
  CHECK(size >= 1);
}

static void environ_get_multiple(void) {
  __wasi_size_t count, size;
  OK(__wasi_environ_sizes_get(&count, &size));
  SAME(count, 3);
  uint8_t *variables[3];
  uint8_t strings[size];
  OK(__wasi_environ_get(variables, strings));
  const char *expected[] = {"a=text", "b=escap \" ing", "c=new\nline"};
  for (int i = 0; i < 3; i++) {
    int found = 0;
    for (int j = 0; j < 3; j++) found += strcmp((char *)variables[j], expected[i]) == 0;
    if (found != 1) FAIL("%s is there %d times", expected[i], found);
  }
  SAME(size, sizeof "a=text" + sizeof "b=escap \" ing" + sizeof "c=new\nline");
}

static void environ_sizes_get_multiple(void) {
  __wasi_size_t count, size;
  OK(__wasi_environ_sizes_get(&count, &size));
  SAME(count, 3);
  SAME(size, 12);
}

static void environ_sizes_get_none(void) {
  __wasi_size_t count = 99, size = 99;
  OK(__wasi_environ_sizes_get(&count, &size));
  SAME(count, 0);
  SAME(size, 0);
}

static void environ_get_none(void) {
  uint8_t *variables[1] = {(uint8_t *)"guard"};
  uint8_t strings[1] = {'?'};
  OK(__wasi_environ_get(variables, strings));
  CHECK(strings[0] == '?' && strcmp((char *)variables[0], "guard") == 0);
}

static void exit_failure(void) {
  __wasi_proc_exit(33);
  __builtin_trap();
}

static void exit_success(void) {
  __wasi_proc_exit(0);
  __builtin_trap();
}

// Any 32 bits: the code stands in argv[1].
static void exit_code(void) {
  __wasi_proc_exit(strtoul(scenario_argv[1], NULL, 10));
  __builtin_trap();
}

static void random_get_some(void) {
  uint8_t bytes[32] = {0}, zeros[32] = {0};
  OK(__wasi_random_get(bytes, sizeof bytes));
  CHECK(memcmp(bytes, zeros, sizeof bytes) != 0);
}

static void random_get_nothing(void) {
  uint8_t guard = 42;
  OK(__wasi_random_get(&guard, 0));
  SAME(guard, 42);
}

static void big_random_buffer(void) {
  static uint8_t bytes[1024];
  OK(__wasi_random_get(bytes, sizeof bytes));
  int zeros = 0;
  for (size_t i = 0; i < sizeof bytes; i++) zeros += bytes[i] == 0;
  CHECK(zeros < 100);
}

// Windows of many sizes are filled, and nothing beside them.
static void random_get_windows(void) {
  static const uint32_t sizes[] = {1, 2, 3, 7, 255, 256, 257, 4095, 4096, 4097, 65535, 65536, 65537, 200000, 1 << 20};
  static uint8_t bytes[(1 << 20) + 32];
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    memset(bytes, 0xa5, sizeof bytes);
    OK(__wasi_random_get(bytes + 16, sizes[i]));
    for (int j = 0; j < 16; j++) CHECK(bytes[j] == 0xa5);
    for (size_t j = 16 + sizes[i]; j < sizeof bytes; j++) CHECK(bytes[j] == 0xa5);
    if (sizes[i] >= 255) {
      // The last 64 bytes all being untouched has a chance of 2^-512.
      int untouched = 0;
      for (size_t j = sizes[i] - 48; j < 16 + sizes[i]; j++) untouched += bytes[j] == 0xa5;
      CHECK(untouched < 32);
    }
  }
}

static void resolution(clockid_t clock, __wasi_clockid_t id) {
  struct timespec found = {-1, -1};
  SAME(clock_getres(clock, &found), 0);
  __wasi_timestamp_t nanoseconds = 0;
  OK(__wasi_clock_res_get(id, &nanoseconds));
  CHECK(nanoseconds >= 1);
  SAME(found.tv_sec * 1000000000LL + found.tv_nsec, nanoseconds);
}

static void getres_monotonic(void) { resolution(CLOCK_MONOTONIC, __WASI_CLOCKID_MONOTONIC); }
static void getres_realtime(void) { resolution(CLOCK_REALTIME, __WASI_CLOCKID_REALTIME); }

static void gettime_monotonic(void) {
  struct timespec before, after;
  SAME(clock_gettime(CLOCK_MONOTONIC, &before), 0);
  SAME(clock_gettime(CLOCK_MONOTONIC, &after), 0);
  CHECK(after.tv_sec > before.tv_sec || (after.tv_sec == before.tv_sec && after.tv_nsec >= before.tv_nsec));
}

// argv[1] holds the host's own seconds.
static void gettime_realtime(void) {
  struct timespec now;
  SAME(clock_gettime(CLOCK_REALTIME, &now), 0);
  CHECK(now.tv_nsec >= 0 && now.tv_nsec < 1000000000);
  long long apart = now.tv_sec - atoll(scenario_argv[1]);
  CHECK(apart >= -2 && apart <= 60);
}

static void clock_never_back(void) {
  __wasi_timestamp_t first, second;
  OK(__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &first));
  for (int i = 0; i < 1000; i++) {
    OK(__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, i % 2, &second));
    CHECK(first <= second);
    first = second;
  }
}

// The clocks of the process and the thread go on while it computes, and hardly while it sleeps. A host may be kept from either for a while:
// by others that use its processor, and by what it does beside the program.
static void cpu_clocks(void) {
  for (__wasi_clockid_t id = 2; id <= 3; id++) {
    __wasi_timestamp_t begin, now, before, after;
    OK(__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &begin));
    OK(__wasi_clock_time_get(id, 1, &before));
    volatile uint32_t sum = 0;
    do {
      for (uint32_t i = 0; i < 100000; i++) sum += i;
      OK(__wasi_clock_time_get(id, 1, &after));
      OK(__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &now));
    } while (after - before < 5000000 && now - begin < 10000000000);
    CHECK(after - before >= 5000000);

    int stood_still = 0;
    for (int i = 0; i < 20 && !stood_still; i++) {
      OK(__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &begin));
      OK(__wasi_clock_time_get(id, 1, &before));
      struct timespec pause = {0, 150000000};
      SAME(nanosleep(&pause, NULL), 0);
      OK(__wasi_clock_time_get(id, 1, &after));
      OK(__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &now));
      stood_still = after - before < (now - begin) / 2;
    }
    CHECK(stood_still);
    __wasi_timestamp_t fineness = 0;
    OK(__wasi_clock_res_get(id, &fineness));
    CHECK(fineness >= 1);
  }
}

// A host that has none says so.
static void cpu_clocks_missing(void) {
  for (__wasi_clockid_t id = 2; id <= 3; id++) {
    __wasi_timestamp_t time = 77;
    SAME(__wasi_clock_time_get(id, 1, &time), E(NOTSUP));
    SAME(__wasi_clock_res_get(id, &time), E(NOTSUP));
    SAME(time, 77);
  }
}

static void unknown_clock(void) {
  __wasi_timestamp_t time = 77;
  SAME(__wasi_clock_time_get(4, 1, &time), E(INVAL));
  SAME(__wasi_clock_res_get(99, &time), E(INVAL));
  SAME(time, 77);
}

static void yield(void) { OK(__wasi_sched_yield()); }

SCENARIOS({"args_get-multiple-arguments", args_get_multiple}, {"args_sizes_get-multiple-arguments", args_sizes_get_multiple},
          {"args_sizes_get-no-arguments", args_sizes_get_none}, {"environ_get-multiple-variables", environ_get_multiple},
          {"environ_sizes_get-multiple-variables", environ_sizes_get_multiple},
          {"environ_sizes_get-no-variables", environ_sizes_get_none}, {"environ_get-no-variables", environ_get_none},
          {"proc_exit-failure", exit_failure}, {"proc_exit-success", exit_success}, {"proc_exit-code", exit_code},
          {"random_get-non-zero-length", random_get_some}, {"random_get-zero-length", random_get_nothing},
          {"big_random_buf", big_random_buffer}, {"random_get-windows", random_get_windows},
          {"clock_getres-monotonic", getres_monotonic}, {"clock_getres-realtime", getres_realtime},
          {"clock_gettime-monotonic", gettime_monotonic}, {"clock_gettime-realtime", gettime_realtime},
          {"clock_time_get", clock_never_back}, {"cpu-clocks", cpu_clocks},
          {"cpu-clocks-missing", cpu_clocks_missing}, {"unknown-clock", unknown_clock},
          {"sched_yield", yield})
