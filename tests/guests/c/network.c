/* Opens sockets by the functions that WasmEdge adds to preview1. The first argument says what to do. Prints what it gets. */
#include <errno.h>
#include <poll.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

typedef struct {
  const void *buf;
  uint32_t size;
} bytes_t;

typedef struct sockaddr_we {
  uint8_t family;
  uint32_t length;
  uint8_t *data;
} sockaddr_we;

typedef struct addrinfo_we {
  uint16_t flags;
  uint8_t family, type;
  uint32_t protocol, addrlen;
  sockaddr_we *addr;
  char *name;
  uint32_t name_length;
  struct addrinfo_we *next;
} addrinfo_we;

IMPORT(sock_open) int sock_open(int family, int type, uint32_t *fd);
IMPORT(sock_bind) int sock_bind(uint32_t fd, bytes_t *address, uint32_t port);
IMPORT(sock_listen) int sock_listen(uint32_t fd, uint32_t backlog);
IMPORT(sock_accept) int sock_accept(uint32_t fd, uint32_t *accepted);
IMPORT(sock_connect) int sock_connect(uint32_t fd, bytes_t *address, uint32_t port);
#ifdef SECOND
IMPORT(sock_recv_from)
int sock_recv_from(uint32_t fd, bytes_t *data, uint32_t count, bytes_t *address, int flags, uint32_t *port, uint32_t *size,
                   uint16_t *oflags);
IMPORT(sock_getlocaladdr) int sock_getlocaladdr(uint32_t fd, bytes_t *address, uint32_t *port);
IMPORT(sock_getpeeraddr) int sock_getpeeraddr(uint32_t fd, bytes_t *address, uint32_t *port);
#else
IMPORT(sock_recv_from)
int sock_recv_from(uint32_t fd, bytes_t *data, uint32_t count, bytes_t *address, int flags, uint32_t *size, uint16_t *oflags);
IMPORT(sock_getlocaladdr) int sock_getlocaladdr(uint32_t fd, bytes_t *address, uint32_t *type, uint32_t *port);
IMPORT(sock_getpeeraddr) int sock_getpeeraddr(uint32_t fd, bytes_t *address, uint32_t *type, uint32_t *port);
#endif
IMPORT(sock_send_to)
int sock_send_to(uint32_t fd, bytes_t *data, uint32_t count, bytes_t *address, uint32_t port, int flags, uint32_t *size);
IMPORT(sock_getsockopt) int sock_getsockopt(uint32_t fd, int level, int name, void *value, uint32_t *size);
IMPORT(sock_setsockopt) int sock_setsockopt(uint32_t fd, int level, int name, const void *value, uint32_t size);
IMPORT(sock_getaddrinfo)
int sock_getaddrinfo(const char *node, uint32_t node_size, const char *service, uint32_t service_size, const addrinfo_we *hints,
                     addrinfo_we **list, uint32_t most, uint32_t *count);

enum { INET4 = 1, DGRAM = 1, STREAM = 2, REUSEADDR = 0, TYPE = 1, RCVTIMEO = 11, SNDTIMEO = 12 };

static void check(const char *what, int error) {
  if (error == 0) return;
  printf("%s: %s\n", what, strerror(error));
  exit(1);
}

/* An address in the form of the version that the program is compiled for. */
static bytes_t address(uint8_t *room, const uint8_t ip[4]) {
#ifdef SECOND
  memset(room, 0, 128);
  room[0] = INET4;
  memcpy(room + 2, ip, 4);
  return (bytes_t){room, 128};
#else
  memcpy(room, ip, 4);
  return (bytes_t){room, 4};
#endif
}

static void print_name(const char *what, uint32_t fd, int peer) {
  uint8_t room[128] = {0};
  uint32_t port = 0;
#ifdef SECOND
  bytes_t into = {room, 128};
  check(what, (peer ? sock_getpeeraddr : sock_getlocaladdr)(fd, &into, &port));
  uint8_t *ip = room + 2;
  printf("%s family %d ", what, room[0]);
#else
  bytes_t into = {room, 16};
  uint32_t type = 0;
  check(what, (peer ? sock_getpeeraddr : sock_getlocaladdr)(fd, &into, &type, &port));
  uint8_t *ip = room;
  printf("%s type %u ", what, type);
#endif
  printf("%d.%d.%d.%d port %u\n", ip[0], ip[1], ip[2], ip[3], port);
  fflush(stdout);
}

static uint32_t opened(int type) {
  uint32_t fd;
  check("open", sock_open(INET4, type, &fd));
  return fd;
}

