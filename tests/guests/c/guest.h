// What every scenario uses. A program holds several scenarios and runs the one that argv[0] names; it exits with 0, or says what
// was wrong and exits with 1.
#ifndef GUEST_H
#define GUEST_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

typedef struct {
  const char *name;
  void (*run)(void);
} scenario_t;

static int scenario_argc;
static char **scenario_argv;

// Writes straight to descriptor 2: stdio may be what is being tested.
static void complain(const char *format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (length > (int)sizeof line - 1) length = sizeof line - 1;
  __wasi_ciovec_t whole = {(const uint8_t *)line, (size_t)length};
  __wasi_size_t written;
  if (__wasi_fd_write(2, &whole, 1, &written) != 0) __builtin_trap();
}

#define FAIL(...) (complain("line %d: ", __LINE__), complain(__VA_ARGS__), complain("\n"), exit(1))

#define CHECK(condition) \
  do { \
    if (!(condition)) FAIL("not so: %s", #condition); \
  } while (0)

// Two integers are the same.
#define SAME(actual, expected) \
  do { \
    long long actual_ = (long long)(actual), expected_ = (long long)(expected); \
    if (actual_ != expected_) FAIL("%s is %lld, not %lld", #actual, actual_, expected_); \
  } while (0)

// A hostcall succeeds.
#define OK(call) \
  do { \
    int errno_ = (call); \
    if (errno_ != 0) FAIL("%s gave errno %d", #call, errno_); \
  } while (0)

// A hostcall gives one of the errnos listed. Any but the first is mentioned.
#define GIVES(call, ...) \
  do { \
    static const uint16_t accepted_[] = {__VA_ARGS__}; \
    int errno_ = (call); \
    if (!is_among(errno_, accepted_, sizeof accepted_ / sizeof *accepted_)) \
      FAIL("%s gave errno %d, not %s", #call, errno_, #__VA_ARGS__); \
    if (errno_ != accepted_[0]) complain("line %d: second choice %d of %s\n", __LINE__, errno_, #__VA_ARGS__); \
  } while (0)

__attribute__((unused)) static bool is_among(int value, const uint16_t *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (list[i] == value) return true;
  }
  return false;
}

#define E(name) __WASI_ERRNO_##name
#define RIGHT(name) __WASI_RIGHTS_##name
#define OFLAG(name) __WASI_OFLAGS_##name
#define FDFLAG(name) __WASI_FDFLAGS_##name
#define FSTFLAG(name) __WASI_FSTFLAGS_##name
#define FILETYPE(name) __WASI_FILETYPE_##name
#define FOLLOW __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW

static int run_scenario(int argc, char **argv, const scenario_t *scenarios, size_t count) {
  scenario_argc = argc;
  scenario_argv = argv;
  for (size_t i = 0; i < count; i++) {
    if (argc > 0 && strcmp(scenarios[i].name, argv[0]) == 0) {
      scenarios[i].run();
      return 0;
    }
  }
  complain("no scenario \"%s\"\n", argc > 0 ? argv[0] : "");
  return 2;
}

#define SCENARIOS(...) \
  int main(int argc, char **argv) { \
    static const scenario_t scenarios[] = {__VA_ARGS__}; \
    return run_scenario(argc, argv, scenarios, sizeof scenarios / sizeof *scenarios); \
  }

#endif
