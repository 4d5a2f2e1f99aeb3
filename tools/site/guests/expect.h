// A program that shows hostcalls ends where one of them does not return what it is to show. Its exit status is the line.
#include <wasi/api.h>

#define GIVES(errno, call) \
  do { \
    if ((call) != (errno)) __wasi_proc_exit(__LINE__); \
  } while (0)

#define OK(call) GIVES(0, call)
