// Does what its arguments say, one chore after the other, and prints what came of each: for tests of the worlds a program can run in.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void tell(const char *chore, int failed) { printf("%s: %s\n", chore, failed ? strerror(errno) : "done"); }

static void put(const char *chore, int flags, const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CREAT | flags, 0666);
  int failed = fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text);
  tell(chore, failed);
  if (fd >= 0) close(fd);
}

// Writes as many bytes as there is room for, and says how many that were.
static void fill(const char *path) {
  static char block[1000];
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  long total = 0;
  for (ssize_t written; total < 100000 && (written = write(fd, block, sizeof block)) > 0;) total += written;
  printf("fill: %ld, %s\n", total, strerror(errno));
  close(fd);
}

static void copy(FILE *from) {
  char buffer[4096];
  for (size_t length; (length = fread(buffer, 1, sizeof buffer, from)) > 0;) fwrite(buffer, 1, length, stdout);
}

static void show(const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    tell("show", 1);
    return;
  }
  copy(file);
  fclose(file);
}

static int byName(const void *one, const void *other) { return strcmp(*(char *const *)one, *(char *const *)other); }

static void list(const char *path) {
  DIR *directory = opendir(path);
  if (directory == NULL) {
    tell("list", 1);
    return;
  }
  char *names[100];
  size_t count = 0;
  for (struct dirent *entry; count < 100 && (entry = readdir(directory)) != NULL;) {
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) names[count++] = strdup(entry->d_name);
  }
  closedir(directory);
  qsort(names, count, sizeof *names, byName);
  printf("list:");
  for (size_t i = 0; i < count; i++) printf(" %s", names[i]);
  printf("\n");
}

static void tellTime(void) {
  struct timespec wall, steady;
  clock_gettime(CLOCK_REALTIME, &wall);
  clock_gettime(CLOCK_MONOTONIC, &steady);
  printf("time: %lld.%09ld %lld.%09ld\n", (long long)wall.tv_sec, wall.tv_nsec, (long long)steady.tv_sec, steady.tv_nsec);
}

// Looks at the clock until a second is over.
static void watchClock(void) {
  struct timespec first, now;
  clock_gettime(CLOCK_MONOTONIC, &first);
  do clock_gettime(CLOCK_MONOTONIC, &now);
  while (now.tv_sec - first.tv_sec < 1 || (now.tv_sec - first.tv_sec == 1 && now.tv_nsec < first.tv_nsec));
  printf("watch: done\n");
}

static void tellAttributes(const char *what, int failed, const struct stat *about) {
  if (failed) {
    tell(what, 1);
    return;
  }
  printf("%s: %llu %llu %u %llu %lld %lld.%09ld %lld\n", what, (unsigned long long)about->st_dev,
         (unsigned long long)about->st_ino, about->st_mode & S_IFMT, (unsigned long long)about->st_nlink,
         (long long)about->st_size, (long long)about->st_mtim.tv_sec, about->st_mtim.tv_nsec,
         (long long)about->st_atim.tv_sec);
}

int main(int argc, char **argv) {
  (void)argc;
  for (char **word = argv + 1; *word != NULL;) {
    const char *chore = *word++;
    struct stat about;
    if (strcmp(chore, "write") == 0) put(chore, O_TRUNC, word[0], word[1]), word += 2;
    else if (strcmp(chore, "append") == 0) put(chore, O_APPEND, word[0], word[1]), word += 2;
    else if (strcmp(chore, "fill") == 0) fill(*word++);
    else if (strcmp(chore, "show") == 0) show(*word++);
    else if (strcmp(chore, "list") == 0) list(*word++);
    else if (strcmp(chore, "remove") == 0) tell(chore, remove(*word++));
    else if (strcmp(chore, "mkdir") == 0) tell(chore, mkdir(*word++, 0777));
    else if (strcmp(chore, "rename") == 0) tell(chore, rename(word[0], word[1])), word += 2;
    else if (strcmp(chore, "link") == 0) tell(chore, symlink(word[0], word[1])), word += 2;
    else if (strcmp(chore, "stat") == 0) tellAttributes(chore, lstat(*word++, &about), &about);
    else if (strcmp(chore, "streams") == 0) {
      for (int fd = 0; fd < 3; fd++) tellAttributes(isatty(fd) ? "terminal" : "stream", fstat(fd, &about), &about);
    }
    else if (strcmp(chore, "time") == 0) tellTime();
    else if (strcmp(chore, "watch") == 0) watchClock();
    else if (strcmp(chore, "sleep") == 0) sleep(atoi(*word++));
    else if (strcmp(chore, "random") == 0) {
      unsigned char bytes[8];
      tell(chore, getentropy(bytes, sizeof bytes));
      for (size_t i = 0; i < sizeof bytes; i++) printf("%02x%s", bytes[i], i + 1 < sizeof bytes ? "" : "\n");
    }
    else if (strcmp(chore, "stdin") == 0) copy(stdin);
    else if (strcmp(chore, "exit") == 0) exit(atoi(*word++));
    else if (strcmp(chore, "trap") == 0) fflush(stdout), __builtin_trap();
    else return fprintf(stderr, "no chore: %s\n", chore), 1;
  }
  return 0;
}
