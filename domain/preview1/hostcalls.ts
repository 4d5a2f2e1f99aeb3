/**
 * THE TABLE: every hostcall of `wasi_snapshot_preview1`, described once, in the order of the interface description.
 *
 * From it come the import shells, the types the meanings must satisfy, trace decoding, import checking, the reference docs,
 * `hostcall explain`, and the pointer-fault tests. A fact about a hostcall that is not here is in no second place either.
 */
import type { ErrnoName } from './errno.js';
import type {
  ByteSpan,
  EncodedStrings,
  Events,
  Fdstat,
  Filestat,
  Iovecs,
  Out,
  Param,
  ParamKind,
  Prestat,
  PromotedKind,
  Result,
  ResultKind,
  Subscriptions,
  Timestamp,
} from './kinds.js';

/** The families: each is one file in `application/hostcalls` and one page of the reference. */
export const families = {
  args: 'The program’s arguments.',
  environ: 'The program’s environment.',
  clock: 'Clocks: what time it is, and how finely that is known.',
  'fd-io': 'Reading, writing and seeking through a descriptor.',
  'fd-stat': 'What a descriptor is, what it may do, and the file behind it.',
  directory: 'Preopened directories and listings.',
  path: 'Files and directories by name, below a directory descriptor.',
  poll: 'Waiting for clocks and descriptors.',
  proc: 'Ending the program, and signals.',
  random: 'Random bytes.',
  sched: 'Giving up the processor.',
  sock: 'Sockets that the host has opened.',
} as const;

/** The name of a family. */
export type Family = keyof typeof families;

/** Groups of hostcalls that a trace can be filtered by. */
export type HostcallClass = 'file' | 'desc' | 'clock' | 'process' | 'net' | 'random' | 'poll' | 'stat' | 'pure';

/** One row of the table. */
export interface HostcallDescription {
  readonly family: Family;
  /** What it does, in one sentence. */
  readonly text: string;
  readonly params: readonly Param[];
  readonly results: readonly Result[];
  /** The errnos it can give, beyond those of every call with such parameters (see `errnosOf`). */
  readonly errnos: readonly ErrnoName[];
  /** The POSIX call a C programmer would think of. */
  readonly posix: string;
  readonly classes: readonly HostcallClass[];
  /** It can wait for the outside world. */
  readonly waits?: true;
  /** It never returns to the guest. */
  readonly noreturn?: true;
  /** What else one should know: rights that depend on arguments, differences from POSIX. */
  readonly notes?: string;
}

const WRITE_ERRNOS = ['EAGAIN', 'EDQUOT', 'EFBIG', 'EIO', 'ENOSPC', 'EPIPE'] as const;
const LOOKUP_ERRNOS = ['EACCES', 'ELOOP', 'ENOENT', 'ENOTDIR'] as const;

