// path_open, making and removing directories, and what paths may look like.
#include "scratch.h"

static __wasi_errno_t raw_open(__wasi_fd_t dir, const char *path, size_t length) {
  __wasi_fd_t opened;
  __wasi_errno_t result = raw_path_open(dir, 0, path, length, 0, 0, 0, 0, &opened);
  if (result == 0) OK(__wasi_fd_close(opened));
  return result;
}

static void interesting(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  OK(__wasi_path_create_directory(scratch, "dir/nested"));
  create_file(scratch, "dir/nested/file");

  GIVES(try_open(scratch, 0, "/dir/nested/file", 0, 0, 0), E(NOTCAPABLE), E(PERM));
  GIVES(try_open(scratch, 0, "/", 0, 0, 0), E(NOTCAPABLE), E(PERM));
  OK(try_open(scratch, 0, "dir/.//nested/../../dir/nested/../nested///./file", 0, 0, 0));
  GIVES(raw_open(scratch, "dir/nested/file\0", 16), E(INVAL), E(ILSEQ), E(NOENT));
  GIVES(raw_open(scratch, "dir\0/nested/file", 16), E(INVAL), E(ILSEQ), E(NOENT));
  OK(raw_open(scratch, "dir/nested/file", 15));
  GIVES(try_open(scratch, 0, "dir/nested/file/", 0, 0, 0), E(NOTDIR), E(NOENT));
  GIVES(try_open(scratch, 0, "dir/nested/file///", 0, 0, 0), E(NOTDIR), E(NOENT));
  OK(try_open(scratch, 0, "dir/nested/", 0, 0, 0));
  OK(try_open(scratch, 0, "dir/nested///", 0, 0, 0));
  GIVES(try_open(scratch, 0, "dir/nested/../../..", 0, 0, 0), E(NOTCAPABLE), E(PERM));
  GIVES(try_open(scratch, 0, "..", 0, 0, 0), E(NOTCAPABLE), E(PERM));
  GIVES(try_open(scratch, 0, "../scratch/dir", 0, 0, 0), E(NOTCAPABLE), E(PERM));
  GIVES(try_open(scratch, 0, "../not-there", 0, 0, 0), E(NOTCAPABLE), E(PERM));
  GIVES(try_open(scratch, 0, "dir/../../not-there", OFLAG(CREAT), 0, 0), E(NOTCAPABLE), E(PERM));
}

static void create_existing(void) {
  __wasi_fd_t scratch = open_scratch();
  create_file(scratch, "file");
  SAME(try_open(scratch, 0, "file", OFLAG(CREAT) | OFLAG(EXCL), RIGHTS_RW, 0), E(EXIST));
  OK(try_open(scratch, 0, "file", OFLAG(CREAT), RIGHTS_RW, 0));
}

static void base_not_directory(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT) | OFLAG(EXCL), RIGHTS_ALL_FILE, 0);
  GIVES(try_open(file, 0, "foo", OFLAG(CREAT), 0, 0), E(NOTDIR), E(NOTCAPABLE));
  GIVES(try_open(file, 0, ".", 0, 0, 0), E(NOTDIR), E(NOTCAPABLE));
}

static void missing(void) {
  __wasi_fd_t scratch = open_scratch();
  SAME(try_open(scratch, 0, "file", 0, RIGHTS_RW, 0), E(NOENT));
  SAME(try_open(scratch, 0, "dir/file", OFLAG(CREAT), RIGHTS_RW, 0), E(NOENT));
  SAME(try_open(scratch, 0, "", 0, 0, 0), E(NOENT));
}

static void directory_nonblock(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_fd_close(open_at(scratch, ".", 0, 0, FDFLAG(NONBLOCK))));
}

static void rename_directory_slashes(void) {
  __wasi_fd_t scratch = open_scratch();
  static const char *forms[][2] = {{"a", "b/"}, {"a/", "b"}, {"a/", "b/"}, {"a///", "b//"}};
  for (int i = 0; i < 4; i++) {
    OK(__wasi_path_create_directory(scratch, "a"));
    OK(__wasi_path_rename(scratch, forms[i][0], scratch, forms[i][1]));
    SAME(try_stat(scratch, "a"), E(NOENT));
    SAME(stat_at(scratch, 0, "b").filetype, FILETYPE(DIRECTORY));
    OK(__wasi_path_remove_directory(scratch, "b"));
  }
}

