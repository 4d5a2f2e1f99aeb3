// An errand that takes a bit of everything: arguments, environment, stdin, files, links, clocks, sleep, randomness, an exit code.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "line %d: not so: %s (%s)\n", __LINE__, #condition, strerror(errno)); \
      exit(1); \
    } \
  } while (0)

static long long nanoseconds(clockid_t clock) {
  struct timespec now;
  CHECK(clock_gettime(clock, &now) == 0);
  return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static void copy_in_capitals(const char *from, const char *to) {
  FILE *in = fopen(from, "r"), *out = fopen(to, "w");
  CHECK(in != NULL && out != NULL);
  for (int c = fgetc(in); c != EOF; c = fgetc(in)) fputc(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c, out);
  CHECK(fclose(in) == 0 && fclose(out) == 0);
}

static void keep_random_bytes(const char *to) {
  unsigned char bytes[256];
  CHECK(getentropy(bytes, sizeof bytes) == 0);
  FILE *out = fopen(to, "w");
  CHECK(out != NULL && fwrite(bytes, 1, sizeof bytes, out) == sizeof bytes && fclose(out) == 0);
}

int main(int argc, char **argv) {
  CHECK(argc == 3);
  if (strcmp(argv[1], "trap") == 0) __builtin_trap();

  char name[64];
  printf("Who? ");
  fflush(stdout);
  CHECK(fgets(name, sizeof name, stdin) != NULL);
  name[strcspn(name, "\n")] = 0;
  printf("%s, %s in %s\n", argv[1], name, getenv("PLACE"));
  CHECK(fgets(name, sizeof name, stdin) == NULL && feof(stdin));

  CHECK(mkdir("/out", 0777) == 0);
  copy_in_capitals("/in.txt", "/out/draft.txt");
  CHECK(rename("/out/draft.txt", "/out/capitals.txt") == 0);
  CHECK(symlink("capitals.txt", "/out/link") == 0);
  CHECK(open("/missing", O_RDONLY) == -1 && errno == ENOENT);
  CHECK(unlink("/old.txt") == 0);
  keep_random_bytes("/out/random");

  struct timespec resolution;
  CHECK(clock_getres(CLOCK_MONOTONIC, &resolution) == 0);
  long milliseconds = strtol(argv[2], NULL, 10);
  long long begin = nanoseconds(CLOCK_MONOTONIC);
  CHECK(nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL) == 0);
  FILE *times = fopen("/out/times", "w");
  CHECK(times != NULL);
  fprintf(times, "%lld %lld %ld", nanoseconds(CLOCK_REALTIME), nanoseconds(CLOCK_MONOTONIC) - begin, resolution.tv_nsec);
  CHECK(fclose(times) == 0);

  fprintf(stderr, "no newline");
  printf("done");
  return 7;
}