export const hostcalls = {
  args_get: {
    family: 'args',
    text: 'Writes the arguments into memory, each ended by a NUL byte, and the pointers to them into a table.',
    params: [],
    results: [{ name: 'argv', kind: 'strings' }],
    errnos: [],
    posix: 'main(argc, argv)',
    classes: ['process', 'pure'],
    notes: 'The sizes to reserve come from args_sizes_get.',
  },
  args_sizes_get: {
    family: 'args',
    text: 'Tells how many arguments there are, and how many bytes they take with their NUL bytes.',
    params: [],
    results: [
      { name: 'argc', kind: 'size' },
      { name: 'argv_buf_size', kind: 'size' },
    ],
    errnos: [],
    posix: 'main(argc, argv)',
    classes: ['process', 'pure'],
  },
  environ_get: {
    family: 'environ',
    text: 'Writes the environment variables into memory as `NAME=value`, each ended by a NUL byte, and the pointers to them into a table.',
    params: [],
    results: [{ name: 'environ', kind: 'strings' }],
    errnos: [],
    posix: 'environ(7)',
    classes: ['process', 'pure'],
    notes:
      'The sizes to reserve come from environ_sizes_get. Nothing of the host’s environment is in it unless it was passed on.',
  },
  environ_sizes_get: {
    family: 'environ',
    text: 'Tells how many environment variables there are, and how many bytes they take with their NUL bytes.',
    params: [],
    results: [
      { name: 'environc', kind: 'size' },
      { name: 'environ_buf_size', kind: 'size' },
    ],
    errnos: [],
    posix: 'environ(7)',
    classes: ['process', 'pure'],
  },
  clock_res_get: {
    family: 'clock',
    text: 'Tells the resolution of a clock in nanoseconds.',
    params: [{ name: 'id', kind: 'clockid' }],
    results: [{ name: 'resolution', kind: 'timestamp' }],
    errnos: ['EINVAL', 'ENOTSUP'],
    posix: 'clock_getres(2)',
    classes: ['clock'],
  },
  clock_time_get: {
    family: 'clock',
    text: 'Tells the time of a clock in nanoseconds.',
    params: [
      { name: 'id', kind: 'clockid' },
      { name: 'precision', kind: 'timestamp' },
    ],
    results: [{ name: 'time', kind: 'timestamp' }],
    errnos: ['EINVAL', 'ENOTSUP', 'EOVERFLOW'],
    posix: 'clock_gettime(2)',
    classes: ['clock'],
    notes: 'The precision is the lag the program can bear; hostcall always answers as precisely as it can.',
  },
  fd_advise: {
    family: 'fd-io',
    text: 'Tells the host how a range of a file is going to be used.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_ADVISE'] },
      { name: 'offset', kind: 'filesize' },
      { name: 'len', kind: 'filesize' },
      { name: 'advice', kind: 'advice' },
    ],
    results: [],
    errnos: ['EINVAL', 'ESPIPE'],
    posix: 'posix_fadvise(2)',
    classes: ['desc'],
  },
  fd_allocate: {
    family: 'fd-io',
    text: 'Makes sure that a range of a file has storage, and extends the file to its end.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_ALLOCATE'] },
      { name: 'offset', kind: 'filesize' },
      { name: 'len', kind: 'filesize' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EFBIG', 'EINVAL', 'EIO', 'EISDIR', 'ENOSPC', 'ENOTSUP', 'ESPIPE'],
    posix: 'posix_fallocate(3)',
    classes: ['desc'],
    notes: 'It never makes a file smaller.',
  },
  fd_close: {
    family: 'fd-io',
    text: 'Closes a descriptor; its number is free again.',
    params: [{ name: 'fd', kind: 'fd' }],
    results: [],
    errnos: ['EIO'],
    posix: 'close(2)',
    classes: ['desc'],
  },
  fd_datasync: {
    family: 'fd-io',
    text: 'Waits until a file’s data is on the storage.',
    params: [{ name: 'fd', kind: 'fd', rights: ['FD_DATASYNC'] }],
    results: [],
    errnos: ['EIO', 'ENOSPC'],
    posix: 'fdatasync(2)',
    classes: ['desc'],
  },
  fd_fdstat_get: {
    family: 'fd-stat',
    text: 'Tells what a descriptor is: file type, flags, and the rights it holds and hands down.',
    params: [{ name: 'fd', kind: 'fd' }],
    results: [{ name: 'stat', kind: 'fdstat' }],
    errnos: [],
    posix: 'fcntl(F_GETFL)',
    classes: ['desc', 'stat', 'pure'],
  },
  fd_fdstat_set_flags: {
    family: 'fd-stat',
    text: 'Replaces a descriptor’s flags (append, nonblock, sync).',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_FDSTAT_SET_FLAGS'] },
      { name: 'flags', kind: 'fdflags' },
    ],
    results: [],
    errnos: ['EINVAL', 'ENOTSUP'],
    posix: 'fcntl(F_SETFL)',
    classes: ['desc'],
  },
  fd_fdstat_set_rights: {
    family: 'fd-stat',
    text: 'Gives up rights of a descriptor.',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'fs_rights_base', kind: 'rights' },
      { name: 'fs_rights_inheriting', kind: 'rights' },
    ],
    results: [],
    errnos: ['ENOTCAPABLE'],
    posix: 'cap_rights_limit(2)',
    classes: ['desc', 'pure'],
    notes: 'Rights can only shrink: asking for one the descriptor does not hold is ENOTCAPABLE.',
  },
  fd_filestat_get: {
    family: 'fd-stat',
    text: 'Tells the attributes of the file behind a descriptor.',
    params: [{ name: 'fd', kind: 'fd', rights: ['FD_FILESTAT_GET'] }],
    results: [{ name: 'buf', kind: 'filestat' }],
    errnos: ['EIO'],
    posix: 'fstat(2)',
    classes: ['desc', 'stat'],
  },
  fd_filestat_set_size: {
    family: 'fd-stat',
    text: 'Sets a file’s size; what is added reads as zeros.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_FILESTAT_SET_SIZE'] },
      { name: 'size', kind: 'filesize' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EFBIG', 'EINVAL', 'EIO', 'EISDIR', 'ENOSPC'],
    posix: 'ftruncate(2)',
    classes: ['desc'],
  },
  fd_filestat_set_times: {
    family: 'fd-stat',
    text: 'Sets the access and modification times of the file behind a descriptor.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_FILESTAT_SET_TIMES'] },
      { name: 'atim', kind: 'timestamp' },
      { name: 'mtim', kind: 'timestamp' },
      { name: 'fst_flags', kind: 'fstflags' },
    ],
    results: [],
    errnos: ['EINVAL', 'EIO', 'EOVERFLOW', 'EPERM'],
    posix: 'futimens(3)',
    classes: ['desc'],
    notes: 'ATIM together with ATIM_NOW, or MTIM with MTIM_NOW, is EINVAL.',
  },
  fd_pread: {
    family: 'fd-io',
    text: 'Reads from a given offset into the buffers; the descriptor’s own offset stays.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_READ', 'FD_SEEK'] },
      { name: 'iovs', kind: 'iovecs' },
      { name: 'offset', kind: 'filesize' },
    ],
    results: [{ name: 'nread', kind: 'size' }],
    errnos: ['EINVAL', 'EIO', 'EISDIR', 'ESPIPE'],
    posix: 'preadv(2)',
    classes: ['desc'],
    waits: true,
  },
  fd_prestat_get: {
    family: 'directory',
    text: 'Tells whether a descriptor is a preopened directory, and how long its name is.',
    params: [{ name: 'fd', kind: 'fd' }],
    results: [{ name: 'buf', kind: 'prestat' }],
    errnos: [],
    posix: '',
    classes: ['desc', 'pure'],
    notes: 'EBADF for any other descriptor, open or not: that is how libc knows where the preopens end.',
  },
  fd_prestat_dir_name: {
    family: 'directory',
    text: 'Writes the name of a preopened directory, without a NUL byte.',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'path', kind: 'buffer' },
    ],
    results: [],
    errnos: ['ENAMETOOLONG'],
    posix: '',
    classes: ['desc', 'pure'],
    notes: 'A buffer shorter than the name is ENAMETOOLONG; a longer one is filled as far as the name goes.',
  },
  fd_pwrite: {
    family: 'fd-io',
    text: 'Writes the buffers at a given offset; the descriptor’s own offset stays.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_WRITE', 'FD_SEEK'] },
      { name: 'iovs', kind: 'ciovecs' },
      { name: 'offset', kind: 'filesize' },
    ],
    results: [{ name: 'nwritten', kind: 'size' }],
    errnos: ['EINVAL', 'EISDIR', 'ESPIPE', ...WRITE_ERRNOS],
    posix: 'pwritev(2)',
    classes: ['desc'],
    waits: true,
    notes: 'On a descriptor with APPEND it appends, as Linux does.',
  },
  fd_read: {
    family: 'fd-io',
    text: 'Reads into the buffers, from the descriptor’s offset, and moves it on by what was read.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_READ'] },
      { name: 'iovs', kind: 'iovecs' },
    ],
    results: [{ name: 'nread', kind: 'size' }],
    errnos: ['EAGAIN', 'EINVAL', 'EIO', 'EISDIR'],
    posix: 'readv(2)',
    classes: ['desc'],
    waits: true,
  },
  fd_readdir: {
    family: 'directory',
    text: 'Writes directory entries into a buffer, as many as fit, the last one cut off.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_READDIR'] },
      { name: 'buf', kind: 'buffer' },
      { name: 'cookie', kind: 'cookie' },
    ],
    results: [{ name: 'bufused', kind: 'size' }],
    errnos: ['EACCES', 'EIO', 'ENOENT', 'ENOTDIR'],
    posix: 'readdir(3)',
    classes: ['desc'],
    notes:
      'Cookie 0 starts a fresh listing; an entry’s d_next continues behind it. A full buffer means that there is more.',
  },
  fd_renumber: {
    family: 'fd-io',
    text: 'Moves a descriptor to another number, closing what was there.',
    params: [
      { name: 'fd', kind: 'fd' },
      { name: 'to', kind: 'fd' },
    ],
    results: [],
    errnos: [],
    posix: 'dup2(2), then close(2)',
    classes: ['desc'],
    notes: 'Both numbers must be open. Moving one to itself changes nothing.',
  },
  fd_seek: {
    family: 'fd-io',
    text: 'Moves a descriptor’s offset.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_SEEK'] },
      { name: 'offset', kind: 'filedelta' },
      { name: 'whence', kind: 'whence' },
    ],
    results: [{ name: 'newoffset', kind: 'filesize' }],
    errnos: ['EINVAL', 'EISDIR', 'EOVERFLOW', 'ESPIPE'],
    posix: 'lseek(2)',
    classes: ['desc'],
    notes: 'By 0 from the current offset it only tells, for which FD_TELL is enough.',
  },
  fd_sync: {
    family: 'fd-io',
    text: 'Waits until a file’s data and attributes are on the storage.',
    params: [{ name: 'fd', kind: 'fd', rights: ['FD_SYNC'] }],
    results: [],
    errnos: ['EIO', 'ENOSPC'],
    posix: 'fsync(2)',
    classes: ['desc'],
  },
  fd_tell: {
    family: 'fd-io',
    text: 'Tells a descriptor’s offset.',
    params: [{ name: 'fd', kind: 'fd', rights: ['FD_TELL'] }],
    results: [{ name: 'offset', kind: 'filesize' }],
    errnos: ['EISDIR', 'ESPIPE'],
    posix: 'lseek(fd, 0, SEEK_CUR)',
    classes: ['desc', 'pure'],
  },
  fd_write: {
    family: 'fd-io',
    text: 'Writes the buffers at the descriptor’s offset, and moves it on by what was written.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_WRITE'] },
      { name: 'iovs', kind: 'ciovecs' },
    ],
    results: [{ name: 'nwritten', kind: 'size' }],
    errnos: ['EINVAL', 'EISDIR', ...WRITE_ERRNOS],
    posix: 'writev(2)',
    classes: ['desc'],
    waits: true,
  },
  path_create_directory: {
    family: 'path',
    text: 'Creates a directory.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_CREATE_DIRECTORY'] },
      { name: 'path', kind: 'path' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EEXIST', 'EIO', 'EMLINK', 'ENOSPC', 'EROFS', ...LOOKUP_ERRNOS],
    posix: 'mkdirat(2)',
    classes: ['file'],
  },
  path_filestat_get: {
    family: 'path',
    text: 'Tells the attributes of a file or directory by name.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_FILESTAT_GET'] },
      { name: 'flags', kind: 'lookupflags' },
      { name: 'path', kind: 'path' },
    ],
    results: [{ name: 'buf', kind: 'filestat' }],
    errnos: ['EIO', ...LOOKUP_ERRNOS],
    posix: 'fstatat(2)',
    classes: ['file', 'stat'],
  },
  path_filestat_set_times: {
    family: 'path',
    text: 'Sets the access and modification times of a file or directory by name.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_FILESTAT_SET_TIMES'] },
      { name: 'flags', kind: 'lookupflags' },
      { name: 'path', kind: 'path' },
      { name: 'atim', kind: 'timestamp' },
      { name: 'mtim', kind: 'timestamp' },
      { name: 'fst_flags', kind: 'fstflags' },
    ],
    results: [],
    errnos: ['EINVAL', 'EIO', 'EOVERFLOW', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    posix: 'utimensat(2)',
    classes: ['file'],
    notes:
      'ATIM together with ATIM_NOW, or MTIM with MTIM_NOW, is EINVAL. Without SYMLINK_FOLLOW the link itself is changed.',
  },
  path_link: {
    family: 'path',
    text: 'Creates a hard link.',
    params: [
      { name: 'old_fd', kind: 'fd', rights: ['PATH_LINK_SOURCE'] },
      { name: 'old_flags', kind: 'lookupflags' },
      { name: 'old_path', kind: 'path' },
      { name: 'new_fd', kind: 'fd', rights: ['PATH_LINK_TARGET'] },
      { name: 'new_path', kind: 'path' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EEXIST', 'EINVAL', 'EIO', 'EMLINK', 'ENOSPC', 'EPERM', 'EROFS', 'EXDEV', ...LOOKUP_ERRNOS],
    posix: 'linkat(2)',
    classes: ['file'],
    notes: 'SYMLINK_FOLLOW is EINVAL: a link to what a symbolic link names would have to be resolved twice.',
  },
  path_open: {
    family: 'path',
    text: 'Opens a file or directory by name, and creates or empties it first if asked.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_OPEN'] },
      { name: 'dirflags', kind: 'lookupflags' },
      { name: 'path', kind: 'path' },
      { name: 'oflags', kind: 'oflags' },
      { name: 'fs_rights_base', kind: 'rights' },
      { name: 'fs_rights_inheriting', kind: 'rights' },
      { name: 'fdflags', kind: 'fdflags' },
    ],
    results: [{ name: 'opened_fd', kind: 'fd' }],
    errnos: [
      'EDQUOT',
      'EEXIST',
      'EINVAL',
      'EIO',
      'EISDIR',
      'EMFILE',
      'ENFILE',
      'ENODEV',
      'ENOSPC',
      'ENOTSUP',
      'ENXIO',
      'EROFS',
      'ETXTBSY',
      ...LOOKUP_ERRNOS,
    ],
    posix: 'openat(2)',
    classes: ['file', 'desc'],
    notes:
      'CREAT needs PATH_CREATE_FILE, and TRUNC needs PATH_FILESTAT_SET_SIZE. The rights asked for must be among those the directory hands down; the new descriptor keeps those that apply to its file type. FD_READ and FD_WRITE choose the access mode.',
  },
  path_readlink: {
    family: 'path',
    text: 'Writes the target of a symbolic link, cut to the buffer, without a NUL byte.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_READLINK'] },
      { name: 'path', kind: 'path' },
      { name: 'buf', kind: 'buffer' },
    ],
    results: [{ name: 'bufused', kind: 'size' }],
    errnos: ['EINVAL', 'EIO', ...LOOKUP_ERRNOS],
    posix: 'readlinkat(2)',
    classes: ['file'],
  },
  path_remove_directory: {
    family: 'path',
    text: 'Removes an empty directory.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_REMOVE_DIRECTORY'] },
      { name: 'path', kind: 'path' },
    ],
    results: [],
    errnos: ['EBUSY', 'EINVAL', 'EIO', 'ENOTEMPTY', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    posix: 'unlinkat(AT_REMOVEDIR)',
    classes: ['file'],
  },
  path_rename: {
    family: 'path',
    text: 'Renames a file or directory, replacing what has the new name.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_RENAME_SOURCE'] },
      { name: 'old_path', kind: 'path' },
      { name: 'new_fd', kind: 'fd', rights: ['PATH_RENAME_TARGET'] },
      { name: 'new_path', kind: 'path' },
    ],
    results: [],
    errnos: [
      'EBUSY',
      'EDQUOT',
      'EEXIST',
      'EINVAL',
      'EIO',
      'EISDIR',
      'EMLINK',
      'ENOSPC',
      'ENOTEMPTY',
      'EPERM',
      'EROFS',
      'EXDEV',
      ...LOOKUP_ERRNOS,
    ],
    posix: 'renameat(2)',
    classes: ['file'],
  },
  path_symlink: {
    family: 'path',
    text: 'Creates a symbolic link.',
    params: [
      { name: 'old_path', kind: 'path' },
      { name: 'fd', kind: 'fd', rights: ['PATH_SYMLINK'] },
      { name: 'new_path', kind: 'path' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EEXIST', 'EINVAL', 'EIO', 'ENOSPC', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    posix: 'symlinkat(2)',
    classes: ['file'],
    notes: 'The target is stored as it is; an absolute one is refused with ENOTCAPABLE.',
  },
  path_unlink_file: {
    family: 'path',
    text: 'Removes a file or a symbolic link.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['PATH_UNLINK_FILE'] },
      { name: 'path', kind: 'path' },
    ],
    results: [],
    errnos: ['EBUSY', 'EIO', 'EISDIR', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    posix: 'unlinkat(2)',
    classes: ['file'],
  },
  poll_oneoff: {
    family: 'poll',
    text: 'Waits until at least one of the subscriptions occurs, and tells which did.',
    params: [
      { name: 'in', kind: 'subscriptions' },
      { name: 'out', kind: 'events' },
      { name: 'nsubscriptions', kind: 'nsubscriptions' },
    ],
    results: [{ name: 'nevents', kind: 'size' }],
    errnos: ['EINVAL'],
    posix: 'poll(2)',
    classes: ['poll', 'clock', 'desc'],
    waits: true,
    notes: 'What is wrong with one subscription (EBADF, ENOTCAPABLE, EINVAL) is in its event; the call succeeds.',
  },
  proc_exit: {
    family: 'proc',
    text: 'Ends the program with an exit code.',
    params: [{ name: 'rval', kind: 'exitcode' }],
    results: [],
    errnos: [],
    posix: '_exit(2)',
    classes: ['process'],
    noreturn: true,
  },
  proc_raise: {
    family: 'proc',
    text: 'Sends a signal to the program itself.',
    params: [{ name: 'sig', kind: 'signal' }],
    results: [],
    errnos: ['EINVAL', 'ENOTSUP'],
    posix: 'raise(3)',
    classes: ['process'],
    notes:
      'A signal that ends a program ends it with exit code 128 + signal; an ignored one does nothing; one that would stop it is ENOTSUP.',
  },
  sched_yield: {
    family: 'sched',
    text: 'Gives other threads a chance to run.',
    params: [],
    results: [],
    errnos: [],
    posix: 'sched_yield(2)',
    classes: ['process'],
  },
  random_get: {
    family: 'random',
    text: 'Fills a buffer with random bytes.',
    params: [{ name: 'buf', kind: 'buffer' }],
    results: [],
    errnos: ['EIO'],
    posix: 'getentropy(3)',
    classes: ['random'],
  },
  sock_accept: {
    family: 'sock',
    text: 'Takes a connection that waits at a listening socket.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['SOCK_ACCEPT'] },
      { name: 'flags', kind: 'fdflags' },
    ],
    results: [{ name: 'fd', kind: 'fd' }],
    errnos: ['EAGAIN', 'ECONNABORTED', 'EINVAL', 'EMFILE', 'ENOTSOCK', 'ENOTSUP'],
    posix: 'accept4(2)',
    classes: ['net', 'desc'],
    waits: true,
  },
  sock_recv: {
    family: 'sock',
    text: 'Receives from a socket into the buffers.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_READ'] },
      { name: 'ri_data', kind: 'iovecs' },
      { name: 'ri_flags', kind: 'riflags' },
    ],
    results: [
      { name: 'ro_datalen', kind: 'size' },
      { name: 'ro_flags', kind: 'roflags' },
    ],
    errnos: ['EAGAIN', 'ECONNRESET', 'EINVAL', 'ENOTCONN', 'ENOTSOCK', 'ENOTSUP'],
    posix: 'recvmsg(2)',
    classes: ['net', 'desc'],
    waits: true,
  },
  sock_send: {
    family: 'sock',
    text: 'Sends the buffers through a socket.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['FD_WRITE'] },
      { name: 'si_data', kind: 'ciovecs' },
      { name: 'si_flags', kind: 'siflags' },
    ],
    results: [{ name: 'so_datalen', kind: 'size' }],
    errnos: ['EAGAIN', 'ECONNRESET', 'EINVAL', 'ENOTCONN', 'ENOTSOCK', 'ENOTSUP', 'EPIPE'],
    posix: 'sendmsg(2)',
    classes: ['net', 'desc'],
    waits: true,
  },
  sock_shutdown: {
    family: 'sock',
    text: 'Shuts down one or both directions of a socket.',
    params: [
      { name: 'fd', kind: 'fd', rights: ['SOCK_SHUTDOWN'] },
      { name: 'how', kind: 'sdflags' },
    ],
    results: [],
    errnos: ['EINVAL', 'ENOTCONN', 'ENOTSOCK', 'ENOTSUP'],
    posix: 'shutdown(2)',
    classes: ['net', 'desc'],
  },
} as const satisfies Record<string, HostcallDescription>;

