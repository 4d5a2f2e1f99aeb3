/* Servers and clients on sockets that the host has opened. argv[0] is what to do, argv[1] the descriptor. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wasi/api.h>

#define CLIENTS 64
#define CHUNK 65536

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

static void send_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t sent = send(fd, bytes, length, 0);
    if (sent < 0) fail("send");
    bytes += sent;
    length -= (size_t)sent;
  }
}

static int take(int listener) {
  int fd = accept(listener, NULL, NULL);
  if (fd < 0) fail("accept");
  return fd;
}

/* Sends back what comes, to several clients at once, until as many as argv[2] have come and gone. A client may shut down its side first. */
static int echo(int listener, int clients) {
  static char buffer[CHUNK];
  struct pollfd fds[1 + CLIENTS];
  int count = 1, came = 0, gone = 0, reset = 0;
  fds[0] = (struct pollfd){.fd = listener, .events = POLLRDNORM};
  while (gone < clients) {
    fds[0].events = came < clients ? POLLRDNORM : 0;
    if (poll(came < clients ? fds : fds + 1, (nfds_t)(came < clients ? count : count - 1), -1) < 0) fail("poll");
    if (came < clients && (fds[0].revents & POLLRDNORM)) {
      fds[count++] = (struct pollfd){.fd = take(listener), .events = POLLRDNORM};
      fds[count - 1].revents = 0;
      came++;
    }
    fds[0].revents = 0;
    for (int i = 1; i < count; i++) {
      if (fds[i].revents == 0) continue;
      fds[i].revents = 0;
      ssize_t got = recv(fds[i].fd, buffer, sizeof buffer, 0);
      if (got > 0) {
        send_all(fds[i].fd, buffer, (size_t)got);
        continue;
      }
      if (got < 0 && errno != ECONNRESET) fail("recv");
      if (got < 0) reset++;
      close(fds[i].fd);
      fds[i--] = fds[--count];
      gone++;
    }
  }
  printf("%d clients, %d reset\n", gone, reset);
  return 0;
}

/* Sends argv[2] small messages, and expects each back. */
static int chat(int fd, int messages) {
  uint32_t sum = 0;
  for (int i = 0; i < messages; i++) {
    unsigned char out[32], in[32];
    size_t length = 1 + (size_t)i % sizeof out;
    for (size_t j = 0; j < length; j++) out[j] = (unsigned char)(i * 7 + (int)j);
    send_all(fd, (const char *)out, length);
    for (size_t have = 0; have < length;) {
      ssize_t got = recv(fd, in + have, length - have, 0);
      if (got <= 0) fail("recv");
      have += (size_t)got;
    }
    for (size_t j = 0; j < length; j++) {
      if (in[j] != out[j]) return 2;
      sum = sum * 31 + in[j];
    }
  }
  if (shutdown(fd, SHUT_WR) != 0) fail("shutdown");
  char rest;
  if (recv(fd, &rest, 1, 0) != 0) return 3;
  printf("%u\n", sum);
  return 0;
}

