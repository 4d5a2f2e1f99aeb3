// Symbolic links: made, read, followed or not.
#include "scratch.h"

static __wasi_errno_t try_readlink(__wasi_fd_t dir, const char *path) {
  uint8_t target[64];
  __wasi_size_t used;
  return __wasi_path_readlink(dir, path, target, sizeof target, &used);
}

static void dangling(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_symlink("target", scratch, "link"));
  GIVES(try_open(scratch, 0, "link", OFLAG(DIRECTORY), 0, 0), E(LOOP), E(NOTDIR));
  SAME(try_open(scratch, 0, "link", 0, 0, 0), E(LOOP));
  SAME(try_open(scratch, FOLLOW, "link", 0, 0, 0), E(NOENT));
  OK(__wasi_path_unlink_file(scratch, "link"));
  SAME(try_stat(scratch, "link"), E(NOENT));
}

static void no_follow(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "target"));
  OK(__wasi_path_symlink("target", scratch, "link"));
  GIVES(try_open(scratch, 0, "link", OFLAG(DIRECTORY), 0, 0), E(LOOP), E(NOTDIR));
  GIVES(try_open(scratch, 0, "link", 0, 0, 0), E(LOOP), E(ACCES));
  OK(try_open(scratch, FOLLOW, "link", OFLAG(DIRECTORY), 0, 0));
  OK(try_open(scratch, FOLLOW, "link", 0, 0, 0));
  OK(__wasi_path_unlink_file(scratch, "link"));
  OK(__wasi_path_remove_directory(scratch, "target"));

  create_file(scratch, "target");
  OK(__wasi_path_symlink("target", scratch, "link"));
  GIVES(try_open(scratch, 0, "link", OFLAG(DIRECTORY), 0, 0), E(LOOP), E(NOTDIR));
  SAME(try_open(scratch, 0, "link", 0, 0, 0), E(LOOP));
  OK(try_open(scratch, FOLLOW, "link", 0, 0, 0));
  SAME(try_open(scratch, FOLLOW, "link", OFLAG(DIRECTORY), 0, 0), E(NOTDIR));
}

static void exists(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  create_file(scratch, "dir/file");
  OK(__wasi_path_symlink("file", scratch, "dir/to-file"));
  OK(__wasi_path_symlink("dir", scratch, "to-dir"));
  static const struct {
    const char *path;
    __wasi_filetype_t itself, followed;
  } all[] = {{"dir", FILETYPE(DIRECTORY), FILETYPE(DIRECTORY)},
             {"dir/file", FILETYPE(REGULAR_FILE), FILETYPE(REGULAR_FILE)},
             {"dir/to-file", FILETYPE(SYMBOLIC_LINK), FILETYPE(REGULAR_FILE)},
             {"to-dir", FILETYPE(SYMBOLIC_LINK), FILETYPE(DIRECTORY)},
             {"to-dir/file", FILETYPE(REGULAR_FILE), FILETYPE(REGULAR_FILE)},
             {"to-dir/to-file", FILETYPE(SYMBOLIC_LINK), FILETYPE(REGULAR_FILE)}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    SAME(stat_at(scratch, 0, all[i].path).filetype, all[i].itself);
    SAME(stat_at(scratch, FOLLOW, all[i].path).filetype, all[i].followed);
  }
  SAME(stat_at(scratch, 0, "to-dir").size, 3);
}

static void trailing_slashes(void) {
  __wasi_fd_t scratch = open_scratch();
  SAME(__wasi_path_symlink("source", scratch, "target/"), E(NOENT));
  SAME(try_stat(scratch, "target"), E(NOENT));

  OK(__wasi_path_create_directory(scratch, "target"));
  SAME(__wasi_path_symlink("source", scratch, "target/"), E(EXIST));
  SAME(__wasi_path_symlink("source", scratch, "target"), E(EXIST));
  OK(__wasi_path_remove_directory(scratch, "target"));

  create_file(scratch, "target");
  GIVES(__wasi_path_symlink("source", scratch, "target/"), E(NOTDIR), E(EXIST));
  SAME(__wasi_path_symlink("source", scratch, "target"), E(EXIST));
}

static void readlink_cuts(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_symlink("target", scratch, "link"));
  uint8_t bytes[11] = "??????????";
  __wasi_size_t used = 99;
  OK(__wasi_path_readlink(scratch, "link", bytes, 10, &used));
  SAME(used, 6);
  CHECK(memcmp(bytes, "target????", 11) == 0);
  memset(bytes, '?', 10);
  OK(__wasi_path_readlink(scratch, "link", bytes, 4, &used));
  SAME(used, 4);
  CHECK(memcmp(bytes, "targ??????", 11) == 0);
  OK(__wasi_path_readlink(scratch, "link", bytes, 0, &used));
  SAME(used, 0);
  CHECK(memcmp(bytes, "targ??????", 11) == 0);
  create_file(scratch, "file");
  SAME(try_readlink(scratch, "file"), E(INVAL));
  SAME(try_readlink(scratch, "missing"), E(NOENT));
}