/** The name of a hostcall of preview1. */
export type HostcallName = keyof typeof hostcalls;

/** The names in table order; a hostcall's number is its index here. */
export const hostcallNames = Object.keys(hostcalls) as HostcallName[];

/**
 * The description of a hostcall, with its general type.
 * @param name a name of the table
 */
export function describe(name: HostcallName): HostcallDescription {
  return hostcalls[name];
}

/**
 * Every errno a hostcall can give: those in its row, and those that follow from the kinds of its parameters.
 * @param name a name of the table
 * @returns names in alphabetical order
 */
export function errnosOf(name: HostcallName): ErrnoName[] {
  const row = describe(name);
  const found = new Set<ErrnoName>(row.errnos);
  for (const { kind, rights } of row.params) {
    if (kind === 'fd') found.add('EBADF');
    if (rights !== undefined) found.add('ENOTCAPABLE');
    if (kind === 'path')
      for (const e of ['EFAULT', 'EILSEQ', 'EINVAL', 'ENAMETOOLONG', 'ENOTCAPABLE'] as const) found.add(e);
    if (kind === 'iovecs' || kind === 'ciovecs') for (const e of ['EFAULT', 'EINVAL'] as const) found.add(e);
    if (kind === 'buffer' || kind === 'subscriptions' || kind === 'events') found.add('EFAULT');
    if (kind.endsWith('flags') || kind === 'clockid' || kind === 'whence' || kind === 'advice' || kind === 'signal')
      found.add('EINVAL');
  }
  if (row.results.length > 0) found.add('EFAULT');
  return [...found].sort();
}

