// What a program is given when it starts, and how it ends.
#include "expect.h"

#include <stdint.h>

int main(void) {
  uint8_t *pointers[8], bytes[128];
  uint8_t random[8];
  __wasi_size_t count, size;
  OK(__wasi_args_sizes_get(&count, &size));
  if (count > 8 || size > sizeof bytes) return 1;
  OK(__wasi_args_get(pointers, bytes));
  OK(__wasi_environ_sizes_get(&count, &size));
  if (count > 8 || size > sizeof bytes) return 1;
  OK(__wasi_environ_get(pointers, bytes));
  OK(__wasi_random_get(random, sizeof random));
  OK(__wasi_sched_yield());
  __wasi_proc_exit(3);
}
