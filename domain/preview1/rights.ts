/**
 * Rights: what a descriptor may be used for. The ABI carries them as u64, but only 30 bits are defined, so hostcall keeps them in
 * 32-bit integers, where a check is one `&`.
 *
 * Source: the `rights` flags of the preview1 interface description, bits 0 to 29 in order.
 */

/** One row of the rights table. */
export interface RightEntry {
  readonly name: string;
  /** What a descriptor with this right may do. */
  readonly text: string;
}

/** Every right by bit number: `rights[1]` is `FD_READ`, whose mask is `1 << 1`. */
export const rights: readonly RightEntry[] = [
  { name: 'FD_DATASYNC', text: 'Invoke fd_datasync; with PATH_OPEN, open files with DSYNC.' },
  { name: 'FD_READ', text: 'Invoke fd_read and sock_recv; with FD_SEEK, fd_pread.' },
  { name: 'FD_SEEK', text: 'Invoke fd_seek; implies FD_TELL.' },
  { name: 'FD_FDSTAT_SET_FLAGS', text: 'Invoke fd_fdstat_set_flags.' },
  { name: 'FD_SYNC', text: 'Invoke fd_sync; with PATH_OPEN, open files with RSYNC and DSYNC.' },
  { name: 'FD_TELL', text: 'Invoke fd_tell, and fd_seek where the offset stays unaltered.' },
  { name: 'FD_WRITE', text: 'Invoke fd_write and sock_send; with FD_SEEK, fd_pwrite.' },
  { name: 'FD_ADVISE', text: 'Invoke fd_advise.' },
  { name: 'FD_ALLOCATE', text: 'Invoke fd_allocate.' },
  { name: 'PATH_CREATE_DIRECTORY', text: 'Invoke path_create_directory.' },
  { name: 'PATH_CREATE_FILE', text: 'With PATH_OPEN, create files.' },
  { name: 'PATH_LINK_SOURCE', text: 'Invoke path_link with this descriptor as the source directory.' },
  { name: 'PATH_LINK_TARGET', text: 'Invoke path_link with this descriptor as the target directory.' },
  { name: 'PATH_OPEN', text: 'Invoke path_open.' },
  { name: 'FD_READDIR', text: 'Invoke fd_readdir.' },
  { name: 'PATH_READLINK', text: 'Invoke path_readlink.' },
  { name: 'PATH_RENAME_SOURCE', text: 'Invoke path_rename with this descriptor as the source directory.' },
  { name: 'PATH_RENAME_TARGET', text: 'Invoke path_rename with this descriptor as the target directory.' },
  { name: 'PATH_FILESTAT_GET', text: 'Invoke path_filestat_get.' },
  { name: 'PATH_FILESTAT_SET_SIZE', text: 'Change a file’s size by name; with PATH_OPEN, open with TRUNC.' },
  { name: 'PATH_FILESTAT_SET_TIMES', text: 'Invoke path_filestat_set_times.' },
  { name: 'FD_FILESTAT_GET', text: 'Invoke fd_filestat_get.' },
  { name: 'FD_FILESTAT_SET_SIZE', text: 'Invoke fd_filestat_set_size.' },
  { name: 'FD_FILESTAT_SET_TIMES', text: 'Invoke fd_filestat_set_times.' },
  { name: 'PATH_SYMLINK', text: 'Invoke path_symlink.' },
  { name: 'PATH_REMOVE_DIRECTORY', text: 'Invoke path_remove_directory.' },
  { name: 'PATH_UNLINK_FILE', text: 'Invoke path_unlink_file.' },
  { name: 'POLL_FD_READWRITE', text: 'Wait for this descriptor in poll_oneoff.' },
  { name: 'SOCK_SHUTDOWN', text: 'Invoke sock_shutdown.' },
  { name: 'SOCK_ACCEPT', text: 'Invoke sock_accept.' },
];

/** The rights by name, as masks: `Right.FD_READ === 1 << 1`. */
export const Right = {
  FD_DATASYNC: 1 << 0,
  FD_READ: 1 << 1,
  FD_SEEK: 1 << 2,
  FD_FDSTAT_SET_FLAGS: 1 << 3,
  FD_SYNC: 1 << 4,
  FD_TELL: 1 << 5,
  FD_WRITE: 1 << 6,
  FD_ADVISE: 1 << 7,
  FD_ALLOCATE: 1 << 8,
  PATH_CREATE_DIRECTORY: 1 << 9,
  PATH_CREATE_FILE: 1 << 10,
  PATH_LINK_SOURCE: 1 << 11,
  PATH_LINK_TARGET: 1 << 12,
  PATH_OPEN: 1 << 13,
  FD_READDIR: 1 << 14,
  PATH_READLINK: 1 << 15,
  PATH_RENAME_SOURCE: 1 << 16,
  PATH_RENAME_TARGET: 1 << 17,
  PATH_FILESTAT_GET: 1 << 18,
  PATH_FILESTAT_SET_SIZE: 1 << 19,
  PATH_FILESTAT_SET_TIMES: 1 << 20,
  FD_FILESTAT_GET: 1 << 21,
  FD_FILESTAT_SET_SIZE: 1 << 22,
  FD_FILESTAT_SET_TIMES: 1 << 23,
  PATH_SYMLINK: 1 << 24,
  PATH_REMOVE_DIRECTORY: 1 << 25,
  PATH_UNLINK_FILE: 1 << 26,
  POLL_FD_READWRITE: 1 << 27,
  SOCK_SHUTDOWN: 1 << 28,
  SOCK_ACCEPT: 1 << 29,
} as const;

