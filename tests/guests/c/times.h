// The unit of the times that a host keeps: a nanosecond, unless a scenario says otherwise.
#ifndef TIMES_H
#define TIMES_H

#include "guest.h"

static __wasi_timestamp_t time_unit = 1;

// What is told of a time that was set.
__attribute__((unused)) static __wasi_timestamp_t kept(__wasi_timestamp_t time) { return time - time % time_unit; }

// Defines the scenario for hosts that keep times in units of 100 ns, which is otherwise the same.
#define IN_LARGER_UNITS(name) \
  static void name##_in_larger_units(void) { \
    time_unit = 100; \
    name(); \
  }

#endif