static void echo_once(uint32_t fd) {
  char text[100];
  long got = read(fd, text, sizeof text);
  if (got > 0) write(fd, text, got);
}

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Tells what has become of a call, and whether it has taken as long as it should. */
static void told(const char *what, long result, int error, long long began, int least) {
  const char *how = milliseconds() - began < least ? "too early" : least > 0 ? "in time" : "at once";
  printf("%s: %ld %s %s\n", what, result, error == 0 ? "ok" : strerror(error), how);
  fflush(stdout);
}

#define TELL(what, least, call) \
  do { \
    long long began = milliseconds(); \
    errno = 0; \
    long result = call; \
    told(what, result, errno, began, least); \
  } while (0)

/* The same of a call that returns its errno. */
#define TELL_ERROR(what, least, call) \
  do { \
    long long began = milliseconds(); \
    told(what, 0, call, began, least); \
  } while (0)

static int set_time(uint32_t fd, int name, int64_t seconds, int64_t microseconds) {
  struct timeval time = {seconds, microseconds};
  return sock_setsockopt(fd, 0, name, &time, sizeof time);
}

static void print_time(const char *what, uint32_t fd, int name) {
  struct timeval time = {7, 7};
  uint32_t size = sizeof time;
  check(what, sock_getsockopt(fd, 0, name, &time, &size));
  printf("%s: %lld.%06lld in %u bytes\n", what, (long long)time.tv_sec, (long long)time.tv_usec, size);
}

/* Both ends of a connection, that wait for each other in vain. */
static void time_out(bytes_t *at, uint32_t port) {
  enum { TIME = 60, ROOM = 1 << 20 };
  uint32_t listener = opened(STREAM), accepted, client = opened(STREAM), got, sender_port;
  check("bind", sock_bind(listener, at, port));
  check("listen", sock_listen(listener, 5));
  TELL_ERROR("too many microseconds", 0, set_time(listener, RCVTIMEO, 0, 1000000));
  TELL_ERROR("negative", 0, set_time(listener, RCVTIMEO, -1, 0));
  TELL_ERROR("too long", 0, set_time(listener, RCVTIMEO, INT64_MAX, 0));
  TELL_ERROR("too short", 0, sock_setsockopt(listener, 0, SNDTIMEO, &port, sizeof port));
  TELL_ERROR("no socket", 0, set_time(1, RCVTIMEO, 0, 1));
  uint32_t size = 15;
  char narrow[15];
  TELL_ERROR("too little room", 0, sock_getsockopt(listener, 0, RCVTIMEO, narrow, &size));
  print_time("at first", listener, RCVTIMEO);
  check("setsockopt", set_time(listener, RCVTIMEO, 0, TIME * 1000));
  check("setsockopt", set_time(listener, SNDTIMEO, 1234, 567891));
  print_time("receiving", listener, RCVTIMEO);
  print_time("sending", listener, SNDTIMEO);
  TELL_ERROR("accept", TIME, sock_accept(listener, &accepted));
  uint8_t room[128];
  bytes_t name = {room, 16};
#ifdef SECOND
  name.size = 128;
  check("local", sock_getlocaladdr(listener, &name, &sender_port));
#else
  uint32_t type;
  check("local", sock_getlocaladdr(listener, &name, &type, &sender_port));
#endif
  check("connect", sock_connect(client, at, sender_port));
  check("accept", sock_accept(listener, &accepted));
  print_time("accepted", accepted, RCVTIMEO);
  char *data = calloc(1, ROOM);
  TELL("read", TIME, read(accepted, data, 5));
  TELL("recv", TIME, recv(accepted, data, 5, 0));
  bytes_t into = {data, 5};
  uint16_t oflags;
#ifdef SECOND
  TELL_ERROR("recv_from", TIME, sock_recv_from(accepted, &into, 1, &name, 0, &sender_port, &got, &oflags));
#else
  TELL_ERROR("recv_from", TIME, sock_recv_from(accepted, &into, 1, &name, 0, &got, &oflags));
#endif
  write(client, "ab", 2);
  TELL("recv some of all", TIME, recv(accepted, data, 5, MSG_WAITALL | MSG_PEEK));
  TELL("recv some of all", TIME, recv(accepted, data, 5, MSG_WAITALL));
  check("setsockopt", set_time(client, SNDTIMEO, 0, TIME * 1000));
  long sent;
  while ((sent = write(client, data, ROOM)) == ROOM);
  printf("some is sent, but not all: %d\n", sent > 0 || errno == EAGAIN);
  TELL("write", TIME, write(client, data, ROOM));
  TELL("send", TIME, send(client, data, ROOM, 0));
  fcntl(accepted, F_SETFL, O_NONBLOCK);
  while (read(accepted, data, ROOM) > 0);
  check("setsockopt", set_time(accepted, RCVTIMEO, 1000, 0));
  TELL("nonblocking", 0, read(accepted, data, 5));
  fcntl(accepted, F_SETFL, 0);
  check("setsockopt", set_time(accepted, RCVTIMEO, 0, 0));
  print_time("for ever", accepted, RCVTIMEO);
  write(client, "c", 1);
  TELL("read", 0, read(accepted, data, 5));
}

