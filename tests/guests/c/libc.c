// Files through wasi-libc alone.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guest.h"

static void list_directory(void) {
  int fd = open("fopendir.dir", O_RDONLY | O_DIRECTORY);
  CHECK(fd > 2);
  DIR *dir = fdopendir(fd);
  CHECK(dir != NULL);
  ino_t inodes[2] = {0, 0};
  struct dirent *entry;
  while ((entry = readdir(dir)) != NULL) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    int which = strcmp(entry->d_name, "file-0") == 0 ? 0 : 1;
    if (which == 1 && strcmp(entry->d_name, "file-1") != 0) FAIL("\"%s\" is listed", entry->d_name);
    SAME(inodes[which], 0);
    struct stat stat;
    SAME(fstatat(dirfd(dir), entry->d_name, &stat, AT_SYMLINK_NOFOLLOW), 0);
    SAME(entry->d_ino, stat.st_ino);
    inodes[which] = entry->d_ino;
  }
  CHECK(inodes[0] != 0 && inodes[1] != 0 && inodes[0] != inodes[1]);
  SAME(closedir(dir), 0);
}

static void open_with_access(void) {
  FILE *file = fopen("fs-tests.dir/file", "r");
  CHECK(file != NULL);
  SAME(fclose(file), 0);
}

static void open_without_access(void) {
  __wasi_prestat_t prestat;
  SAME(__wasi_fd_prestat_get(3, &prestat), E(BADF));
  CHECK(fopen("fs-tests.dir/file", "r") == NULL);
  CHECK(errno == ENOTCAPABLE || errno == ENOENT);
}

static void seek_after_buffered_read(void) {
  FILE *file = fopen("fs-tests.dir/lseek.txt", "r");
  CHECK(file != NULL);
  char bytes[4];
  SAME(fread(bytes, 1, 4, file), 4);
  CHECK(memcmp(bytes, "text", 4) == 0);
  SAME(fflush(file), 0);
  SAME(lseek(fileno(file), 0, SEEK_CUR), 4);
  SAME(fread(bytes, 1, 1, file), 1);
  CHECK(bytes[0] == '-');
  SAME(fflush(file), 0);
  SAME(lseek(fileno(file), 0, SEEK_CUR), 5);
  SAME(lseek(fileno(file), 0, SEEK_SET), 0);
  SAME(lseek(fileno(file), 0, SEEK_END), 8);
  SAME(fclose(file), 0);
}

static void positioned_read(void) {
  int fd = open("fs-tests.dir/pread.txt", O_RDONLY);
  CHECK(fd > 2);
  char bytes[3];
  for (ssize_t done = 0; done < 3;) {
    ssize_t got = pread(fd, bytes + done, 3 - done, 4 + done);
    CHECK(got > 0);
    done += got;
  }
  CHECK(memcmp(bytes, "d-t", 3) == 0);
  SAME(lseek(fd, 0, SEEK_CUR), 0);
  SAME(close(fd), 0);
}

static void positioned_write(void) {
  CHECK(access("pwrite.txt", F_OK) != 0);
  SAME(errno, ENOENT);
  int fd = open("pwrite.txt", O_WRONLY | O_CREAT, 0666);
  CHECK(fd > 2);
  SAME(pwrite(fd, "vertexing text", 14, 0), 14);
  SAME(pwrite(fd, "test", 4, 3), 4);
  SAME(lseek(fd, 0, SEEK_CUR), 0);
  SAME(close(fd), 0);
  fd = open("pwrite.txt", O_RDONLY);
  CHECK(fd > 2);
  char bytes[20];
  SAME(read(fd, bytes, sizeof bytes), 14);
  CHECK(memcmp(bytes, "vertestng text", 14) == 0);
  SAME(close(fd), 0);
  SAME(remove("pwrite.txt"), 0);
  CHECK(access("pwrite.txt", F_OK) != 0);
}

static void positioned_write_appending(void) {
  int fd = open("append.txt", O_RDWR | O_CREAT | O_APPEND, 0666);
  CHECK(fd > 2);
  SAME(write(fd, "ab", 2), 2);
  SAME(lseek(fd, 0, SEEK_SET), 0);
  SAME(write(fd, "cd", 2), 2);
  SAME(lseek(fd, 0, SEEK_CUR), 4);
  SAME(pwrite(fd, "xyz", 3, 0), 3);
  SAME(lseek(fd, 0, SEEK_CUR), 4);
  struct stat stat;
  SAME(fstat(fd, &stat), 0);
  char bytes[7];
  SAME(pread(fd, bytes, 7, 0), stat.st_size);
  // POSIX writes at the offset, Linux at the end.
  CHECK((stat.st_size == 4 && memcmp(bytes, "xyzd", 4) == 0) || (stat.st_size == 7 && memcmp(bytes, "abcdxyz", 7) == 0));
  printf("%s\n", stat.st_size == 4 ? "at the offset" : "at the end");
  SAME(close(fd), 0);
}

static void device_and_inode(void) {
  struct stat one, other;
  int first = open("fs-tests.dir/file", O_RDONLY), second = open("fs-tests.dir/pread.txt", O_RDONLY);
  CHECK(first > 2 && second > 2);
  SAME(fstat(first, &one), 0);
  SAME(fstat(second, &other), 0);
  SAME(one.st_dev, other.st_dev);
  CHECK(one.st_ino != other.st_ino);
}

SCENARIOS({"fdopendir-with-access", list_directory}, {"fopen-with-access", open_with_access},
          {"fopen-with-no-access", open_without_access}, {"lseek", seek_after_buffered_read},
          {"pread-with-access", positioned_read}, {"pwrite-with-access", positioned_write},
          {"pwrite-with-append", positioned_write_appending}, {"stat-dev-ino", device_and_inode})
