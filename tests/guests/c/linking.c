// Hard links and renaming.
#include "scratch.h"

// Two names of one file, in every respect.
static void expect_same(__wasi_fd_t dir, const char *one, const char *other) {
  __wasi_fd_t first = open_at(dir, one, 0, RIGHTS_ALL_FILE, 0), second = open_at(dir, other, 0, RIGHTS_ALL_FILE, 0);
  __wasi_filestat_t a = stat_fd(first), b = stat_fd(second);
  SAME(a.dev, b.dev);
  SAME(a.ino, b.ino);
  SAME(a.filetype, b.filetype);
  SAME(a.nlink, b.nlink);
  SAME(a.nlink, 2);
  SAME(a.size, b.size);
  SAME(a.mtim, b.mtim);
  SAME(a.ctim, b.ctim);
  __wasi_fdstat_t c = fdstat(first), d = fdstat(second);
  SAME(c.fs_filetype, d.fs_filetype);
  SAME(c.fs_flags, d.fs_flags);
  SAME(c.fs_rights_base, d.fs_rights_base);
  SAME(c.fs_rights_inheriting, d.fs_rights_inheriting);
  OK(__wasi_fd_close(first));
  OK(__wasi_fd_close(second));
}

// Not every host can give a symbolic link another name.
static void link_with(bool links_to_links) {
  __wasi_fd_t scratch = open_scratch();
  create_file(scratch, "file");
  OK(__wasi_path_link(scratch, 0, "file", scratch, "link"));
  expect_same(scratch, "file", "link");
  OK(__wasi_path_unlink_file(scratch, "link"));
  OK(__wasi_path_create_directory(scratch, "sub"));
  OK(__wasi_path_link(scratch, 0, "file", scratch, "sub/link"));
  expect_same(scratch, "file", "sub/link");
  OK(__wasi_path_unlink_file(scratch, "sub/link"));

  create_file(scratch, "existing");
  SAME(__wasi_path_link(scratch, 0, "file", scratch, "existing"), E(EXIST));
  SAME(__wasi_path_link(scratch, 0, "file", scratch, "file"), E(EXIST));
  SAME(__wasi_path_link(scratch, 0, "file", scratch, "sub"), E(EXIST));
  OK(__wasi_path_symlink("nowhere", scratch, "dangling"));
  SAME(__wasi_path_link(scratch, 0, "file", scratch, "dangling"), E(EXIST));
  GIVES(__wasi_path_link(scratch, 0, "sub", scratch, "new"), E(PERM), E(ACCES));
  SAME(__wasi_path_link(scratch, 0, "file", scratch, "new/"), E(NOENT));

  if (!links_to_links) {
    SAME(__wasi_path_link(scratch, 0, "dangling", scratch, "other"), E(NOTSUP));
    SAME(try_stat(scratch, "other"), E(NOENT));
    return;
  }
  OK(__wasi_path_link(scratch, 0, "dangling", scratch, "other"));
  SAME(stat_at(scratch, 0, "other").filetype, FILETYPE(SYMBOLIC_LINK));
  SAME(stat_at(scratch, 0, "other").ino, stat_at(scratch, 0, "dangling").ino);
  OK(__wasi_path_unlink_file(scratch, "other"));
  OK(__wasi_path_symlink("self", scratch, "self"));
  OK(__wasi_path_link(scratch, 0, "self", scratch, "other"));
  SAME(stat_at(scratch, 0, "other").ino, stat_at(scratch, 0, "self").ino);
  OK(__wasi_path_unlink_file(scratch, "other"));
  OK(__wasi_path_symlink("file", scratch, "to-file"));
  GIVES(__wasi_path_link(scratch, FOLLOW, "to-file", scratch, "other"), E(INVAL), E(NOENT));
  SAME(try_stat(scratch, "other"), E(NOENT));
}

static void hard_links(void) { link_with(true); }
static void hard_links_missing(void) { link_with(false); }

static void renaming(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "source"));
  OK(__wasi_path_rename(scratch, "source", scratch, "target"));
  SAME(try_open(scratch, 0, "source", OFLAG(DIRECTORY), 0, 0), E(NOENT));
  OK(try_open(scratch, 0, "target", OFLAG(DIRECTORY), 0, 0));

  OK(__wasi_path_create_directory(scratch, "source"));
  OK(__wasi_path_rename(scratch, "source", scratch, "target"));
  SAME(try_open(scratch, 0, "source", OFLAG(DIRECTORY), 0, 0), E(NOENT));

  OK(__wasi_path_create_directory(scratch, "source"));
  create_file(scratch, "target/file");
  GIVES(__wasi_path_rename(scratch, "source", scratch, "target"), E(NOTEMPTY), E(ACCES));
  OK(try_stat(scratch, "source"));
  OK(__wasi_path_unlink_file(scratch, "target/file"));
  OK(__wasi_path_remove_directory(scratch, "target"));

  create_file(scratch, "target");
  __wasi_errno_t result = __wasi_path_rename(scratch, "source", scratch, "target");
  if (result == 0) {
    complain("second choice: a directory replaces a file\n");
    OK(__wasi_path_remove_directory(scratch, "target"));
  } else {
    SAME(result, E(NOTDIR));
    OK(__wasi_path_remove_directory(scratch, "source"));
    OK(__wasi_path_unlink_file(scratch, "target"));
  }

  create_file(scratch, "source");
  __wasi_filesize_t inode = stat_at(scratch, 0, "source").ino;
  OK(__wasi_path_rename(scratch, "source", scratch, "target"));
  SAME(try_open(scratch, 0, "source", 0, RIGHT(FD_READ), 0), E(NOENT));
  SAME(stat_at(scratch, 0, "target").ino, inode);

  create_file(scratch, "source");
  inode = stat_at(scratch, 0, "source").ino;
  OK(__wasi_path_rename(scratch, "source", scratch, "target"));
  SAME(try_stat(scratch, "source"), E(NOENT));
  SAME(stat_at(scratch, 0, "target").ino, inode);

  OK(__wasi_path_create_directory(scratch, "dir"));
  GIVES(__wasi_path_rename(scratch, "target", scratch, "dir"), E(ISDIR), E(ACCES));
  OK(__wasi_path_remove_directory(scratch, "dir"));
  OK(__wasi_path_unlink_file(scratch, "target"));
}

