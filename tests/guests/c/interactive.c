/* Programs that somebody talks to, through a terminal or pipes. argv[0] is which. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Says each line back, until the end. */
static int repl(void) {
  char line[256];
  for (;;) {
    printf("> ");
    fflush(stdout);
    if (fgets(line, sizeof line, stdin) == NULL) break;
    printf("said: %s", line);
  }
  printf("bye%s\n", ferror(stdin) ? " after an error" : "");
  return 0;
}

/* Gives each byte back as it comes. */
static int echo(void) {
  char buffer[4096];
  ssize_t got;
  while ((got = read(0, buffer, sizeof buffer)) > 0)
    for (ssize_t done = 0, put; done < got; done += put)
      if ((put = write(1, buffer + done, (size_t)(got - done))) <= 0) return 2;
  if (got < 0) fprintf(stderr, "read: %s\n", strerror(errno));
  return got < 0;
}

/* Says what poll() finds within 50 ms, when it is something else than before, until the end. */
static int watch(void) {
  struct pollfd fds = {.fd = 0, .events = POLLRDNORM};
  int before = -1;
  for (;;) {
    int ready = poll(&fds, 1, 50);
    if (ready < 0) return 1;
    if (ready != before) printf("%s\n", ready ? "something" : "nothing");
    fflush(stdout);
    before = ready;
    if (!ready) continue;
    char buffer[64];
    ssize_t got = read(0, buffer, sizeof buffer);
    if (got == 0) break;
    printf("%.*s", (int)got, buffer);
    fflush(stdout);
    before = 2;
  }
  printf("end\n");
  return 0;
}

/* Reads without waiting, and then with. */
static int impatient(void) {
  char buffer[64];
  if (fcntl(0, F_SETFL, O_NONBLOCK) != 0) return 1;
  ssize_t got = read(0, buffer, sizeof buffer);
  printf("%zd %s\n", got, got < 0 && errno == EAGAIN ? "EAGAIN" : "");
  fflush(stdout);
  if (fcntl(0, F_SETFL, 0) != 0) return 1;
  got = read(0, buffer, sizeof buffer);
  printf("%zd\n", got);
  return 0;
}

/* Writes more than any pipe holds. */
static int much(void) {
  static char block[1 << 20];
  memset(block, 'x', sizeof block);
  for (int i = 0; i < 4; i++)
    if (fwrite(block, 1, sizeof block, stdout) != sizeof block) return 1;
  return fflush(stdout) != 0;
}

int main(int argc, char **argv) {
  (void)argc;
  const char *name = argv[0];
  if (strcmp(name, "repl") == 0) return repl();
  if (strcmp(name, "echo") == 0) return echo();
  if (strcmp(name, "watch") == 0) return watch();
  if (strcmp(name, "impatient") == 0) return impatient();
  if (strcmp(name, "much") == 0) return much();
  return 125;
}