/** A name of the rights table. */
export type RightName = keyof typeof Right;

/** A mask of all 30 defined rights. */
export const ALL_RIGHTS = 0x3fffffff;

/** Rights that mean something on a directory itself. */
export const DIRECTORY_RIGHTS =
  Right.FD_FDSTAT_SET_FLAGS |
  Right.FD_SYNC |
  Right.FD_DATASYNC |
  Right.FD_ADVISE |
  Right.PATH_CREATE_DIRECTORY |
  Right.PATH_CREATE_FILE |
  Right.PATH_LINK_SOURCE |
  Right.PATH_LINK_TARGET |
  Right.PATH_OPEN |
  Right.FD_READDIR |
  Right.PATH_READLINK |
  Right.PATH_RENAME_SOURCE |
  Right.PATH_RENAME_TARGET |
  Right.PATH_FILESTAT_GET |
  Right.PATH_FILESTAT_SET_SIZE |
  Right.PATH_FILESTAT_SET_TIMES |
  Right.FD_FILESTAT_GET |
  Right.FD_FILESTAT_SET_TIMES |
  Right.PATH_SYMLINK |
  Right.PATH_REMOVE_DIRECTORY |
  Right.PATH_UNLINK_FILE |
  Right.POLL_FD_READWRITE;

/** Rights that mean something on a regular file. */
export const FILE_RIGHTS =
  Right.FD_DATASYNC |
  Right.FD_READ |
  Right.FD_SEEK |
  Right.FD_FDSTAT_SET_FLAGS |
  Right.FD_SYNC |
  Right.FD_TELL |
  Right.FD_WRITE |
  Right.FD_ADVISE |
  Right.FD_ALLOCATE |
  Right.FD_FILESTAT_GET |
  Right.FD_FILESTAT_SET_SIZE |
  Right.FD_FILESTAT_SET_TIMES |
  Right.POLL_FD_READWRITE;

/**
 * Rights that mean something on a stream (terminal, pipe). SEEK and TELL are absent: libc's `isatty` is "a character device
 * without them".
 */
export const STREAM_RIGHTS =
  Right.FD_READ |
  Right.FD_WRITE |
  Right.FD_FDSTAT_SET_FLAGS |
  Right.FD_SYNC |
  Right.FD_DATASYNC |
  Right.FD_ADVISE |
  Right.FD_FILESTAT_GET |
  Right.POLL_FD_READWRITE;

/** Rights that mean something on a socket. */
export const SOCKET_RIGHTS =
  Right.FD_READ |
  Right.FD_WRITE |
  Right.FD_FDSTAT_SET_FLAGS |
  Right.FD_FILESTAT_GET |
  Right.POLL_FD_READWRITE |
  Right.SOCK_SHUTDOWN |
  Right.SOCK_ACCEPT;

/** What a directory hands down to what is opened through it: everything a file or a directory can have. */
export const INHERITABLE_RIGHTS = DIRECTORY_RIGHTS | FILE_RIGHTS;

/** Every right that changes something: a read-only directory has, and hands down, none of these. */
export const WRITING_RIGHTS =
  Right.FD_WRITE |
  Right.FD_ALLOCATE |
  Right.FD_FILESTAT_SET_SIZE |
  Right.FD_FILESTAT_SET_TIMES |
  Right.PATH_CREATE_DIRECTORY |
  Right.PATH_CREATE_FILE |
  Right.PATH_LINK_SOURCE |
  Right.PATH_LINK_TARGET |
  Right.PATH_RENAME_SOURCE |
  Right.PATH_RENAME_TARGET |
  Right.PATH_FILESTAT_SET_SIZE |
  Right.PATH_FILESTAT_SET_TIMES |
  Right.PATH_SYMLINK |
  Right.PATH_REMOVE_DIRECTORY |
  Right.PATH_UNLINK_FILE;

/**
 * The names in a mask of rights.
 * @param mask rights as a 30-bit integer
 * @returns the names, lowest bit first
 */
export function rightNames(mask: number): RightName[] {
  const names: RightName[] = [];
  for (let bit = 0; bit < rights.length; bit++) if (mask & (1 << bit)) names.push(rights[bit]?.name as RightName);
  return names;
}