// A directory does not go into itself; a file with a slash is none; a name onto itself stays.
static void renaming_oddly(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  SAME(__wasi_path_rename(scratch, "dir", scratch, "dir/inside"), E(INVAL));
  OK(__wasi_path_rename(scratch, "dir", scratch, "dir"));
  create_file(scratch, "file");
  SAME(__wasi_path_rename(scratch, "file/", scratch, "new"), E(NOTDIR));
  SAME(__wasi_path_rename(scratch, "file", scratch, "new/"), E(NOTDIR));
  OK(__wasi_path_rename(scratch, "file", scratch, "file"));
  SAME(__wasi_path_rename(scratch, "missing", scratch, "new"), E(NOENT));
  SAME(try_stat(scratch, "new"), E(NOENT));
  OK(try_stat(scratch, "file"));
  // The link itself moves, not what it leads to.
  OK(__wasi_path_symlink("file", scratch, "link"));
  OK(__wasi_path_rename(scratch, "link", scratch, "dir/link"));
  SAME(stat_at(scratch, 0, "dir/link").filetype, FILETYPE(SYMBOLIC_LINK));
  OK(try_stat(scratch, "file"));
}

// An open file may lose its name, and its name may get another file.
static void open_files(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  write_all(file, "old", 3);
  create_file(scratch, "other");
  OK(__wasi_path_rename(scratch, "other", scratch, "file"));
  SAME(stat_at(scratch, 0, "file").size, 0);
  SAME(stat_fd(file).size, 3);
  SAME(stat_fd(file).nlink, 0);
  OK(__wasi_fd_close(file));

  file = open_at(scratch, "file", 0, RIGHTS_ALL_FILE, 0);
  OK(__wasi_path_unlink_file(scratch, "file"));
  SAME(try_stat(scratch, "file"), E(NOENT));
  create_file(scratch, "file");
  write_all(file, "new", 3);
  SAME(stat_at(scratch, 0, "file").size, 0);
  OK(__wasi_fd_close(file));

}

// What is open moves with the directory that it is in.
static void open_files_move(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  __wasi_fd_t file = open_at(scratch, "dir/file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  OK(__wasi_path_rename(scratch, "dir", scratch, "moved"));
  OK(try_stat(scratch, "moved/file"));
  OK(__wasi_fd_close(file));
}

// Where it holds on to that directory.
static void open_files_move_missing(void) {
  __wasi_fd_t scratch = open_scratch();
  OK(__wasi_path_create_directory(scratch, "dir"));
  __wasi_fd_t file = open_at(scratch, "dir/file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  SAME(__wasi_path_rename(scratch, "dir", scratch, "new"), E(PERM));
  OK(__wasi_fd_close(file));
  OK(__wasi_path_rename(scratch, "dir", scratch, "new"));
}

// Where an open file holds on to its name.
static void open_files_missing(void) {
  __wasi_fd_t scratch = open_scratch();
  __wasi_fd_t file = open_at(scratch, "file", OFLAG(CREAT), RIGHTS_ALL_FILE, 0);
  write_all(file, "old", 3);
  create_file(scratch, "other");
  SAME(__wasi_path_rename(scratch, "other", scratch, "file"), E(PERM));
  SAME(stat_at(scratch, 0, "file").size, 3);
  OK(__wasi_path_rename(scratch, "file", scratch, "moved"));
  OK(__wasi_fd_close(file));
  OK(__wasi_path_rename(scratch, "other", scratch, "moved"));

  file = open_at(scratch, "moved", 0, RIGHTS_ALL_FILE, 0);
  OK(__wasi_path_unlink_file(scratch, "moved"));
  SAME(try_stat(scratch, "moved"), E(ACCES));
  SAME(try_open(scratch, 0, "moved", OFLAG(CREAT), 0, 0), E(ACCES));
  write_all(file, "still", 5);
  SAME(stat_fd(file).size, 5);
  OK(__wasi_fd_close(file));
  SAME(try_stat(scratch, "moved"), E(NOENT));
  create_file(scratch, "moved");
}

SCENARIOS({"path_link", hard_links}, {"path_link-missing", hard_links_missing}, {"path_rename", renaming}, {"rename-oddities", renaming_oddly},
          {"open-files", open_files}, {"open-files-missing", open_files_missing},
          {"open-files-move", open_files_move}, {"open-files-move-missing", open_files_move_missing})