static void creation(void) {
  __wasi_fd_t scratch = open_scratch();
  create_file(scratch, "file");
  OK(__wasi_path_create_directory(scratch, "dir"));
  OK(__wasi_path_symlink("file", scratch, "to-file"));
  OK(__wasi_path_symlink("dir", scratch, "to-dir"));
  __wasi_fd_t opened;
  OK(__wasi_path_open(scratch, FOLLOW, "to-file", 0, RIGHT(FD_FILESTAT_GET), 0, 0, &opened));
  SAME(stat_fd(opened).ino, stat_at(scratch, 0, "file").ino);
  OK(__wasi_fd_close(opened));
  OK(try_open(scratch, FOLLOW, "to-dir", OFLAG(DIRECTORY), 0, 0));
  OK(try_open(scratch, FOLLOW, "to-dir", 0, 0, 0));
  CHECK(__wasi_path_symlink("/", scratch, "absolute") != 0);
  CHECK(__wasi_path_symlink("/etc/passwd", scratch, "absolute") != 0);
  SAME(try_stat(scratch, "absolute"), E(NOENT));
}

static void loop(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_symlink("link", scratch, "link"));
  SAME(try_open(scratch, 0, "link", 0, 0, 0), E(LOOP));
  SAME(try_open(scratch, FOLLOW, "link", 0, 0, 0), E(LOOP));
  OK(__wasi_path_symlink("b", scratch, "a"));
  OK(__wasi_path_symlink("a/x", scratch, "b"));
  SAME(try_open(scratch, FOLLOW, "a", 0, 0, 0), E(LOOP));
  SAME(try_stat(scratch, "a/x"), E(LOOP));
}

// Relative to where the link stands, up and down again, as long as it stays inside.
static void relative(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "one"));
  OK(__wasi_path_create_directory(scratch, "one/two"));
  OK(__wasi_path_create_directory(scratch, "other"));
  __wasi_fd_t file = open_at(scratch, "other/file", OFLAG(CREAT), RIGHTS_RW, 0);
  write_all(file, "found", 5);
  OK(__wasi_path_symlink("../../other/file", scratch, "one/two/link"));
  OK(__wasi_path_symlink("two/./link", scratch, "one/chain"));
  OK(__wasi_path_symlink("../other", scratch, "one/dir"));
  OK(__wasi_path_symlink(".", scratch, "one/self"));
  OK(__wasi_path_symlink("../one/self/self/chain", scratch, "other/back"));
  static const char *ways[] = {"one/two/link", "one/chain", "one/dir/file", "one/self/self/dir/../other/file", "other/back",
                               "one/dir/back", "one/two/../chain"};
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    SAME(stat_at(scratch, FOLLOW, ways[i]).size, 5);
    OK(try_open(scratch, FOLLOW, ways[i], 0, RIGHT(FD_READ), 0));
  }
  // `one/dir/..` is the parent of what the link leads to.
  SAME(stat_at(scratch, 0, "one/dir/..").ino, stat_fd(scratch).ino);
}

// Only following a link to the outside is refused: looking at it, moving it, removing it is not.
static void outside_with(bool links_to_links) {
  __wasi_fd_t scratch = open_scratch();
  static const char *targets[] = {"../../outside", "..", "../../../../../../../../etc/passwd"};
  for (size_t i = 0; i < 3; i++) {
    __wasi_fd_t narrow;
    OK(__wasi_path_create_directory(scratch, "narrow"));
    OK(__wasi_path_open(scratch, 0, "narrow", OFLAG(DIRECTORY), fdstat(scratch).fs_rights_base,
                        fdstat(scratch).fs_rights_inheriting, 0, &narrow));
    OK(__wasi_path_symlink(targets[i], narrow, "link"));
    SAME(stat_at(narrow, 0, "link").filetype, FILETYPE(SYMBOLIC_LINK));
    OK(try_readlink(narrow, "link"));
    __wasi_filestat_t stat;
    GIVES(__wasi_path_filestat_get(narrow, FOLLOW, "link", &stat), E(NOTCAPABLE), E(PERM));
    GIVES(try_open(narrow, FOLLOW, "link", 0, 0, 0), E(NOTCAPABLE), E(PERM));
    GIVES(try_open(narrow, FOLLOW, "link", OFLAG(CREAT), RIGHTS_RW, 0), E(NOTCAPABLE), E(PERM));
    GIVES(try_stat(narrow, "link/x"), E(NOTCAPABLE), E(PERM));
    OK(__wasi_path_filestat_set_times(narrow, 0, "link", 0, 1000, FSTFLAG(MTIM)));
    OK(__wasi_path_rename(narrow, "link", narrow, "moved"));
    if (links_to_links) OK(__wasi_path_link(narrow, 0, "moved", narrow, "linked"));
    else SAME(__wasi_path_link(narrow, 0, "moved", narrow, "linked"), E(NOTSUP));
    OK(__wasi_path_unlink_file(narrow, "moved"));
    if (links_to_links) OK(__wasi_path_unlink_file(narrow, "linked"));
    OK(__wasi_fd_close(narrow));
    OK(__wasi_path_remove_directory(scratch, "narrow"));
  }
}

