// Tries what its arguments say, step by step, and tells what the system answers. It exits with the last errno.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int failure;

static void tell(const char *step, const char *path, int failed) {
  if (!failed) return;
  failure = errno;
  fprintf(stderr, "%s %s: %s\n", step, path, strerror(errno));
}

static void try(const char *step, const char *path) {
  char bytes[16];
  int writing = strcmp(step, "write") == 0;
  int fd = open(path, writing ? O_WRONLY | O_CREAT : O_RDONLY, 0666);
  if (fd < 0) {
    tell(step, path, 1);
    return;
  }
  if (writing || strcmp(step, "scribble") == 0) tell(step, path, write(fd, "x", 1) < 0);
  if (strcmp(step, "read") == 0) tell(step, path, read(fd, bytes, sizeof bytes) < 0);
  close(fd);
  if (strcmp(step, "late") == 0) tell(step, path, read(fd, bytes, sizeof bytes) < 0);
}

// Steps: `read PATH`, `write PATH`, `scribble PATH` (writes to what it opened to read), `late PATH` (reads what it has closed).
int main(int argc, char **argv) {
  for (int i = 1; i + 1 < argc; i += 2) try(argv[i], argv[i + 1]);
  return failure;
}