/** What a meaning receives for a parameter. `nsubscriptions` is folded into the subscriptions. */
type Lifted<K extends ParamKind> = K extends 'path'
  ? string
  : K extends 'iovecs' | 'ciovecs'
    ? Iovecs
    : K extends 'buffer'
      ? ByteSpan
      : K extends 'timestamp'
        ? bigint
        : K extends 'subscriptions'
          ? Subscriptions
          : K extends 'events'
            ? Events
            : number;

type LiftedParams<P extends readonly Param[]> = P extends readonly [
  infer Head extends Param,
  ...infer Tail extends readonly Param[],
]
  ? Head['kind'] extends 'nsubscriptions'
    ? LiftedParams<Tail>
    : [Lifted<Head['kind']>, ...LiftedParams<Tail>]
  : [];

/** The record a meaning fills for a result that it does not return. */
type OutRecord<K extends ResultKind> = K extends 'timestamp'
  ? Timestamp
  : K extends 'fdstat'
    ? Fdstat
    : K extends 'filestat'
      ? Filestat
      : K extends 'prestat'
        ? Prestat
        : K extends 'strings'
          ? Out<EncodedStrings>
          : Out<number>;

type OutRecords<R extends readonly Result[]> = R extends readonly [
  infer Head extends Result,
  ...infer Tail extends readonly Result[],
]
  ? [OutRecord<Head['kind']>, ...OutRecords<Tail>]
  : [];

type AfterPromotion<R extends readonly Result[]> = R extends readonly [
  infer Head extends Result,
  ...infer Tail extends readonly Result[],
]
  ? Head['kind'] extends PromotedKind
    ? OutRecords<Tail>
    : OutRecords<R>
  : [];

/**
 * The signature of a hostcall's meaning: lifted parameters in order, then a record for each result that is not returned.
 * It returns the first result if that is a `size`, `fd` or `filesize`, else 0; or an errno as a negative number. It reads its
 * arguments before it returns and keeps none: all records are reused.
 */
export type Meaning<N extends HostcallName> = (
  ...args: [...LiftedParams<(typeof hostcalls)[N]['params']>, ...AfterPromotion<(typeof hostcalls)[N]['results']>]
) => number;

/** A meaning for every hostcall. One that is missing does not compile. */
export type Meanings = { [N in HostcallName]: Meaning<N> };
