// Listing directories with fd_readdir itself.
#include "scratch.h"

#define MOST 128

typedef struct {
  __wasi_dirent_t head;
  char name[64];
} entry_t;

static entry_t entries[MOST];

// Takes the whole entries out of a buffer, behind those already taken.
static int parse(const uint8_t *buffer, size_t used, int count) {
  while (used >= sizeof(__wasi_dirent_t)) {
    __wasi_dirent_t head;
    memcpy(&head, buffer, sizeof head);
    if (used < sizeof head + head.d_namlen) break;
    CHECK(count < MOST && head.d_namlen < sizeof entries->name);
    entries[count].head = head;
    memcpy(entries[count].name, buffer + sizeof head, head.d_namlen);
    entries[count].name[head.d_namlen] = 0;
    count++;
    buffer += sizeof head + head.d_namlen;
    used -= sizeof head + head.d_namlen;
  }
  return count;
}

// Lists from a cookie to the end, with a buffer of that size.
static int list(__wasi_fd_t dir, __wasi_dircookie_t cookie, size_t size) {
  uint8_t buffer[size];
  int count = 0;
  for (;;) {
    __wasi_size_t used = 99999;
    OK(__wasi_fd_readdir(dir, buffer, size, cookie, &used));
    CHECK(used <= size);
    int before = count;
    count = parse(buffer, used, count);
    if (used < size) return count;
    CHECK(count > before);
    cookie = entries[count - 1].head.d_next;
  }
}

static const entry_t *find(int count, const char *name) {
  const entry_t *found = NULL;
  for (int i = 0; i < count; i++) {
    if (strcmp(entries[i].name, name) != 0) continue;
    if (found != NULL) FAIL("\"%s\" is listed twice", name);
    found = &entries[i];
  }
  if (found == NULL) FAIL("\"%s\" is not listed", name);
  return found;
}

static void create_numbered(__wasi_fd_t dir, int from, int to) {
  for (int i = from; i < to; i++) {
    char name[32];
    snprintf(name, sizeof name, "file.%d", i);
    create_file(dir, name);
  }
}

static void whole_listing(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_inode_t inode = stat_fd(scratch).ino;
  SAME(list(scratch, 0, 4096), 2);
  SAME(find(2, ".")->head.d_ino, inode);
  SAME(find(2, ".")->head.d_type, FILETYPE(DIRECTORY));
  SAME(find(2, "..")->head.d_type, FILETYPE(DIRECTORY));

  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_RW | RIGHT(FD_FILESTAT_GET), 0);
  SAME(list(scratch, 0, 4096), 3);
  find(3, ".");
  find(3, "..");
  SAME(find(3, "file")->head.d_type, FILETYPE(REGULAR_FILE));
  SAME(find(3, "file")->head.d_ino, stat_fd(file).ino);
  char last[64];
  strcpy(last, entries[2].name);
  SAME(list(scratch, entries[1].head.d_next, 4096), 1);
  CHECK(strcmp(entries[0].name, last) == 0);
  OK(__wasi_fd_close(file));
  OK(__wasi_path_unlink_file(scratch, "file"));

  create_numbered(scratch, 0, 100);
  SAME(list(scratch, 0, 256), 102);
  for (int i = 0; i < 100; i++) {
    char name[32];
    snprintf(name, sizeof name, "file.%d", i);
    const entry_t *entry = find(102, name);
    SAME(entry->head.d_type, FILETYPE(REGULAR_FILE));
    SAME(entry->head.d_ino, stat_at(scratch, 0, name).ino);
  }
}

// Every kind of entry tells its own type and inode, a link's own.
static void types(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  create_file(scratch, "file");
  OK(__wasi_path_symlink("file", scratch, "link"));
  OK(__wasi_path_symlink("nowhere", scratch, "dangling"));
  int count = list(scratch, 0, 4096);
  SAME(count, 6);
  SAME(find(count, "dir")->head.d_type, FILETYPE(DIRECTORY));
  SAME(find(count, "file")->head.d_type, FILETYPE(REGULAR_FILE));
  SAME(find(count, "link")->head.d_type, FILETYPE(SYMBOLIC_LINK));
  SAME(find(count, "dangling")->head.d_type, FILETYPE(SYMBOLIC_LINK));
  SAME(find(count, "dir")->head.d_ino, stat_at(scratch, 0, "dir").ino);
  SAME(find(count, "link")->head.d_ino, stat_at(scratch, 0, "link").ino);
  CHECK(find(count, "link")->head.d_ino != find(count, "file")->head.d_ino);
  CHECK(find(count, "..")->head.d_ino != 0);
}