/* A server of HTTP/1.1 for as many requests as argv[2], one connection after the other; connections stay open. */
static int http(int listener, int requests) {
  static char head[CHUNK], body[CHUNK];
  while (requests > 0) {
    int fd = take(listener);
    size_t have = 0;
    while (requests > 0) {
      char *end;
      while ((end = memmem(head, have, "\r\n\r\n", 4)) == NULL) {
        ssize_t got = read(fd, head + have, sizeof head - 1 - have);
        if (got <= 0) goto gone;
        have += (size_t)got;
      }
      *end = 0;
      size_t left = 0;
      char *length = strcasestr(head, "\r\nContent-Length:");
      if (length != NULL) left = strtoul(length + 17, NULL, 10);
      int close_after = strcasestr(head, "\r\nConnection: close") != NULL;
      char method[16], path[256];
      if (sscanf(head, "%15s %255s", method, path) != 2) goto gone;
      size_t used = (size_t)(end - head) + 4;
      uint32_t sum = 0;
      size_t total = left;
      have -= used;
      memmove(head, head + used, have);
      while (left > 0) {
        size_t part = have < left ? have : left;
        if (part > 0) {
          for (size_t i = 0; i < part; i++) sum = sum * 31 + (unsigned char)head[i];
          have -= part;
          memmove(head, head + part, have);
        } else {
          ssize_t got = read(fd, body, left < sizeof body ? left : sizeof body);
          if (got <= 0) goto gone;
          part = (size_t)got;
          for (size_t i = 0; i < part; i++) sum = sum * 31 + (unsigned char)body[i];
        }
        left -= part;
      }
      requests--;
      size_t big = strcmp(path, "/big") == 0 ? 8u << 20 : 0;
      char text[512], reply[1024];
      int n = snprintf(text, sizeof text, "%s %s %zu %u\n", method, path, total, sum);
      n = snprintf(reply, sizeof reply, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", (size_t)n + big, text);
      if (write(fd, reply, (size_t)n) != n) goto gone;
      memset(body, 'x', sizeof body);
      for (size_t sent = 0; sent < big; sent += sizeof body)
        if (write(fd, body, sizeof body) != (ssize_t)sizeof body) goto gone;
      if (close_after) break;
    }
  gone:
    close(fd);
  }
  return 0;
}

static const char *name(int number) {
  return number == 0 ? "OK" : number == EAGAIN ? "EAGAIN" : number == ENOTSUP ? "ENOTSUP" : number == EPIPE ? "EPIPE" : number == ENOTCONN ? "ENOTCONN" : strerror(number);
}

/* What a connection is, and what flags do. The peer has sent `hello world`, and sends ` again` once it has got a byte. */
static int flags(int fd) {
  char buffer[32] = {0};
  struct stat stat;
  __wasi_fdstat_t fdstat;
  if (fstat(fd, &stat) != 0 || __wasi_fd_fdstat_get((__wasi_fd_t)fd, &fdstat) != 0) fail("stat");
  printf("type %d %d flags %d\n", fdstat.fs_filetype, S_ISSOCK(stat.st_mode), fdstat.fs_flags);
  struct pollfd ready = {.fd = fd, .events = POLLRDNORM};
  if (poll(&ready, 1, -1) != 1) fail("poll");
  ssize_t got = recv(fd, buffer, 5, MSG_PEEK);
  printf("peek %zd %s\n", got, buffer);
  got = recv(fd, buffer, 6, 0);
  printf("recv %zd %s\n", got, buffer);
  if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0) fail("fcntl");
  memset(buffer, 0, sizeof buffer);
  got = read(fd, buffer, sizeof buffer);
  printf("read %zd %s\n", got, buffer);
  got = recv(fd, buffer, sizeof buffer, 0);
  printf("nonblocking %zd %s\n", got, name(errno));
  if (fcntl(fd, F_SETFL, 0) != 0) fail("fcntl");
  send_all(fd, "!", 1);
  memset(buffer, 0, sizeof buffer);
  got = recv(fd, buffer, 6, MSG_WAITALL | MSG_PEEK);
  printf("peek all %zd %s\n", got, buffer);
  memset(buffer, 0, sizeof buffer);
  got = recv(fd, buffer, 6, MSG_WAITALL);
  printf("all %zd %s\n", got, buffer);
  __wasi_fd_t accepted;
  printf("accept %s\n", name(__wasi_sock_accept((__wasi_fd_t)fd, 0, &accepted)));
  printf("seek %d\n", (int)lseek(fd, 0, SEEK_CUR));
  printf("shutdown %s\n", name(shutdown(fd, SHUT_RDWR) == 0 ? 0 : errno));
  errno = 0;
  got = send(fd, "x", 1, 0);
  printf("send %zd %s\n", got, name(errno));
  got = recv(fd, buffer, 1, 0);
  printf("end %zd\n", got);
  return 0;
}

/* Counts how often nothing came within argv[2] milliseconds on the socket or stdin, until both have ended. */
static int deadline(int fd, int milliseconds) {
  int quiet = 0, bytes = 0, open_fds = 2, ended[2] = {0, 0};
  int fds[2] = {0, fd};
  while (open_fds > 0) {
    fd_set set;
    FD_ZERO(&set);
    for (int i = 0; i < 2; i++)
      if (!ended[i]) FD_SET(fds[i], &set);
    struct timeval time = {.tv_sec = 0, .tv_usec = milliseconds * 1000};
    int ready = select(fd + 1, &set, NULL, NULL, &time);
    if (ready < 0) fail("select");
    if (ready == 0) quiet++;
    for (int i = 0; i < 2; i++) {
      if (ended[i] || !FD_ISSET(fds[i], &set)) continue;
      char buffer[64];
      ssize_t got = read(fds[i], buffer, sizeof buffer);
      if (got < 0) fail("read");
      if (got == 0) {
        ended[i] = 1;
        open_fds--;
      }
      bytes += (int)got;
    }
  }
  printf("quiet %s, %d bytes\n", quiet > 0 ? "at times" : "never", bytes);
  return 0;
}

int main(int argc, char **argv) {
  int fd = argc > 1 ? atoi(argv[1]) : 3;
  int number = argc > 2 ? atoi(argv[2]) : 1;
  setvbuf(stdout, NULL, _IONBF, 0);
  if (strcmp(argv[0], "echo") == 0) return echo(fd, number);
  if (strcmp(argv[0], "chat") == 0) return chat(fd, number);
  if (strcmp(argv[0], "http") == 0) return http(fd, number);
  if (strcmp(argv[0], "flags") == 0) return flags(fd);
  if (strcmp(argv[0], "deadline") == 0) return deadline(fd, number);
  if (strcmp(argv[0], "accept-nothing") == 0) {
    fcntl(fd, F_SETFL, O_NONBLOCK);
    printf("%d %s\n", accept(fd, NULL, NULL), name(errno));
    return 0;
  }
  if (strcmp(argv[0], "variables") == 0) {
    printf("%s %s", getenv("LISTEN_FDS"), getenv("LISTEN_FDNAMES"));
    __wasi_fdstat_t fdstat;
    for (__wasi_fd_t each = 3; __wasi_fd_fdstat_get(each, &fdstat) == 0; each++) printf(" %d", fdstat.fs_filetype);
    printf("\n");
    return 0;
  }
  return 125;
}
