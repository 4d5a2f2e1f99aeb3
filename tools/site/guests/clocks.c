// Reads two clocks, and waits: for a time, and for input or a time, whichever comes first.
#include "expect.h"

#include <stdint.h>

int main(void) {
  __wasi_timestamp_t resolution, now;
  __wasi_size_t count;
  __wasi_event_t events[2];
  OK(__wasi_clock_res_get(__WASI_CLOCKID_MONOTONIC, &resolution));
  OK(__wasi_clock_time_get(__WASI_CLOCKID_REALTIME, 1000, &now));
  __wasi_subscription_t timer = {
      .userdata = 1,
      .u = {.tag = __WASI_EVENTTYPE_CLOCK, .u.clock = {.id = __WASI_CLOCKID_MONOTONIC, .timeout = 5000000}},
  };
  __wasi_subscription_t input = {
      .userdata = 2,
      .u = {.tag = __WASI_EVENTTYPE_FD_READ, .u.fd_read.file_descriptor = 0},
  };
  __wasi_subscription_t either[] = {timer, input};
  OK(__wasi_poll_oneoff(&timer, events, 1, &count));
  OK(__wasi_poll_oneoff(either, events, 2, &count));
  // There is no clock 9: EINVAL.
  GIVES(__WASI_ERRNO_INVAL, __wasi_clock_time_get(9, 1000, &now));
  return 0;
}