// Entries that stay are given once each, though others come and go between the calls.
static void while_changing(void) {
  __wasi_fd_t scratch = open_scratch();
  create_numbered(scratch, 0, 60);
  uint8_t buffer[300];
  __wasi_dircookie_t cookie = 0;
  int count = 0;
  for (int round = 0;; round++) {
    __wasi_size_t used;
    OK(__wasi_fd_readdir(scratch, buffer, sizeof buffer, cookie, &used));
    int before = count;
    count = parse(buffer, used, count);
    if (used < sizeof buffer) break;
    CHECK(count > before);
    cookie = entries[count - 1].head.d_next;
    // What was given already goes; something new comes.
    for (int i = before; i < count; i++) {
      if (entries[i].name[0] == 'f' && round % 2 == 0) OK(__wasi_path_unlink_file(scratch, entries[i].name));
    }
    char name[32];
    snprintf(name, sizeof name, "late.%d", round);
    create_file(scratch, name);
  }
  for (int i = 0; i < 60; i++) {
    char name[32];
    snprintf(name, sizeof name, "file.%d", i);
    find(count, name);
  }
  for (int i = 0; i < count; i++) find(count, entries[i].name);

  // A cookie of 0 begins anew and sees what is there now.
  count = list(scratch, 0, 4096);
  find(count, "late.0");
  for (int i = 0; i < count; i++) {
    if (strcmp(entries[i].name, ".") != 0 && strcmp(entries[i].name, "..") != 0) OK(try_stat(scratch, entries[i].name));
  }
}

// A buffer of any size is filled to its end while there is more, whatever that cuts, and nothing behind it is touched.
static void small_buffers(void) {
  __wasi_fd_t scratch = open_scratch();
  create_file(scratch, "a-rather-long-name");
  uint8_t whole[512];
  __wasi_size_t total;
  OK(__wasi_fd_readdir(scratch, whole, sizeof whole, 0, &total));
  SAME(total, 3 * sizeof(__wasi_dirent_t) + 1 + 2 + 18);
  for (__wasi_size_t size = 0; size <= total + 2; size++) {
    uint8_t buffer[sizeof whole];
    memset(buffer, 0xcc, sizeof buffer);
    __wasi_size_t used = 9999;
    OK(__wasi_fd_readdir(scratch, buffer, size, 0, &used));
    SAME(used, size < total ? size : total);
    CHECK(memcmp(buffer, whole, used) == 0);
    for (__wasi_size_t i = used; i < sizeof buffer; i++) SAME(buffer[i], 0xcc);
  }
}

// A cookie from earlier goes back to where it was taken; one behind the end gives nothing.
static void cookies(void) {
  __wasi_fd_t scratch = open_scratch();
  create_numbered(scratch, 0, 10);
  SAME(list(scratch, 0, 4096), 12);
  entry_t all[12];
  memcpy(all, entries, sizeof all);
  for (int i = 11; i >= 0; i--) {
    int left = list(scratch, all[i].head.d_next, 100);
    SAME(left, 11 - i);
    for (int j = 0; j < left; j++) CHECK(strcmp(entries[j].name, all[i + 1 + j].name) == 0);
  }
  uint8_t buffer[100];
  __wasi_size_t used = 99;
  OK(__wasi_fd_readdir(scratch, buffer, sizeof buffer, UINT64_MAX, &used));
  SAME(used, 0);
}

// Lists the preopen itself, in many calls.
static void listed_once(void) { SAME(list(find_preopen("/"), 0, 100), 42); }

// Prints what is in the preopen.
static void print_names(void) {
  int count = list(find_preopen("/"), 0, 4096);
  for (int i = 0; i < count; i++) printf("%s\n", entries[i].name);
}

SCENARIOS({"fd_readdir", whole_listing}, {"readdir-types", types}, {"readdir-while-changing", while_changing},
          {"readdir-small-buffers", small_buffers}, {"readdir-cookies", cookies}, {"readdir-once", listed_once},
          {"readdir-names", print_names})