/* Connects to where nobody answers. */
static void connect_in_vain(bytes_t *at, uint32_t port) {
  enum { TIME = 60 };
  for (int attempt = 0; attempt < 20; attempt++) {
    uint32_t fd = opened(STREAM);
    check("setsockopt", set_time(fd, SNDTIMEO, 0, TIME * 1000));
    long long began = milliseconds();
    int error = sock_connect(fd, at, port);
    if (error == 0) continue;
    told("connect", 0, error, began, TIME);
    return;
  }
}

int main(int argc, char **argv) {
  const char *what = argv[1];
  uint8_t room[128];
  const uint8_t home[4] = {127, 0, 0, 1};
  bytes_t at = address(room, home);
  uint32_t port = argc > 2 ? atoi(argv[2]) : 0;
  if (strcmp(what, "client") == 0) {
    uint32_t fd = opened(STREAM);
    check("connect", sock_connect(fd, &at, port));
    print_name("peer", fd, 1);
    write(fd, "ping\n", 5);
    char text[100];
    long got = read(fd, text, sizeof text);
    printf("%.*s", (int)got, text);
    close(fd);
  } else if (strcmp(what, "nonblocking") == 0) {
    uint32_t fd = opened(STREAM);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    int error = sock_connect(fd, &at, port);
    if (error != EINPROGRESS) check("connect", error);
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    if (poll(&wait, 1, -1) != 1) check("poll", errno);
    error = sock_connect(fd, &at, port);
    if (error != EISCONN) check("connect again", error);
    printf("connected\n");
  } else if (strcmp(what, "server") == 0) {
    uint32_t fd = opened(STREAM), accepted;
    int one = 1;
    check("setsockopt", sock_setsockopt(fd, 0, REUSEADDR, &one, sizeof one));
    check("bind", sock_bind(fd, &at, port));
    check("listen", sock_listen(fd, 5));
    print_name("local", fd, 0);
    check("accept", sock_accept(fd, &accepted));
    print_name("peer", accepted, 1);
    echo_once(accepted);
  } else if (strcmp(what, "udp") == 0) {
    uint32_t fd = opened(DGRAM), got, size = sizeof(int);
    int type;
    uint16_t oflags;
    check("getsockopt", sock_getsockopt(fd, 0, TYPE, &type, &size));
    check("bind", sock_bind(fd, &at, 0));
    printf("type %d of %u bytes\n", type, size);
    print_name("local", fd, 0);
    char text[4];
    bytes_t into = {text, sizeof text};
    uint8_t sender[128] = {0};
#ifdef SECOND
    bytes_t from = {sender, 128};
    check("recv_from", sock_recv_from(fd, &into, 1, &from, 0, &port, &got, &oflags));
#else
    bytes_t from = {sender, 4};
    check("recv_from", sock_recv_from(fd, &into, 1, &from, 0, &got, &oflags));
#endif
    printf("%u bytes, flags %d\n", got, oflags);
    bytes_t data = {text, got};
    check("send_to", sock_send_to(fd, &data, 1, &from, port, 0, &got));
  } else if (strcmp(what, "resolve") == 0) {
    addrinfo_we hints = {.family = INET4, .type = STREAM}, infos[4] = {0}, *list = infos;
    sockaddr_we addresses[4];
    uint8_t data[4][26];
    uint32_t count = 0;
    for (int i = 0; i < 4; i++) {
      addresses[i] = (sockaddr_we){0, 14, data[i]};
      infos[i].addr = &addresses[i];
      infos[i].next = i < 3 ? &infos[i + 1] : NULL;
    }
    check("getaddrinfo", sock_getaddrinfo(argv[2], strlen(argv[2]) + 1, "80", 3, &hints, &list, 4, &count));
    uint8_t *sa = data[0];
    printf("%d.%d.%d.%d port %d, family %d, type %d\n", sa[2], sa[3], sa[4], sa[5], sa[0] * 256 + sa[1], infos[0].family,
           infos[0].type);
  } else if (strcmp(what, "timeouts") == 0) {
    time_out(&at, port);
  } else if (strcmp(what, "in-vain") == 0) {
    connect_in_vain(&at, port);
  } else if (strcmp(what, "unbound") == 0) {
    check("listen", sock_listen(opened(STREAM), 1));
  }
  return 0;
}