static void remove_directory_slashes(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  OK(__wasi_path_remove_directory(scratch, "dir"));
  OK(__wasi_path_create_directory(scratch, "dir"));
  __wasi_errno_t result = __wasi_path_remove_directory(scratch, "dir/");
  if (result == E(ACCES) || result == E(INVAL)) {
    complain("second choice: rmdir of dir/ gave %d\n", result);
    result = __wasi_path_remove_directory(scratch, "dir");
  }
  OK(result);
  create_file(scratch, "file");
  SAME(__wasi_path_remove_directory(scratch, "file"), E(NOTDIR));
  GIVES(__wasi_path_remove_directory(scratch, "file/"), E(NOTDIR), E(NOENT));
  OK(try_stat(scratch, "file"));
}

static void create_directory_slashes(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir/"));
  SAME(stat_at(scratch, 0, "dir/").filetype, FILETYPE(DIRECTORY));
  SAME(__wasi_path_create_directory(scratch, "dir/"), E(EXIST));
  SAME(__wasi_path_create_directory(scratch, "dir"), E(EXIST));
  SAME(__wasi_path_create_directory(scratch, "missing/dir/"), E(NOENT));
  create_file(scratch, "file");
  SAME(try_stat(scratch, "file/"), E(NOTDIR));
  SAME(try_stat(scratch, "file/."), E(NOTDIR));
  SAME(try_stat(scratch, "file/.."), E(NOTDIR));
  SAME(try_open(scratch, 0, "new/", OFLAG(CREAT), RIGHTS_RW, 0), E(ISDIR));
  SAME(try_stat(scratch, "new"), E(NOENT));
}

static void remove_nonempty(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  OK(__wasi_path_create_directory(scratch, "dir/nested"));
  SAME(__wasi_path_remove_directory(scratch, "dir"), E(NOTEMPTY));
  OK(__wasi_path_remove_directory(scratch, "dir/nested"));
  OK(__wasi_path_remove_directory(scratch, "dir"));
  SAME(try_stat(scratch, "dir"), E(NOENT));
}

static void unlink_slashes(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  GIVES(__wasi_path_unlink_file(scratch, "dir"), E(ISDIR), E(PERM), E(ACCES));
  GIVES(__wasi_path_unlink_file(scratch, "dir/"), E(ISDIR), E(PERM), E(ACCES));
  OK(__wasi_path_remove_directory(scratch, "dir"));
  create_file(scratch, "file");
  GIVES(__wasi_path_unlink_file(scratch, "file/"), E(NOTDIR), E(NOENT));
  OK(__wasi_path_unlink_file(scratch, "file"));
  SAME(try_stat(scratch, "file"), E(NOENT));
}

// Names are UTF-8 without NUL; every other byte is ordinary.
static void names(void) {
  __wasi_fd_t scratch = open_scratch();
  static const char *bad[] = {"\xff", "a\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "ok/\xfe"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    SAME(raw_open(scratch, bad[i], strlen(bad[i])), E(ILSEQ));
    SAME(__wasi_path_create_directory(scratch, bad[i]), E(ILSEQ));
  }
  static const char *good[] = {"a\\b",   "..\\x", "C:",  "con", "\xc3\xa4\xf0\x9f\x8e\x89", "a:b", " ", "...", "trailing.",
                               "new\nline", "*?<>|\"", "\x01\x7f", "__proto__", "constructor"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    __wasi_errno_t result = try_stat(scratch, good[i]);
    if (result != E(NOENT)) FAIL("stat of \"%s\" gave %d", good[i], result);
    create_file(scratch, good[i]);
    OK(try_stat(scratch, good[i]));
    OK(__wasi_path_unlink_file(scratch, good[i]));
  }
}

