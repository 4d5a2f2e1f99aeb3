// Writes a file a line at a time, and tells what each attempt gave. A line that was written in part is written to its end.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char line[] = "a line of text\n";
#define LENGTH (sizeof line - 1)

// Returns 0, or what errno says.
static int write_line(int fd) {
  for (size_t done = 0; done < LENGTH;) {
    ssize_t written = write(fd, line + done, LENGTH - done);
    if (written < 0) return errno;
    if ((size_t)written < LENGTH - done) printf("%zd of %zu bytes, ", written, LENGTH - done);
    done += (size_t)written;
  }
  return 0;
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
  int fd = open("out.txt", O_CREAT | O_TRUNC | O_WRONLY, 0666);
  if (fd < 0) {
    printf("open: %s\n", strerror(errno));
    return 1;
  }
  int failures = 0;
  for (int attempt = 1; attempt <= 5; attempt++) {
    printf("%d: ", attempt);
    int error = write_line(fd);
    printf("%s\n", error == 0 ? "written" : strerror(error));
    failures += error != 0;
  }
  printf("close: %s\n", close(fd) == 0 ? "closed" : strerror(errno));
  printf("again: %s\n", close(fd) == 0 ? "closed" : strerror(errno));
  return failures == 0 ? 0 : 2;
}
