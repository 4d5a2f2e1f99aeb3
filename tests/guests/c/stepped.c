/** Asks its host for a file, the time, random bytes and a name, and says what it got: whoever changes a result sees it in the output. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  int notes = open("/notes.txt", O_RDONLY);
  if (notes < 0) {
    printf("notes: %s\n", strerror(errno));
  } else {
    char text[64];
    ssize_t length = read(notes, text, sizeof text);
    if (length < 0)
      printf("notes: %s\n", strerror(errno));
    else
      printf("notes: %.*s\n", (int)length, text);
    close(notes);
  }
  if (open("/missing.txt", O_RDONLY) < 0) printf("missing: %s\n", strerror(errno));
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  printf("time: %lld.%09ld\n", (long long)now.tv_sec, now.tv_nsec);
  unsigned char bytes[4];
  getentropy(bytes, sizeof bytes);
  printf("random: %02x%02x%02x%02x\n", bytes[0], bytes[1], bytes[2], bytes[3]);
  printf("terminal: %d\n", isatty(0));
  char name[64];
  if (fgets(name, sizeof name, stdin) == NULL)
    printf("nobody\n");
  else
    printf("hello, %s", name);
  return 0;
}