static void outside(void) { outside_with(true); }
static void outside_missing(void) { outside_with(false); }

// A trailing slash asks for a directory. It does not make a link be followed where the guest said not to, neither in the path nor in
// the link's target.
static void slashes_follow_nothing(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  create_file(scratch, "file");
  OK(__wasi_path_symlink("dir", scratch, "to-dir"));
  OK(__wasi_path_symlink("dir/", scratch, "to-dir-slash"));
  OK(__wasi_path_symlink("file/", scratch, "to-file-slash"));
  OK(__wasi_path_symlink("../", scratch, "dir/up"));
  SAME(stat_at(scratch, FOLLOW, "to-dir/").filetype, FILETYPE(DIRECTORY));
  SAME(stat_at(scratch, FOLLOW, "to-dir-slash").filetype, FILETYPE(DIRECTORY));
  SAME(stat_at(scratch, FOLLOW, "dir/up/").ino, stat_fd(scratch).ino);
  OK(try_open(scratch, FOLLOW, "to-dir/", OFLAG(DIRECTORY), 0, 0));
  OK(try_open(scratch, FOLLOW, "to-dir-slash", OFLAG(DIRECTORY), 0, 0));
  SAME(stat_at(scratch, 0, "to-dir-slash").filetype, FILETYPE(SYMBOLIC_LINK));
  __wasi_filestat_t stat;
  SAME(__wasi_path_filestat_get(scratch, FOLLOW, "to-file-slash", &stat), E(NOTDIR));
  SAME(try_open(scratch, FOLLOW, "to-file-slash", 0, 0, 0), E(NOTDIR));
  static const char *unfollowed[] = {"to-dir/", "to-dir-slash/", "dir/up/"};
  for (int i = 0; i < 3; i++) {
    GIVES(try_stat(scratch, unfollowed[i]), E(NOTDIR), E(LOOP));
    GIVES(try_open(scratch, 0, unfollowed[i], OFLAG(DIRECTORY), 0, 0), E(LOOP), E(NOTDIR));
    GIVES(try_open(scratch, 0, unfollowed[i], 0, 0, 0), E(LOOP), E(NOTDIR));
    GIVES(__wasi_path_remove_directory(scratch, unfollowed[i]), E(NOTDIR), E(LOOP));
  }
  SAME(stat_at(scratch, 0, "dir").filetype, FILETYPE(DIRECTORY));

  __wasi_fd_t narrow;
  OK(__wasi_path_open(scratch, 0, "dir", OFLAG(DIRECTORY), fdstat(scratch).fs_rights_base,
                      fdstat(scratch).fs_rights_inheriting, 0, &narrow));
  SAME(__wasi_path_filestat_get(narrow, FOLLOW, "up", &stat), E(NOTCAPABLE));
  SAME(__wasi_path_filestat_get(narrow, FOLLOW, "up/", &stat), E(NOTCAPABLE));
  SAME(try_open(narrow, FOLLOW, "up/", OFLAG(DIRECTORY), 0, 0), E(NOTCAPABLE));
  SAME(try_open(narrow, 0, "up/.", OFLAG(DIRECTORY), 0, 0), E(NOTCAPABLE));
  SAME(try_open(narrow, 0, "up/file", 0, 0, 0), E(NOTCAPABLE));
}

SCENARIOS({"dangling_symlink", dangling}, {"nofollow_errors", no_follow}, {"path_exists", exists},
          {"path_symlink_trailing_slashes", trailing_slashes}, {"readlink", readlink_cuts}, {"symlink_create", creation},
          {"symlink_loop", loop}, {"symlink-relative", relative}, {"symlink-outside", outside},
          {"symlink-outside-missing", outside_missing},
          {"symlink-slashes", slashes_follow_nothing})
