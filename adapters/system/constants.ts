/**
 * Constants of Linux's headers that Node does not have. They are the same on x64 and arm64; the pages of
 * [man7.org](https://man7.org/linux/man-pages/dir_section_2.html) say what they mean.
 */

/** The directory argument that stands for the working directory. */
export const AT_FDCWD = -100;
export const AT_SYMLINK_NOFOLLOW = 0x100;
export const AT_REMOVEDIR = 0x200;

export const O_PATH = 0x20_0000;
export const O_CLOEXEC = 0x8_0000;

export const F_GETFD = 1;
export const F_SETFL = 4;
export const FD_CLOEXEC = 1;

export const MFD_CLOEXEC = 1;

/** Of utimensat(2), in place of nanoseconds. */
export const UTIME_OMIT = 0x3fff_fffen;

export const SEEK_DATA = 3;
export const SEEK_HOLE = 4;

export const RESOLVE_NO_MAGICLINKS = 0x02;
export const RESOLVE_NO_SYMLINKS = 0x04;
export const RESOLVE_BENEATH = 0x08;