// Where names that stand for others are refused, and case does not count.
static void names_missing(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  create_file(scratch, "file");
  static const char *bad[] = {"a\\b", "..\\x", "C:", "C:x", "con", "NUL.txt", "com\xc2\xb9", "conin$", "a:b", "file::$DATA",
                              "trailing.", " ", "...", "file ", "new\nline", "*", "?", "a|b", "PROGRA~1"};
  static char inside[64], through[64];
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    snprintf(inside, sizeof inside, "dir/%s", bad[i]);
    snprintf(through, sizeof through, "%s/../file", bad[i]);
    for (int deep = 0; deep <= 1; deep++) {
      const char *path = deep ? inside : bad[i];
      SAME(try_open(scratch, FOLLOW, path, 0, RIGHT(FD_READ), 0), E(INVAL));
      SAME(try_open(scratch, FOLLOW, path, OFLAG(CREAT), RIGHTS_RW, 0), E(INVAL));
      SAME(try_open(scratch, 0, path, OFLAG(DIRECTORY), 0, 0), E(INVAL));
      SAME(try_stat(scratch, path), E(INVAL));
      SAME(__wasi_path_filestat_set_times(scratch, FOLLOW, path, 1, 1, FSTFLAG(MTIM)), E(INVAL));
      SAME(__wasi_path_create_directory(scratch, path), E(INVAL));
      SAME(__wasi_path_remove_directory(scratch, path), E(INVAL));
      SAME(__wasi_path_unlink_file(scratch, path), E(INVAL));
      SAME(__wasi_path_symlink("file", scratch, path), E(INVAL));
      SAME(__wasi_path_rename(scratch, "file", scratch, path), E(INVAL));
      SAME(__wasi_path_rename(scratch, path, scratch, "new"), E(INVAL));
      SAME(__wasi_path_link(scratch, 0, "file", scratch, path), E(INVAL));
      SAME(__wasi_path_link(scratch, 0, path, scratch, "new"), E(INVAL));
    }
    SAME(try_open(scratch, FOLLOW, through, 0, RIGHT(FD_READ), 0), E(INVAL));
    SAME(__wasi_path_symlink(inside, scratch, "link"), E(INVAL));
  }
  OK(try_stat(scratch, "FILE"));
  SAME(stat_at(scratch, 0, "DIR").ino, stat_at(scratch, 0, "dir").ino);
  SAME(try_open(scratch, 0, "File", OFLAG(CREAT) | OFLAG(EXCL), 0, 0), E(EXIST));
  SAME(__wasi_path_create_directory(scratch, "FILE"), E(EXIST));
  OK(__wasi_path_rename(scratch, "file", scratch, "FILE"));
  OK(__wasi_path_unlink_file(scratch, "file"));
  OK(__wasi_path_remove_directory(scratch, "Dir"));
  static const char *good[] = {"\xc3\xa4\xf0\x9f\x8e\x89", " a", "console", "con-1", "com10", "a~b", "__proto__", "constructor"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    create_file(scratch, good[i]);
    OK(__wasi_path_unlink_file(scratch, good[i]));
  }
}

// Names too long for the host, and too long for us.
static void long_names(void) {
  __wasi_fd_t scratch = open_scratch();
  static char path[70000];
  memset(path, 'n', 255);
  create_file(scratch, path);
  path[255] = 'n';
  SAME(try_open(scratch, 0, path, OFLAG(CREAT), 0, 0), E(NAMETOOLONG));
  memset(path, 'n', sizeof path - 1);
  SAME(try_stat(scratch, path), E(NAMETOOLONG));
}

SCENARIOS({"interesting_paths", interesting}, {"path_open_create_existing", create_existing},
          {"path_open_dirfd_not_dir", base_not_directory}, {"path_open_missing", missing},
          {"path_open_nonblock", directory_nonblock}, {"path_rename_dir_trailing_slashes", rename_directory_slashes},
          {"remove_directory_trailing_slashes", remove_directory_slashes},
          {"create_directory_trailing_slashes", create_directory_slashes}, {"remove_nonempty_directory", remove_nonempty},
          {"unlink_file_trailing_slashes", unlink_slashes}, {"names", names}, {"names-missing", names_missing}, {"long-names", long_names})
