// Every function for sockets that WasmEdge adds, once each. The program is its own peer: it connects to the socket that it listens on, and sends
// itself a message. Functions that exist with two signatures are called with both: WasmEdge has the second under a name with _v2.
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(name)))

typedef struct {
  void *buf;
  uint32_t size;
} bytes_t;

typedef struct {
  uint32_t family, length;
  uint8_t *data;
} address_t;

typedef struct info {
  uint16_t flags;
  uint8_t family, type;
  uint32_t protocol, length;
  address_t *address;
  char *name;
  uint32_t name_length;
  struct info *next;
} info_t;

IMPORT("sock_open") int sock_open(int family, int type, uint32_t *fd);
IMPORT("sock_bind") int sock_bind(uint32_t fd, bytes_t *address, uint32_t port);
IMPORT("sock_listen") int sock_listen(uint32_t fd, uint32_t backlog);
IMPORT("sock_accept") int sock_accept_v1(uint32_t fd, uint32_t *accepted);
IMPORT("sock_connect") int sock_connect(uint32_t fd, bytes_t *address, uint32_t port);
IMPORT("sock_getlocaladdr") int local_v1(uint32_t fd, bytes_t *address, uint32_t *type, uint32_t *port);
IMPORT("sock_getlocaladdr_v2") int local_v2(uint32_t fd, bytes_t *address, uint32_t *port);
IMPORT("sock_getpeeraddr") int peer_v1(uint32_t fd, bytes_t *address, uint32_t *type, uint32_t *port);
IMPORT("sock_getpeeraddr_v2") int peer_v2(uint32_t fd, bytes_t *address, uint32_t *port);
IMPORT("sock_recv_from")
int receive_v1(uint32_t fd, bytes_t *into, uint32_t count, bytes_t *from, int flags, uint32_t *size, uint16_t *oflags);
IMPORT("sock_recv_from_v2")
int receive_v2(uint32_t fd, bytes_t *into, uint32_t count, bytes_t *from, int flags, uint32_t *port, uint32_t *size,
               uint16_t *oflags);
IMPORT("sock_send_to")
int sock_send_to(uint32_t fd, bytes_t *data, uint32_t count, bytes_t *to, uint32_t port, int flags, uint32_t *size);
IMPORT("sock_getsockopt") int sock_getsockopt(uint32_t fd, int level, int name, void *value, uint32_t *size);
IMPORT("sock_setsockopt") int sock_setsockopt(uint32_t fd, int level, int name, const void *value, uint32_t size);
IMPORT("sock_getaddrinfo")
int sock_getaddrinfo(const char *node, uint32_t node_size, const char *service, uint32_t service_size, const info_t *hints,
                     info_t **list, uint32_t most, uint32_t *count);

enum { INET4 = 1, DATAGRAM = 1, STREAM = 2, REUSEADDR = 0, TYPE = 1 };

static void streams(void) {
  uint8_t home[] = {127, 0, 0, 1}, room[128];
  bytes_t here = {home, 4}, short_form = {room, 16}, long_form = {room, 128};
  uint32_t listener, client, server, port, type;
  int one = 1;
  if (sock_open(INET4, STREAM, &listener) != 0) return;
  sock_setsockopt(listener, 0, REUSEADDR, &one, sizeof one);
  sock_bind(listener, &here, 0);
  sock_listen(listener, 1);
  local_v1(listener, &short_form, &type, &port);
  local_v2(listener, &long_form, &port);
  sock_open(INET4, STREAM, &client);
  sock_connect(client, &here, port);
  sock_accept_v1(listener, &server);
  uint32_t peer_port;
  peer_v1(client, &short_form, &type, &peer_port);
  peer_v2(client, &long_form, &peer_port);
  close(server);
  close(client);
  close(listener);
}

static void datagrams(void) {
  uint8_t home[] = {127, 0, 0, 1}, room[128], text[8];
  bytes_t here = {home, 4}, message = {"ping", 4}, into = {text, sizeof text}, short_form = {room, 16}, long_form = {room, 128};
  uint32_t fd, port, type, size = sizeof type, sender, count;
  uint16_t flags;
  if (sock_open(INET4, DATAGRAM, &fd) != 0) return;
  sock_getsockopt(fd, 0, TYPE, &type, &size);
  sock_bind(fd, &here, 0);
  local_v2(fd, &long_form, &port);
  sock_send_to(fd, &message, 1, &here, port, 0, &count);
  receive_v1(fd, &into, 1, &short_form, 0, &count, &flags);
  sock_send_to(fd, &message, 1, &here, port, 0, &count);
  receive_v2(fd, &into, 1, &long_form, 0, &sender, &count, &flags);
  close(fd);
}

static void names(void) {
  uint8_t data[26];
  address_t address = {0, 14, data};
  info_t info = {.address = &address}, *list = &info, hints = {.family = INET4, .type = STREAM};
  uint32_t count;
  sock_getaddrinfo("127.0.0.1", 10, "80", 3, &hints, &list, 1, &count);
}

int main(void) {
  streams();
  datagrams();
  names();
  return 0;
}
