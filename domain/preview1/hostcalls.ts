/**
 * THE TABLE: every hostcall of `wasi_snapshot_preview1`, described once, in the order of the interface description.
 *
 * From it come the import shells, the types the meanings must satisfy, trace decoding, import checking, the reference docs,
 * `hostcall explain`, and the pointer-fault tests. A fact about a hostcall that is not here is in no second place either.
 */
import type { HostcallClass, HostcallDescription } from './hostcall-description.js';
import { type Param, paramKinds } from './kinds.js';

const WRITE_ERRNOS = ['EAGAIN', 'EDQUOT', 'EFBIG', 'EIO', 'ENOSPC', 'EPIPE'] as const;
const LOOKUP_ERRNOS = ['EACCES', 'ELOOP', 'ENOENT', 'ENOTDIR'] as const;

export const hostcalls = {
  args_get: {
    family: 'args',
    text: 'Writes the arguments into memory, each ended by a NUL byte, and the pointers to them into a table.',
    params: [],
    results: [
      {
        name: 'argv',
        kind: 'strings',
        text: 'The table of pointers to the arguments, and behind `argv_buf` their bytes. The first argument is the program’s name.',
      },
    ],
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
      { name: 'argc', kind: 'size', text: 'How many arguments there are, the program’s name included.' },
      { name: 'argv_buf_size', kind: 'size', text: 'How many bytes they take, each with its NUL byte.' },
    ],
    errnos: [],
    posix: 'main(argc, argv)',
    classes: ['process', 'pure'],
  },
  environ_get: {
    family: 'environ',
    text: 'Writes the environment variables into memory as `NAME=value`, each ended by a NUL byte, and the pointers to them into a table.',
    params: [],
    results: [
      {
        name: 'environ',
        kind: 'strings',
        text: 'The table of pointers to the variables, and behind `environ_buf` their bytes.',
      },
    ],
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
      { name: 'environc', kind: 'size', text: 'How many variables there are.' },
      { name: 'environ_buf_size', kind: 'size', text: 'How many bytes they take, each with its NUL byte.' },
    ],
    errnos: [],
    posix: 'environ(7)',
    classes: ['process', 'pure'],
  },
  clock_res_get: {
    family: 'clock',
    text: 'Tells the resolution of a clock in nanoseconds.',
    params: [{ name: 'id', kind: 'clockid', text: 'The clock.' }],
    results: [
      { name: 'resolution', kind: 'timestamp', text: 'The smallest step of the clock, in nanoseconds; never 0.' },
    ],
    errnos: ['EINVAL', 'ENOTSUP'],
    when: { ENOTSUP: 'The host does not have this clock.' },
    posix: 'clock_getres(2)',
    classes: ['clock'],
  },
  clock_time_get: {
    family: 'clock',
    text: 'Tells the time of a clock in nanoseconds.',
    params: [
      { name: 'id', kind: 'clockid', text: 'The clock.' },
      {
        name: 'precision',
        kind: 'timestamp',
        text: 'How much the answer may lag behind the true time, in nanoseconds.',
      },
    ],
    results: [{ name: 'time', kind: 'timestamp', text: 'The time of the clock, in nanoseconds.' }],
    errnos: ['EINVAL', 'ENOTSUP'],
    when: { ENOTSUP: 'The host does not have this clock.' },
    posix: 'clock_gettime(2)',
    classes: ['clock'],
    notes: 'The precision is the lag the program can bear; hostcall always answers as precisely as it can.',
  },
  fd_advise: {
    family: 'fd-io',
    text: 'Tells the host how a range of a file is going to be used.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The file.', rights: ['FD_ADVISE'] },
      { name: 'offset', kind: 'filesize', text: 'Where the range begins.' },
      { name: 'len', kind: 'filesize', text: 'How long the range is, in bytes; 0 for up to the end.' },
      { name: 'advice', kind: 'advice', text: 'What is going to happen to the range.' },
    ],
    results: [],
    errnos: ['EINVAL', 'ESPIPE'],
    when: {
      EINVAL: '`advice` has no meaning, or the range ends past 2^63 - 1.',
      ESPIPE: '`fd` is a pipe, a terminal or another thing without offsets.',
    },
    posix: 'posix_fadvise(2)',
    classes: ['desc'],
  },
  fd_allocate: {
    family: 'fd-io',
    text: 'Makes sure that a range of a file has storage, and extends the file to its end.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The file.', rights: ['FD_ALLOCATE'] },
      { name: 'offset', kind: 'filesize', text: 'Where the range begins.' },
      { name: 'len', kind: 'filesize', text: 'How long the range is, in bytes.' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EFBIG', 'EINVAL', 'EIO', 'EISDIR', 'ENODEV', 'ENOSPC', 'ENOTSUP', 'ESPIPE'],
    when: {
      EINVAL: '`len` is 0, `offset` or `len` is 2^63 or more, or `fd` is not a regular file.',
      ENOTSUP: 'The file system cannot reserve storage.',
    },
    posix: 'posix_fallocate(3)',
    classes: ['desc'],
    notes: 'It never makes a file smaller.',
  },
  fd_close: {
    family: 'fd-io',
    text: 'Closes a descriptor; its number is free again.',
    params: [{ name: 'fd', kind: 'fd', text: 'The descriptor to close.' }],
    results: [],
    errnos: ['EIO'],
    when: { EIO: 'Writing out what was pending failed; the descriptor is closed all the same.' },
    posix: 'close(2)',
    classes: ['desc'],
    descriptors: 'closes',
  },
  fd_datasync: {
    family: 'fd-io',
    text: 'Waits until a file’s data is on the storage.',
    params: [{ name: 'fd', kind: 'fd', text: 'The file.', rights: ['FD_DATASYNC'] }],
    results: [],
    errnos: ['EINVAL', 'EIO', 'ENOENT', 'ENOSPC'],
    when: {
      EINVAL: '`fd` is a socket.',
      ENOENT: 'The directory was removed, and the host knows it by its path only.',
    },
    posix: 'fdatasync(2)',
    classes: ['desc'],
  },
  fd_fdstat_get: {
    family: 'fd-stat',
    text: 'Tells what a descriptor is: file type, flags, and the rights it holds and hands down.',
    params: [{ name: 'fd', kind: 'fd', text: 'The descriptor.' }],
    results: [{ name: 'stat', kind: 'fdstat', text: 'File type, flags, base rights and inheriting rights.' }],
    errnos: [],
    posix: 'fcntl(F_GETFL)',
    classes: ['desc', 'stat', 'pure'],
  },
  fd_fdstat_set_flags: {
    family: 'fd-stat',
    text: 'Replaces a descriptor’s flags (append, nonblock, sync).',
    params: [
      { name: 'fd', kind: 'fd', text: 'The descriptor.', rights: ['FD_FDSTAT_SET_FLAGS'] },
      { name: 'flags', kind: 'fdflags', text: 'All the flags it is to have from now on.' },
    ],
    results: [],
    errnos: ['EINVAL', 'ENOTSUP'],
    when: { ENOTSUP: 'The host cannot change one of the flags on an open file.' },
    posix: 'fcntl(F_SETFL)',
    classes: ['desc'],
  },
  fd_fdstat_set_rights: {
    family: 'fd-stat',
    text: 'Gives up rights of a descriptor.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The descriptor.' },
      { name: 'fs_rights_base', kind: 'rights', text: 'The rights to keep.' },
      { name: 'fs_rights_inheriting', kind: 'rights', text: 'The rights to keep for what will be opened through it.' },
    ],
    results: [],
    errnos: ['ENOTCAPABLE'],
    when: { ENOTCAPABLE: 'A right is asked for that the descriptor does not hold.' },
    posix: 'cap_rights_limit(2)',
    classes: ['desc', 'pure'],
    notes: 'Rights can only shrink: asking for one the descriptor does not hold is ENOTCAPABLE.',
    descriptors: 'narrows',
  },
  fd_filestat_get: {
    family: 'fd-stat',
    text: 'Tells the attributes of the file behind a descriptor.',
    params: [{ name: 'fd', kind: 'fd', text: 'The descriptor.', rights: ['FD_FILESTAT_GET'] }],
    results: [{ name: 'buf', kind: 'filestat', text: 'Device, inode, type, links, size and times.' }],
    errnos: ['EIO', 'ENOENT'],
    when: { ENOENT: 'The directory was removed, and the host knows it by its path only.' },
    posix: 'fstat(2)',
    classes: ['desc', 'stat'],
  },
  fd_filestat_set_size: {
    family: 'fd-stat',
    text: 'Sets a file’s size; what is added reads as zeros.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The file.', rights: ['FD_FILESTAT_SET_SIZE'] },
      { name: 'size', kind: 'filesize', text: 'The size it is to have, in bytes.' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EFBIG', 'EINVAL', 'EIO', 'EISDIR', 'ENOSPC'],
    when: { EINVAL: '`fd` is not a regular file.' },
    posix: 'ftruncate(2)',
    classes: ['desc'],
  },
  fd_filestat_set_times: {
    family: 'fd-stat',
    text: 'Sets the access and modification times of the file behind a descriptor.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The file or directory.', rights: ['FD_FILESTAT_SET_TIMES'] },
      { name: 'atim', kind: 'timestamp', text: 'The access time for ATIM, in nanoseconds since 1970.' },
      { name: 'mtim', kind: 'timestamp', text: 'The modification time for MTIM, in nanoseconds since 1970.' },
      { name: 'fst_flags', kind: 'fstflags', text: 'Which times to set, and whether to the given time or to now.' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EINVAL', 'EIO', 'ENOENT', 'ENOSPC', 'ENOTSUP', 'EOVERFLOW', 'EPERM', 'EROFS'],
    when: {
      ENOENT: 'The directory was removed, and the host knows it by its path only.',
      ENOTSUP: 'The clock’s time is asked for, and the host has no such clock.',
    },
    posix: 'futimens(3)',
    classes: ['desc'],
    notes: 'ATIM together with ATIM_NOW, or MTIM with MTIM_NOW, is EINVAL.',
  },
  fd_pread: {
    family: 'fd-io',
    text: 'Reads from a given offset into the buffers; the descriptor’s own offset stays.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The file.', rights: ['FD_READ', 'FD_SEEK'] },
      { name: 'iovs', kind: 'iovecs', text: 'The buffers to fill, one after the other.' },
      { name: 'offset', kind: 'filesize', text: 'Where in the file to read.' },
    ],
    results: [{ name: 'nread', kind: 'size', text: 'How many bytes were read; 0 at the end of the file.' }],
    errnos: ['EINVAL', 'EIO', 'EISDIR', 'ESPIPE'],
    posix: 'preadv(2)',
    classes: ['desc'],
    waits: 'briefly',
  },
  fd_prestat_get: {
    family: 'directory',
    text: 'Tells whether a descriptor is a preopened directory, and how long its name is.',
    params: [{ name: 'fd', kind: 'fd', text: 'The descriptor asked about.' }],
    results: [
      {
        name: 'buf',
        kind: 'prestat',
        text: 'The kind of preopen, which is always a directory, and the length of its name.',
      },
    ],
    errnos: [],
    when: { EBADF: '`fd` is not open, or is not a preopened directory.' },
    posix: '',
    classes: ['desc', 'pure'],
    notes: 'EBADF for any other descriptor, open or not: that is how libc knows where the preopens end.',
    preopen: 'asks',
  },
  fd_prestat_dir_name: {
    family: 'directory',
    text: 'Writes the name of a preopened directory, without a NUL byte.',
    params: [
      { name: 'fd', kind: 'fd', text: 'A preopened directory.' },
      { name: 'path', kind: 'buffer', holds: 'name', text: 'Where to put the name; as long as fd_prestat_get said.' },
    ],
    results: [],
    errnos: ['ENAMETOOLONG'],
    when: {
      EBADF: '`fd` is not open, or is not a preopened directory.',
      ENAMETOOLONG: 'The buffer is shorter than the name.',
    },
    posix: '',
    classes: ['desc', 'pure'],
    notes: 'A buffer shorter than the name is ENAMETOOLONG; a longer one is filled as far as the name goes.',
    preopen: 'names',
  },
  fd_pwrite: {
    family: 'fd-io',
    text: 'Writes the buffers at a given offset; the descriptor’s own offset stays.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The file.', rights: ['FD_WRITE', 'FD_SEEK'] },
      { name: 'iovs', kind: 'ciovecs', text: 'The buffers to write, one after the other.' },
      { name: 'offset', kind: 'filesize', text: 'Where in the file to write.' },
    ],
    results: [{ name: 'nwritten', kind: 'size', text: 'How many bytes were written.' }],
    errnos: ['EINVAL', 'EISDIR', 'ESPIPE', ...WRITE_ERRNOS],
    posix: 'pwritev(2)',
    classes: ['desc'],
    notes: 'On a descriptor with APPEND it appends, as Linux does.',
  },
  fd_read: {
    family: 'fd-io',
    text: 'Reads into the buffers, from the descriptor’s offset, and moves it on by what was read.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The descriptor to read from.', rights: ['FD_READ'] },
      { name: 'iovs', kind: 'iovecs', text: 'The buffers to fill, one after the other.' },
    ],
    results: [{ name: 'nread', kind: 'size', text: 'How many bytes were read; 0 at the end.' }],
    errnos: ['EAGAIN', 'EINVAL', 'EIO', 'EISDIR'],
    posix: 'readv(2)',
    classes: ['desc'],
    waits: 'stream',
  },
  fd_readdir: {
    family: 'directory',
    text: 'Writes directory entries into a buffer, as many as fit, the last one cut off.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The directory.', rights: ['FD_READDIR'] },
      {
        name: 'buf',
        kind: 'buffer',
        holds: 'entries',
        text: 'Where to put the entries: for each a `dirent`, and behind it the name.',
      },
      { name: 'cookie', kind: 'cookie', text: 'Where to go on: 0 for the start, else the `d_next` of an entry.' },
    ],
    results: [
      {
        name: 'bufused',
        kind: 'size',
        text: 'How many bytes of the buffer were filled; fewer than its length at the end of the listing.',
      },
    ],
    errnos: ['EACCES', 'EIO', 'ENOENT', 'ENOTDIR'],
    when: { ENOENT: 'The directory was removed.', ENOTDIR: '`fd` is not a directory.' },
    posix: 'readdir(3)',
    classes: ['desc'],
    notes:
      'Cookie 0 starts a fresh listing; an entry’s d_next continues behind it. A full buffer means that there is more.',
  },
  fd_renumber: {
    family: 'fd-io',
    text: 'Moves a descriptor to another number, closing what was there.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The descriptor to move.' },
      { name: 'to', kind: 'fd', text: 'The descriptor whose number it takes, and which is closed.' },
    ],
    results: [],
    errnos: [],
    when: { EBADF: '`fd` or `to` is not open.' },
    posix: 'dup2(2), then close(2)',
    classes: ['desc'],
    notes: 'Both numbers must be open. Moving one to itself changes nothing.',
    descriptors: 'moves',
  },
  fd_seek: {
    family: 'fd-io',
    text: 'Moves a descriptor’s offset.',
    params: [
      {
        name: 'fd',
        kind: 'fd',
        text: 'The file.',
        rights: ['FD_SEEK'],
        instead: { rights: ['FD_TELL'], where: { offset: 0, whence: 'CUR' } },
      },
      { name: 'offset', kind: 'filedelta', text: 'How far to move, in bytes; may be negative.' },
      { name: 'whence', kind: 'whence', text: 'What the distance is counted from.' },
    ],
    results: [{ name: 'newoffset', kind: 'filesize', text: 'The new offset, from the start of the file.' }],
    errnos: ['EINVAL', 'EISDIR', 'ESPIPE'],
    when: {
      EINVAL:
        'The new offset would be before the first byte or beyond what a file can hold; or `whence` is not one of the three.',
    },
    posix: 'lseek(2)',
    classes: ['desc'],
    notes: 'By 0 from the current offset it only tells, for which FD_TELL is enough.',
  },
  fd_sync: {
    family: 'fd-io',
    text: 'Waits until a file’s data and attributes are on the storage.',
    params: [{ name: 'fd', kind: 'fd', text: 'The file or directory.', rights: ['FD_SYNC'] }],
    results: [],
    errnos: ['EINVAL', 'EIO', 'ENOENT', 'ENOSPC'],
    when: {
      EINVAL: '`fd` is a socket.',
      ENOENT: 'The directory was removed, and the host knows it by its path only.',
    },
    posix: 'fsync(2)',
    classes: ['desc'],
  },
  fd_tell: {
    family: 'fd-io',
    text: 'Tells a descriptor’s offset.',
    params: [{ name: 'fd', kind: 'fd', text: 'The file.', rights: ['FD_TELL'], instead: { rights: ['FD_SEEK'] } }],
    results: [{ name: 'offset', kind: 'filesize', text: 'The offset, from the start of the file.' }],
    errnos: ['EISDIR', 'ESPIPE'],
    posix: 'lseek(fd, 0, SEEK_CUR)',
    classes: ['desc', 'pure'],
  },
  fd_write: {
    family: 'fd-io',
    text: 'Writes the buffers at the descriptor’s offset, and moves it on by what was written.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The descriptor to write to.', rights: ['FD_WRITE'] },
      { name: 'iovs', kind: 'ciovecs', text: 'The buffers to write, one after the other.' },
    ],
    results: [{ name: 'nwritten', kind: 'size', text: 'How many bytes were written.' }],
    errnos: ['EINVAL', 'EISDIR', ...WRITE_ERRNOS],
    posix: 'writev(2)',
    classes: ['desc'],
    waits: 'briefly',
  },
  path_create_directory: {
    family: 'path',
    text: 'Creates a directory.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The directory where the path begins.', rights: ['PATH_CREATE_DIRECTORY'] },
      { name: 'path', kind: 'path', text: 'The directory to create.' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EEXIST', 'EIO', 'EMLINK', 'ENOSPC', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    when: { EEXIST: 'Something has that name already.' },
    posix: 'mkdirat(2)',
    classes: ['file'],
  },
  path_filestat_get: {
    family: 'path',
    text: 'Tells the attributes of a file or directory by name.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The directory where the path begins.', rights: ['PATH_FILESTAT_GET'] },
      { name: 'flags', kind: 'lookupflags', text: 'Whether a symbolic link at the end of the path is followed.' },
      { name: 'path', kind: 'path', text: 'The file or directory asked about.' },
    ],
    results: [{ name: 'buf', kind: 'filestat', text: 'Device, inode, type, links, size and times.' }],
    errnos: ['EIO', ...LOOKUP_ERRNOS],
    posix: 'fstatat(2)',
    classes: ['file', 'stat'],
  },
  path_filestat_set_times: {
    family: 'path',
    text: 'Sets the access and modification times of a file or directory by name.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The directory where the path begins.', rights: ['PATH_FILESTAT_SET_TIMES'] },
      { name: 'flags', kind: 'lookupflags', text: 'Whether a symbolic link at the end of the path is followed.' },
      { name: 'path', kind: 'path', text: 'The file or directory.' },
      { name: 'atim', kind: 'timestamp', text: 'The access time for ATIM, in nanoseconds since 1970.' },
      { name: 'mtim', kind: 'timestamp', text: 'The modification time for MTIM, in nanoseconds since 1970.' },
      { name: 'fst_flags', kind: 'fstflags', text: 'Which times to set, and whether to the given time or to now.' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EINVAL', 'EIO', 'ENOSPC', 'ENOTSUP', 'EOVERFLOW', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    when: { ENOTSUP: 'The clock’s time is asked for, and the host has no such clock.' },
    posix: 'utimensat(2)',
    classes: ['file'],
    notes:
      'ATIM together with ATIM_NOW, or MTIM with MTIM_NOW, is EINVAL. Without SYMLINK_FOLLOW the link itself is changed.',
  },
  path_link: {
    family: 'path',
    text: 'Creates a hard link.',
    params: [
      { name: 'old_fd', kind: 'fd', text: 'The directory where the old path begins.', rights: ['PATH_LINK_SOURCE'] },
      { name: 'old_flags', kind: 'lookupflags', text: 'Must be 0.' },
      { name: 'old_path', kind: 'path', text: 'The file that gets another name.' },
      { name: 'new_fd', kind: 'fd', text: 'The directory where the new path begins.', rights: ['PATH_LINK_TARGET'] },
      { name: 'new_path', kind: 'path', text: 'The new name.' },
    ],
    results: [],
    errnos: [
      'EDQUOT',
      'EEXIST',
      'EINVAL',
      'EIO',
      'EMLINK',
      'ENOSPC',
      'ENOTSUP',
      'EPERM',
      'EROFS',
      'EXDEV',
      ...LOOKUP_ERRNOS,
    ],
    when: {
      ENOTDIR: 'The old path ends in a slash and is not a directory; or a component on the way is none.',
      EINVAL: 'SYMLINK_FOLLOW is set; or a path holds a NUL byte, or a name with another meaning to the host.',
      EPERM: 'The old path is a directory, or the host has no hard links.',
    },
    posix: 'linkat(2)',
    classes: ['file'],
    notes: 'SYMLINK_FOLLOW is EINVAL: a link to what a symbolic link names would have to be resolved twice.',
  },
  path_open: {
    family: 'path',
    text: 'Opens a file or directory by name, and creates or empties it first if asked.',
    params: [
      {
        name: 'fd',
        kind: 'fd',
        text: 'The directory where the path begins.',
        rights: ['PATH_OPEN'],
        also: [
          { rights: ['PATH_CREATE_FILE'], where: { oflags: 'CREAT' } },
          { rights: ['PATH_FILESTAT_SET_SIZE'], where: { oflags: 'TRUNC' } },
        ],
        handsDown: [
          { rights: ['FD_DATASYNC'], where: { fdflags: 'DSYNC' } },
          { rights: ['FD_SYNC'], where: { fdflags: 'RSYNC' } },
          { rights: ['FD_SYNC'], where: { fdflags: 'SYNC' } },
        ],
      },
      { name: 'dirflags', kind: 'lookupflags', text: 'Whether a symbolic link at the end of the path is followed.' },
      { name: 'path', kind: 'path', text: 'What to open.' },
      { name: 'oflags', kind: 'oflags', text: 'Whether to create, to insist on a directory, or to empty the file.' },
      { name: 'fs_rights_base', kind: 'rights', text: 'The rights the new descriptor is to have.' },
      {
        name: 'fs_rights_inheriting',
        kind: 'rights',
        text: 'The rights it is to hand down to what is opened through it.',
      },
      { name: 'fdflags', kind: 'fdflags', text: 'The flags the new descriptor is to have.' },
    ],
    results: [{ name: 'opened_fd', kind: 'fd', text: 'The new descriptor: the lowest free number.' }],
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
      'EPERM',
      'EROFS',
      'ETXTBSY',
      ...LOOKUP_ERRNOS,
    ],
    when: {
      EISDIR: 'It is a directory, and the rights asked for or TRUNC would change it as if it were a file.',
      ELOOP:
        'The last component is a symbolic link and SYMLINK_FOLLOW is not set; or there are too many of them on the way.',
      EEXIST: 'CREAT and EXCL are set, and something has that name.',
      ENOTDIR: 'A component that should be a directory is none; or DIRECTORY is set and the last one is none.',
      ENOTCAPABLE:
        '`fd` lacks PATH_OPEN or what CREAT and TRUNC need, or does not hand down a right that is asked for; or the path is absolute or leads out of the directory.',
      EMFILE: 'The program holds as many descriptors as it may.',
    },
    posix: 'openat(2)',
    classes: ['file', 'desc'],
    notes:
      'CREAT needs PATH_CREATE_FILE, and TRUNC needs PATH_FILESTAT_SET_SIZE. The rights asked for must be among those the directory hands down; the new descriptor keeps those that apply to its file type. FD_READ and FD_WRITE choose the access mode.',
    descriptors: 'opens',
  },
  path_readlink: {
    family: 'path',
    text: 'Writes the target of a symbolic link, cut to the buffer, without a NUL byte.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The directory where the path begins.', rights: ['PATH_READLINK'] },
      { name: 'path', kind: 'path', text: 'The symbolic link.' },
      { name: 'buf', kind: 'buffer', holds: 'name', text: 'Where to put the target.' },
    ],
    results: [{ name: 'bufused', kind: 'size', text: 'How many bytes of the buffer were filled.' }],
    errnos: ['EINVAL', 'EIO', ...LOOKUP_ERRNOS],
    when: {
      EINVAL: 'It is not a symbolic link; or the path holds a NUL byte, or a name with another meaning to the host.',
    },
    posix: 'readlinkat(2)',
    classes: ['file'],
  },
  path_remove_directory: {
    family: 'path',
    text: 'Removes an empty directory.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The directory where the path begins.', rights: ['PATH_REMOVE_DIRECTORY'] },
      { name: 'path', kind: 'path', text: 'The directory to remove.' },
    ],
    results: [],
    errnos: ['EBUSY', 'EINVAL', 'EIO', 'ENOTEMPTY', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    when: {
      EINVAL: 'The path ends in `.` or `..`; or holds a NUL byte, or a name with another meaning to the host.',
      ENOTEMPTY: 'The directory has entries.',
      ENOTDIR: 'It, or a component on the way, is not a directory.',
    },
    posix: 'unlinkat(AT_REMOVEDIR)',
    classes: ['file'],
  },
  path_rename: {
    family: 'path',
    text: 'Renames a file or directory, replacing what has the new name.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The directory where the old path begins.', rights: ['PATH_RENAME_SOURCE'] },
      { name: 'old_path', kind: 'path', text: 'What to rename.' },
      { name: 'new_fd', kind: 'fd', text: 'The directory where the new path begins.', rights: ['PATH_RENAME_TARGET'] },
      { name: 'new_path', kind: 'path', text: 'The new name.' },
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
    when: {
      EBUSY: 'A path ends in `.` or `..`; or the host is using the directory.',
      EINVAL:
        'A directory would move into itself; or a path holds a NUL byte, or a name with another meaning to the host.',
      EISDIR: 'The new path is a directory, the old one is not.',
      ENOTDIR: 'The old path is a directory, the new one is not; or a component on the way is none.',
      ENOTEMPTY: 'The new path is a directory with entries.',
    },
    posix: 'renameat(2)',
    classes: ['file'],
  },
  path_symlink: {
    family: 'path',
    text: 'Creates a symbolic link.',
    params: [
      {
        name: 'old_path',
        kind: 'path',
        verbatim: true,
        text: 'The target: what the link will say. It need not exist.',
      },
      { name: 'fd', kind: 'fd', text: 'The directory where the new path begins.', rights: ['PATH_SYMLINK'] },
      { name: 'new_path', kind: 'path', text: 'The link to create.' },
    ],
    results: [],
    errnos: ['EDQUOT', 'EEXIST', 'EINVAL', 'EIO', 'ENOSPC', 'ENOTSUP', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    when: {
      ENOENT: 'The target is empty; or a directory on the way does not exist.',
      ENOTCAPABLE: '`fd` lacks PATH_SYMLINK; the new path leads out of the directory; or the target is absolute.',
    },
    posix: 'symlinkat(2)',
    classes: ['file'],
    notes: 'The target is stored as it is; an absolute one is refused with ENOTCAPABLE.',
  },
  path_unlink_file: {
    family: 'path',
    text: 'Removes a file or a symbolic link.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The directory where the path begins.', rights: ['PATH_UNLINK_FILE'] },
      { name: 'path', kind: 'path', text: 'The file or symbolic link to remove.' },
    ],
    results: [],
    errnos: ['EBUSY', 'EIO', 'EISDIR', 'EPERM', 'EROFS', ...LOOKUP_ERRNOS],
    when: { EISDIR: 'It is a directory.' },
    posix: 'unlinkat(2)',
    classes: ['file'],
  },
  poll_oneoff: {
    family: 'poll',
    text: 'Waits until at least one of the subscriptions occurs, and tells which did.',
    params: [
      {
        name: 'in',
        kind: 'subscriptions',
        text: 'What to wait for: an array of `subscription`.',
        rights: ['POLL_FD_READWRITE'],
        also: [
          { rights: ['FD_READ'], where: { tag: 'FD_READ' } },
          { rights: ['FD_WRITE'], where: { tag: 'FD_WRITE' } },
        ],
      },
      { name: 'out', kind: 'events', text: 'What occurred: room for as many `event` as there are subscriptions.' },
      { name: 'nsubscriptions', kind: 'nsubscriptions', text: 'How many subscriptions there are; at least 1.' },
    ],
    results: [{ name: 'nevents', kind: 'size', text: 'How many events were written.' }],
    errnos: ['EINVAL'],
    when: { EINVAL: 'There are no subscriptions, or more than the limit.' },
    posix: 'poll(2)',
    classes: ['poll', 'clock', 'desc'],
    waits: true,
    notes:
      'No subscriptions at all is EINVAL. What is wrong with one of them (EBADF, ENOTCAPABLE, EINVAL, ENOTSUP) is in its event; the call succeeds.',
  },
  proc_exit: {
    family: 'proc',
    text: 'Ends the program with an exit code.',
    params: [{ name: 'rval', kind: 'exitcode', text: 'The exit code; 0 for success.' }],
    results: [],
    errnos: [],
    posix: '_exit(2)',
    classes: ['process'],
    noreturn: true,
  },
  proc_raise: {
    family: 'proc',
    text: 'Sends a signal to the program itself.',
    params: [{ name: 'sig', kind: 'signal', text: 'The signal.' }],
    results: [],
    errnos: ['EINVAL', 'ENOTSUP'],
    when: { EINVAL: 'There is no such signal.', ENOTSUP: 'The signal would stop the program.' },
    posix: 'raise(3)',
    classes: ['process'],
    notes:
      'A signal that ends a program ends it with exit code 128 + signal; an ignored one does nothing; one that would stop it is ENOTSUP.',
    mayExit: true,
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
    params: [{ name: 'buf', kind: 'buffer', holds: 'random', text: 'The buffer to fill.' }],
    results: [],
    errnos: ['EIO'],
    when: { EIO: 'The host’s source of randomness failed.' },
    posix: 'getentropy(3)',
    classes: ['random'],
  },
  sock_accept: {
    family: 'sock',
    text: 'Takes a connection that waits at a listening socket.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The listening socket.', rights: ['SOCK_ACCEPT'] },
      { name: 'flags', kind: 'fdflags', text: 'The flags the new descriptor is to have; only NONBLOCK has a meaning.' },
    ],
    results: [{ name: 'fd', kind: 'fd', text: 'The new descriptor, for the connection.' }],
    errnos: ['EAGAIN', 'ECONNABORTED', 'EINVAL', 'EMFILE', 'ENOTSOCK', 'ENOTSUP'],
    when: { EINVAL: '`flags` has a bit other than NONBLOCK.' },
    posix: 'accept4(2)',
    classes: ['net', 'desc'],
    waits: true,
    descriptors: 'opens',
    since: 'preview1',
  },
  sock_recv: {
    family: 'sock',
    text: 'Receives from a socket into the buffers.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The socket.', rights: ['FD_READ'] },
      { name: 'ri_data', kind: 'iovecs', text: 'The buffers to fill, one after the other.' },
      { name: 'ri_flags', kind: 'riflags', text: 'How to receive.' },
    ],
    results: [
      { name: 'ro_datalen', kind: 'size', text: 'How many bytes were received; 0 when the peer sends no more.' },
      { name: 'ro_flags', kind: 'roflags', text: 'What happened to the message.' },
    ],
    errnos: ['ENOTCAPABLE', 'EAGAIN', 'ECONNRESET', 'EINVAL', 'ENOTCONN', 'ENOTSOCK', 'ENOTSUP'],
    when: { EBADF: '`fd` is not open.', ENOTCAPABLE: '`fd` lacks FD_READ.' },
    posix: 'recvmsg(2)',
    classes: ['net', 'desc'],
    waits: true,
  },
  sock_send: {
    family: 'sock',
    text: 'Sends the buffers through a socket.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The socket.', rights: ['FD_WRITE'] },
      { name: 'si_data', kind: 'ciovecs', text: 'The buffers to send, one after the other.' },
      { name: 'si_flags', kind: 'siflags', text: 'Must be 0: no flags are defined.' },
    ],
    results: [{ name: 'so_datalen', kind: 'size', text: 'How many bytes were sent.' }],
    errnos: ['ENOTCAPABLE', 'EAGAIN', 'ECONNRESET', 'EINVAL', 'ENOTCONN', 'ENOTSOCK', 'ENOTSUP', 'EPIPE'],
    when: { EBADF: '`fd` is not open.', ENOTCAPABLE: '`fd` lacks FD_WRITE.' },
    posix: 'sendmsg(2)',
    classes: ['net', 'desc'],
    waits: 'briefly',
  },
  sock_shutdown: {
    family: 'sock',
    text: 'Shuts down one or both directions of a socket.',
    params: [
      { name: 'fd', kind: 'fd', text: 'The socket.', rights: ['SOCK_SHUTDOWN'] },
      { name: 'how', kind: 'sdflags', text: 'Which directions to shut down.' },
    ],
    results: [],
    errnos: ['EINVAL', 'ENOTCONN', 'ENOTSOCK', 'ENOTSUP'],
    when: { EINVAL: '`how` is 0, or has a bit without a meaning.' },
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

function paramsOf(name: HostcallName): readonly Param[] {
  return hostcalls[name].params;
}

/** Whether a hostcall opens what a path leads to. */
export function opensByPath(name: HostcallName): boolean {
  return describe(name).descriptors === 'opens' && walkedPaths(name) > 0;
}

/** How many paths of a hostcall are walked. */
export function walkedPaths(name: HostcallName): number {
  return paramsOf(name).filter(({ kind, verbatim }) => paramKinds[kind].form === 'text' && verbatim !== true).length;
}

/** Whether a hostcall reports events. */
export function reportsEvents(name: HostcallName): boolean {
  return paramsOf(name).some(({ kind }) => paramKinds[kind].form === 'events');
}

/** Every class of hostcalls. */
export const hostcallClasses: readonly HostcallClass[] = [
  ...new Set(hostcallNames.flatMap(name => describe(name).classes)),
].sort();
