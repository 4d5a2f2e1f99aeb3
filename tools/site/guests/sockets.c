// Accepts one connection on the socket that it was given, descriptor 4, and sends back what comes.
#include "expect.h"

#include <stdint.h>

int main(void) {
  __wasi_fd_t listener = 4, fd;
  __wasi_size_t received, sent;
  __wasi_roflags_t flags;
  uint8_t room[64];
  __wasi_iovec_t into = {room, sizeof room};
  OK(__wasi_sock_accept(listener, 0, &fd));
  OK(__wasi_sock_recv(fd, &into, 1, 0, &received, &flags));
  __wasi_ciovec_t back = {room, received};
  OK(__wasi_sock_send(fd, &back, 1, 0, &sent));
  OK(__wasi_sock_shutdown(fd, __WASI_SDFLAGS_WR));
  OK(__wasi_fd_close(fd));
  return 0;
}
