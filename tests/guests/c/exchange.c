// Opens a file and a directory, exchanges a directory on the way to them for a link that leads out, and goes on using them. Prints what each
// use gave: none of it may depend on what is outside.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TELL(use) tell(#use, (int)(use))

static void tell(const char *use, int result) { printf("%s: %s\n", use, result < 0 ? strerror(errno) : "done"); }

// Lists the names, or tells why it cannot.
static int list(int directory) {
  int again = openat(directory, ".", O_RDONLY | O_DIRECTORY);
  if (again < 0) return -1;
  DIR *stream = fdopendir(again);
  if (stream == NULL) return -1;
  errno = 0;
  for (struct dirent *entry; (entry = readdir(stream)) != NULL;) {
    if (entry->d_name[0] != '.') printf("- %s\n", entry->d_name);
  }
  int error = errno;
  closedir(stream);
  errno = error;
  return error == 0 ? 0 : -1;
}

static void use_file(int file) {
  static const struct timespec times[2] = {{5, 0}, {5, 0}};
  struct stat status;
  TELL(fcntl(file, F_SETFL, O_APPEND));
  TELL(fcntl(file, F_SETFL, O_SYNC));
  TELL(fcntl(file, F_SETFL, 0));
  TELL(futimens(file, times));
  TELL(ftruncate(file, 3));
  TELL(fsync(file));
  TELL(fdatasync(file));
  TELL(fstat(file, &status));
}

static void use_directory(int directory) {
  static const struct timespec times[2] = {{5, 0}, {5, 0}};
  struct stat status;
  char target[64];
  TELL(fstat(directory, &status));
  TELL(futimens(directory, times));
  TELL(fsync(directory));
  TELL(list(directory));
  static const char *const names[] = {"bait", "none", "fifo", "deep/bait", "deep/none", "link", "."};
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
    const char *name = names[i];
    printf("%s\n", name);
    TELL(fstatat(directory, name, &status, 0));
    TELL(fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW));
    TELL(openat(directory, name, O_RDONLY));
    TELL(openat(directory, name, O_WRONLY | O_APPEND));
    TELL(openat(directory, name, O_WRONLY | O_CREAT, 0666));
    TELL(openat(directory, name, O_RDONLY | O_DIRECTORY));
    TELL(utimensat(directory, name, times, 0));
    TELL(readlinkat(directory, name, target, sizeof target));
    TELL(mkdirat(directory, name, 0777));
    TELL(symlinkat("x", directory, name));
    TELL(linkat(directory, name, directory, "second", 0));
    TELL(renameat(directory, name, directory, "moved"));
    TELL(unlinkat(directory, name, 0));
    TELL(unlinkat(directory, name, AT_REMOVEDIR));
  }
}

int main(void) {
  struct stat status;
  // A preopen inside the other one.
  if (stat("/nested", &status) == 0) {
    int file = open("/nested/secret/fifo", O_RDWR | O_CREAT, 0666);
    int directory = open("/nested/secret", O_RDONLY | O_DIRECTORY);
    TELL(rename("/nest", "/away"));
    TELL(symlink("..", "/nest"));
    use_file(file);
    use_directory(directory);
    int top = open("/nested/.", O_RDONLY | O_DIRECTORY);
    printf("the preopen: %s\n", top < 0 ? strerror(errno) : "there");
    TELL(stat("/nested/secret/bait", &status));
    TELL(open("/nested/secret/fifo", O_WRONLY));
    return 0;
  }
  TELL(mkdir("x", 0777));
  TELL(mkdir("x/secret", 0777));
  TELL(mkdir("x/secret/deep", 0777));
  int file = open("x/secret/fifo", O_RDWR | O_CREAT, 0666);
  int reader = open("x/secret/fifo", O_RDONLY);
  int appender = open("x/secret/fifo", O_WRONLY | O_APPEND);
  int directory = open("x/secret", O_RDONLY | O_DIRECTORY);
  int deep = open("x/secret/deep", O_RDONLY | O_DIRECTORY);
  TELL(file), TELL(reader), TELL(appender), TELL(directory), TELL(deep);
  TELL(rename("x", "y"));
  // What a link leads to must not be asked for when it is made either.
  TELL(symlink("../outside/secret", "out"));
  TELL(symlink("..", "x"));
  use_file(file);
  use_file(reader);
  use_file(appender);
  use_directory(directory);
  use_directory(deep);
  // What has been removed must not be looked for where a link leads.
  TELL(unlink("y/secret/fifo"));
  TELL(close(file)), TELL(close(reader)), TELL(close(appender)), TELL(close(directory)), TELL(close(deep));
  return 0;
}
