/**
 * What the table of hostcalls says in words: what each call does, what its parameters and results are, and when it returns an errno. It is kept apart
 * from the table, so that a program that only runs guests does not load it.
 */
import type { ErrnoName, Family, HostcallName, hostcalls } from '../preview1/index.js';

type ParamName<N extends HostcallName> = (typeof hostcalls)[N]['params'][number]['name'];
type ResultName<N extends HostcallName> = (typeof hostcalls)[N]['results'][number]['name'];

/** A hostcall in words. */
export interface HostcallText<Params extends string = string, Results extends string = string> {
  /** What it does, in one sentence. */
  readonly text: string;
  /** The POSIX call a C programmer would think of; empty if there is none. */
  readonly posix: string;
  /** What each parameter is to this call, in one sentence. */
  readonly params: { readonly [P in Params]: string };
  /** What each result is, in one sentence. */
  readonly results: { readonly [R in Results]: string };
  /** When it returns an errno, where that is specific to this call. */
  readonly when?: Readonly<Partial<Record<ErrnoName, string>>>;
  /** Further facts: rights that depend on arguments, differences from POSIX. */
  readonly notes?: string;
}

/** Every hostcall of the table in words. A call, a parameter or a result that has none does not compile. */
export const hostcallTexts: { readonly [N in HostcallName]: HostcallText<ParamName<N>, ResultName<N>> } = {
  args_get: {
    text: 'Writes the arguments into memory, each terminated by a NUL byte, and the pointers to them into a table.',
    posix: 'main(argc, argv)',
    params: {},
    results: {
      argv: 'The table of pointers to the arguments, and their bytes at `argv_buf`. The first argument is the program’s name.',
    },
    notes: 'The sizes to reserve come from args_sizes_get.',
  },
  args_sizes_get: {
    text: 'Returns the number of arguments, and how many bytes they take with their NUL bytes.',
    posix: 'main(argc, argv)',
    params: {},
    results: {
      argc: 'How many arguments there are, the program’s name included.',
      argv_buf_size: 'How many bytes they take, each with its NUL byte.',
    },
  },
  environ_get: {
    text: 'Writes the environment variables into memory as `NAME=value`, each terminated by a NUL byte, and the pointers to them into a table.',
    posix: 'environ(7)',
    params: {},
    results: { environ: 'The table of pointers to the variables, and their bytes at `environ_buf`.' },
    notes:
      'The sizes to reserve come from environ_sizes_get. It has no variable of the host’s environment that was not passed on.',
  },
  environ_sizes_get: {
    text: 'Returns the number of environment variables, and how many bytes they take with their NUL bytes.',
    posix: 'environ(7)',
    params: {},
    results: {
      environc: 'How many variables there are.',
      environ_buf_size: 'How many bytes they take, each with its NUL byte.',
    },
  },
  clock_res_get: {
    text: 'Returns the resolution of a clock in nanoseconds.',
    posix: 'clock_getres(2)',
    params: { id: 'The clock.' },
    results: { resolution: 'The smallest step of the clock, in nanoseconds; never 0.' },
    when: { ENOTSUP: 'The host does not have this clock.' },
  },
  clock_time_get: {
    text: 'Returns the time of a clock in nanoseconds.',
    posix: 'clock_gettime(2)',
    params: { id: 'The clock.', precision: 'How much the result may lag behind the true time, in nanoseconds.' },
    results: { time: 'The time of the clock, in nanoseconds.' },
    when: { ENOTSUP: 'The host does not have this clock.' },
    notes:
      'The precision is the lag that the program tolerates; hostcall always returns the time as precisely as it can.',
  },
  fd_advise: {
    text: 'Tells the host how a range of a file will be used.',
    posix: 'posix_fadvise(2)',
    params: {
      fd: 'The file.',
      offset: 'Where the range begins.',
      len: 'How long the range is, in bytes; 0 for up to the end.',
      advice: 'How the range will be used.',
    },
    results: {},
    when: {
      EINVAL: '`advice` has no meaning, or the range ends past 2^63 - 1.',
      ESPIPE: '`fd` is a pipe, a terminal or something else without offsets.',
    },
  },
  fd_allocate: {
    text: 'Reserves storage for a range of a file, and extends the file to the end of the range.',
    posix: 'posix_fallocate(3)',
    params: { fd: 'The file.', offset: 'Where the range begins.', len: 'How long the range is, in bytes.' },
    results: {},
    when: {
      EINVAL: '`len` is 0, `offset` or `len` is 2^63 or more, or `fd` is not a regular file.',
      ENOTSUP: 'The file system cannot reserve storage.',
    },
    notes: 'It never makes a file smaller.',
  },
  fd_close: {
    text: 'Closes a descriptor; its number is free again.',
    posix: 'close(2)',
    params: { fd: 'The descriptor to close.' },
    results: {},
    when: { EIO: 'A pending write failed; the descriptor is closed all the same.' },
  },
  fd_datasync: {
    text: 'Waits until a file’s data is on the storage.',
    posix: 'fdatasync(2)',
    params: { fd: 'The file.' },
    results: {},
    when: { EINVAL: '`fd` is a socket.', ENOENT: 'The directory was removed, and the host knows it by its path only.' },
  },
  fd_fdstat_get: {
    text: 'Returns what a descriptor is: file type, flags, and the rights it holds and hands down.',
    posix: 'fcntl(F_GETFL)',
    params: { fd: 'The descriptor.' },
    results: { stat: 'File type, flags, base rights and inheriting rights.' },
  },
  fd_fdstat_set_flags: {
    text: 'Replaces a descriptor’s flags (append, nonblock, sync).',
    posix: 'fcntl(F_SETFL)',
    params: { fd: 'The descriptor.', flags: 'All the flags that it has from now on.' },
    results: {},
    when: { ENOTSUP: 'The host cannot change one of the flags on an open file.' },
  },
  fd_fdstat_set_rights: {
    text: 'Gives up rights of a descriptor.',
    posix: 'cap_rights_limit(2)',
    params: {
      fd: 'The descriptor.',
      fs_rights_base: 'The rights to keep.',
      fs_rights_inheriting: 'The rights to keep for what will be opened through it.',
    },
    results: {},
    when: { ENOTCAPABLE: 'The descriptor does not hold a requested right.' },
    notes: 'Rights can only shrink: requesting one that the descriptor does not hold is ENOTCAPABLE.',
  },
  fd_filestat_get: {
    text: 'Returns the attributes of the file behind a descriptor.',
    posix: 'fstat(2)',
    params: { fd: 'The descriptor.' },
    results: { buf: 'Device, inode, type, links, size and times.' },
    when: { ENOENT: 'The directory was removed, and the host knows it by its path only.' },
  },
  fd_filestat_set_size: {
    text: 'Sets a file’s size; added bytes read as zeros.',
    posix: 'ftruncate(2)',
    params: { fd: 'The file.', size: 'The new size, in bytes.' },
    results: {},
    when: { EINVAL: '`fd` is not a regular file.' },
  },
  fd_filestat_set_times: {
    text: 'Sets the access and modification times of the file behind a descriptor.',
    posix: 'futimens(3)',
    params: {
      fd: 'The file or directory.',
      atim: 'The access time for ATIM, in nanoseconds since 1970.',
      mtim: 'The modification time for MTIM, in nanoseconds since 1970.',
      fst_flags: 'Which times to set, and whether to the given time or to now.',
    },
    results: {},
    when: {
      ENOENT: 'The directory was removed, and the host knows it by its path only.',
      ENOTSUP: 'The time of the clock is requested, and the host has no such clock.',
    },
    notes: 'ATIM together with ATIM_NOW, or MTIM with MTIM_NOW, is EINVAL.',
  },
  fd_pread: {
    text: 'Reads from a given offset into the buffers; the descriptor’s own offset is unchanged.',
    posix: 'preadv(2)',
    params: {
      fd: 'The file.',
      iovs: 'The buffers to fill, one after the other.',
      offset: 'Where in the file to read.',
    },
    results: { nread: 'How many bytes were read; 0 at the end of the file.' },
  },
  fd_prestat_get: {
    text: 'Returns whether a descriptor is a preopened directory, and the length of its name.',
    posix: '',
    params: { fd: 'The descriptor to examine.' },
    results: { buf: 'The kind of preopen, which is always a directory, and the length of its name.' },
    when: { EBADF: '`fd` is not open, or is not a preopened directory.' },
    notes: 'EBADF for any other descriptor, open or not: that is how libc knows where the preopens end.',
  },
  fd_prestat_dir_name: {
    text: 'Writes the name of a preopened directory, without a NUL byte.',
    posix: '',
    params: { fd: 'A preopened directory.', path: 'Where to put the name; as long as fd_prestat_get returned.' },
    results: {},
    when: {
      EBADF: '`fd` is not open, or is not a preopened directory.',
      ENAMETOOLONG: 'The buffer is shorter than the name.',
    },
    notes: 'A buffer shorter than the name is ENAMETOOLONG; a longer one is filled up to the length of the name.',
  },
  fd_pwrite: {
    text: 'Writes the buffers at a given offset; the descriptor’s own offset is unchanged.',
    posix: 'pwritev(2)',
    params: {
      fd: 'The file.',
      iovs: 'The buffers to write, one after the other.',
      offset: 'Where in the file to write.',
    },
    results: { nwritten: 'How many bytes were written.' },
    notes: 'On a descriptor with APPEND it appends, as Linux does.',
  },
  fd_read: {
    text: 'Reads into the buffers from the descriptor’s offset, and advances it by the number of bytes read.',
    posix: 'readv(2)',
    params: { fd: 'The descriptor to read from.', iovs: 'The buffers to fill, one after the other.' },
    results: { nread: 'How many bytes were read; 0 at the end.' },
  },
  fd_readdir: {
    text: 'Writes as many directory entries into a buffer as fit; the last one is cut off.',
    posix: 'readdir(3)',
    params: {
      fd: 'The directory.',
      buf: 'Where to put the entries: each is a `dirent`, followed by the name.',
      cookie: 'Where to continue: 0 for the start, else the `d_next` of an entry.',
    },
    results: { bufused: 'How many bytes of the buffer were filled; fewer than its length at the end of the listing.' },
    when: { ENOENT: 'The directory was removed.', ENOTDIR: '`fd` is not a directory.' },
    notes:
      'Cookie 0 starts a fresh listing; an entry’s d_next continues after it. A full buffer means that there is more.',
  },
  fd_renumber: {
    text: 'Moves a descriptor to another number, closing what was there.',
    posix: 'dup2(2), then close(2)',
    params: { fd: 'The descriptor to move.', to: 'The descriptor whose number it takes, and which is closed.' },
    results: {},
    when: { EBADF: '`fd` or `to` is not open.' },
    notes: 'Both numbers must be open. Moving one to itself changes nothing.',
  },
  fd_seek: {
    text: 'Moves a descriptor’s offset.',
    posix: 'lseek(2)',
    params: {
      fd: 'The file.',
      offset: 'How far to move, in bytes; may be negative.',
      whence: 'What the distance is counted from.',
    },
    results: { newoffset: 'The new offset, from the start of the file.' },
    when: {
      EINVAL:
        'The new offset would be before the first byte or beyond what a file can hold; or `whence` is not one of the three.',
    },
    notes: 'A move by 0 from the current offset only returns the offset; FD_TELL is enough for it.',
  },
  fd_sync: {
    text: 'Waits until a file’s data and attributes are on the storage.',
    posix: 'fsync(2)',
    params: { fd: 'The file or directory.' },
    results: {},
    when: { EINVAL: '`fd` is a socket.', ENOENT: 'The directory was removed, and the host knows it by its path only.' },
  },
  fd_tell: {
    text: 'Returns a descriptor’s offset.',
    posix: 'lseek(fd, 0, SEEK_CUR)',
    params: { fd: 'The file.' },
    results: { offset: 'The offset, from the start of the file.' },
  },
  fd_write: {
    text: 'Writes the buffers at the descriptor’s offset, and advances it by the number of bytes written.',
    posix: 'writev(2)',
    params: { fd: 'The descriptor to write to.', iovs: 'The buffers to write, one after the other.' },
    results: { nwritten: 'How many bytes were written.' },
  },
  path_create_directory: {
    text: 'Creates a directory.',
    posix: 'mkdirat(2)',
    params: { fd: 'The directory where the path begins.', path: 'The directory to create.' },
    results: {},
    when: { EEXIST: 'Something has that name already.' },
  },
  path_filestat_get: {
    text: 'Returns the attributes of a file or directory by name.',
    posix: 'fstatat(2)',
    params: {
      fd: 'The directory where the path begins.',
      flags: 'Whether a symbolic link at the end of the path is followed.',
      path: 'The file or directory.',
    },
    results: { buf: 'Device, inode, type, links, size and times.' },
  },
  path_filestat_set_times: {
    text: 'Sets the access and modification times of a file or directory by name.',
    posix: 'utimensat(2)',
    params: {
      fd: 'The directory where the path begins.',
      flags: 'Whether a symbolic link at the end of the path is followed.',
      path: 'The file or directory.',
      atim: 'The access time for ATIM, in nanoseconds since 1970.',
      mtim: 'The modification time for MTIM, in nanoseconds since 1970.',
      fst_flags: 'Which times to set, and whether to the given time or to now.',
    },
    results: {},
    when: { ENOTSUP: 'The time of the clock is requested, and the host has no such clock.' },
    notes:
      'ATIM together with ATIM_NOW, or MTIM with MTIM_NOW, is EINVAL. Without SYMLINK_FOLLOW the link itself is changed.',
  },
  path_link: {
    text: 'Creates a hard link.',
    posix: 'linkat(2)',
    params: {
      old_fd: 'The directory where the old path begins.',
      old_flags: 'Must be 0.',
      old_path: 'The file that gets another name.',
      new_fd: 'The directory where the new path begins.',
      new_path: 'The new name.',
    },
    results: {},
    when: {
      ENOTDIR: 'The old path ends in a slash and is not a directory; or a component on the way is not a directory.',
      EINVAL: 'SYMLINK_FOLLOW is set; or a path holds a NUL byte, or a name with another meaning to the host.',
      EPERM: 'The old path is a directory, or the host has no hard links.',
    },
    notes: 'SYMLINK_FOLLOW is EINVAL: a link to what a symbolic link names would have to be resolved twice.',
  },
  path_open: {
    text: 'Opens a file or directory by name, and creates or empties it first if asked.',
    posix: 'openat(2)',
    params: {
      fd: 'The directory where the path begins.',
      dirflags: 'Whether a symbolic link at the end of the path is followed.',
      path: 'What to open.',
      oflags: 'Whether to create the file, to require a directory, or to truncate the file.',
      fs_rights_base: 'The rights requested for the new descriptor.',
      fs_rights_inheriting: 'The rights that it hands down to what is opened through it.',
      fdflags: 'The flags of the new descriptor.',
    },
    results: { opened_fd: 'The new descriptor: the lowest free number.' },
    when: {
      EISDIR: 'It is a directory, and the requested rights or TRUNC would change it as if it were a file.',
      ELOOP:
        'The last component is a symbolic link and SYMLINK_FOLLOW is not set; or there are too many of them on the way.',
      EEXIST: 'CREAT and EXCL are set, and something has that name.',
      ENOTDIR:
        'A component that should be a directory is not; or DIRECTORY is set and the last one is not a directory.',
      ENOTCAPABLE:
        '`fd` lacks PATH_OPEN or what CREAT and TRUNC need, or does not hand down a requested right; or the path is absolute or leads out of the directory.',
      EMFILE: 'The program has reached its limit of descriptors.',
    },
    notes:
      'CREAT needs PATH_CREATE_FILE, and TRUNC needs PATH_FILESTAT_SET_SIZE. The requested rights must be among those that the directory hands down; the new descriptor keeps those that apply to its file type. FD_READ and FD_WRITE choose the access mode.',
  },
  path_readlink: {
    text: 'Writes the target of a symbolic link, cut to the buffer, without a NUL byte.',
    posix: 'readlinkat(2)',
    params: { fd: 'The directory where the path begins.', path: 'The symbolic link.', buf: 'Where to put the target.' },
    results: { bufused: 'How many bytes of the buffer were filled.' },
    when: {
      EINVAL: 'It is not a symbolic link; or the path holds a NUL byte, or a name with another meaning to the host.',
    },
  },
  path_remove_directory: {
    text: 'Removes an empty directory.',
    posix: 'unlinkat(AT_REMOVEDIR)',
    params: { fd: 'The directory where the path begins.', path: 'The directory to remove.' },
    results: {},
    when: {
      EINVAL: 'The path ends in `.` or `..`; or holds a NUL byte, or a name with another meaning to the host.',
      ENOTEMPTY: 'The directory has entries.',
      ENOTDIR: 'It, or a component on the way, is not a directory.',
    },
  },
  path_rename: {
    text: 'Renames a file or directory, replacing what has the new name.',
    posix: 'renameat(2)',
    params: {
      fd: 'The directory where the old path begins.',
      old_path: 'What to rename.',
      new_fd: 'The directory where the new path begins.',
      new_path: 'The new name.',
    },
    results: {},
    when: {
      EBUSY: 'A path ends in `.` or `..`; or the host is using the directory.',
      EINVAL:
        'A directory would move into itself; or a path holds a NUL byte, or a name with another meaning to the host.',
      EISDIR: 'The new path is a directory, the old one is not.',
      ENOTDIR: 'The old path is a directory, the new one is not; or a component on the way is not a directory.',
      ENOTEMPTY: 'The new path is a directory with entries.',
    },
  },
  path_symlink: {
    text: 'Creates a symbolic link.',
    posix: 'symlinkat(2)',
    params: {
      old_path: 'The target of the link. It need not exist.',
      fd: 'The directory where the new path begins.',
      new_path: 'The link to create.',
    },
    results: {},
    when: {
      ENOENT: 'The target is empty; or a directory on the way does not exist.',
      ENOTCAPABLE: '`fd` lacks PATH_SYMLINK; the new path leads out of the directory; or the target is absolute.',
    },
    notes: 'The target is stored as it is; an absolute one is refused with ENOTCAPABLE.',
  },
  path_unlink_file: {
    text: 'Removes a file or a symbolic link.',
    posix: 'unlinkat(2)',
    params: { fd: 'The directory where the path begins.', path: 'The file or symbolic link to remove.' },
    results: {},
    when: { EISDIR: 'It is a directory.' },
  },
  poll_oneoff: {
    text: 'Waits until at least one of the subscriptions occurs, and returns those that did.',
    posix: 'poll(2)',
    params: {
      in: 'What to wait for: an array of `subscription`.',
      out: 'What occurred: room for as many `event` as there are subscriptions.',
      nsubscriptions: 'How many subscriptions there are; at least 1.',
    },
    results: { nevents: 'How many events were written.' },
    when: {
      EAGAIN: 'There is no deadline, and only the same thread could make a descriptor ready.',
      EINVAL: 'There are no subscriptions, or more than the limit.',
    },
    notes:
      'No subscriptions at all is EINVAL. An error of one of them (EBADF, ENOTCAPABLE, EINVAL, ENOTSUP) is in its event; the call succeeds.',
  },
  proc_exit: {
    text: 'Ends the program with an exit code.',
    posix: '_exit(2)',
    params: { rval: 'The exit code; 0 for success.' },
    results: {},
  },
  proc_raise: {
    text: 'Sends a signal to the program itself.',
    posix: 'raise(3)',
    params: { sig: 'The signal.' },
    results: {},
    when: { EINVAL: 'There is no such signal.', ENOTSUP: 'The signal would stop the program.' },
    notes:
      'A signal that ends a program ends it with exit code 128 + signal; an ignored one does nothing; one that would stop it is ENOTSUP.',
  },
  sched_yield: {
    text: 'Gives other threads a chance to run.',
    posix: 'sched_yield(2)',
    params: {},
    results: {},
  },
  random_get: {
    text: 'Fills a buffer with random bytes.',
    posix: 'getentropy(3)',
    params: { buf: 'The buffer to fill.' },
    results: {},
    when: { EIO: 'The host’s source of randomness failed.' },
  },
  sock_accept: {
    text: 'Accepts a connection that waits at a listening socket.',
    posix: 'accept4(2)',
    params: {
      fd: 'The listening socket.',
      flags: 'The flags of the new descriptor; only NONBLOCK is allowed.',
    },
    results: { fd: 'The new descriptor, for the connection.' },
    when: { EINVAL: '`flags` has a bit other than NONBLOCK.' },
  },
  sock_recv: {
    text: 'Receives from a socket into the buffers.',
    posix: 'recvmsg(2)',
    params: { fd: 'The socket.', ri_data: 'The buffers to fill, one after the other.', ri_flags: 'How to receive.' },
    results: {
      ro_datalen: 'How many bytes were received; 0 when the peer sends no more.',
      ro_flags: 'What happened to the message.',
    },
    when: { EBADF: '`fd` is not open.', ENOTCAPABLE: '`fd` lacks FD_READ.' },
  },
  sock_send: {
    text: 'Sends the buffers through a socket.',
    posix: 'sendmsg(2)',
    params: {
      fd: 'The socket.',
      si_data: 'The buffers to send, one after the other.',
      si_flags: 'Must be 0: no flags are defined.',
    },
    results: { so_datalen: 'How many bytes were sent.' },
    when: { EBADF: '`fd` is not open.', ENOTCAPABLE: '`fd` lacks FD_WRITE.' },
  },
  sock_shutdown: {
    text: 'Shuts down one or both directions of a socket.',
    posix: 'shutdown(2)',
    params: { fd: 'The socket.', how: 'Which directions to shut down.' },
    results: {},
    when: { EINVAL: '`how` is 0, or has a bit without a meaning.' },
  },
  sock_open: {
    text: 'Creates an unbound socket.',
    posix: 'socket(2)',
    params: { family: 'IPv4 or IPv6; UNSPEC is IPv4.', type: 'A stream (TCP) or messages (UDP); ANY is a stream.' },
    results: { fd: 'The new descriptor.' },
    when: { EACCES: 'The host is not permitted to create such a socket.' },
  },
  sock_bind: {
    text: 'Gives a socket an address of this machine.',
    posix: 'bind(2)',
    params: {
      fd: 'The socket.',
      addr: 'The address: 4 bytes of IPv4, 16 of IPv6; or 128, of which the first two are the family and the address follows.',
      port: 'The port; 0 for any that is free.',
    },
    results: {},
    when: {
      EACCES: 'The program may not use this address: `--allow-net` or the option `network` does not name it.',
      EINVAL: 'The address has the wrong size, or the socket is bound already.',
    },
  },
  sock_listen: {
    text: 'Makes a socket listen for connections.',
    posix: 'listen(2)',
    params: { fd: 'The socket.', backlog: 'How many connections may wait to be accepted.' },
    results: {},
    when: { EACCES: 'The socket is unbound, and the program may not use every address.' },
  },
  sock_accept_v1: {
    text: 'Accepts a connection that waits at a listening socket: sock_accept as WasmEdge had it first, without flags.',
    posix: 'accept(2)',
    params: { fd: 'The listening socket.' },
    results: { fd: 'The new descriptor, for the connection.' },
  },
  sock_connect: {
    text: 'Connects a socket to an address.',
    posix: 'connect(2)',
    params: {
      fd: 'The socket.',
      addr: 'The address: 4 bytes of IPv4, 16 of IPv6; or 128, of which the first two are the family and the address follows.',
      port: 'The port.',
    },
    results: {},
    when: {
      EACCES: 'The program may not use this address: `--allow-net` or the option `network` does not name it.',
      EINPROGRESS: '`fd` has NONBLOCK, and the connection is being made: the socket can be written to once it is made.',
      EAGAIN: 'The host cannot wait.',
    },
  },
  sock_getlocaladdr: {
    text: 'Returns the address that a socket is bound to.',
    posix: 'getsockname(2)',
    params: {
      fd: 'The socket.',
      addr: 'Room for the address: in 16 bytes the address, in 128 the family as two bytes and then the address.',
      addr_type: 'Room for a u32: 4 for IPv4, 6 for IPv6.',
      port: 'Room for the port, a u32.',
    },
    results: {},
    when: { EINVAL: 'The room for the address has the wrong size.' },
  },
  sock_getlocaladdr_v2: {
    text: 'Returns the address that a socket is bound to.',
    posix: 'getsockname(2)',
    params: {
      fd: 'The socket.',
      addr: 'Room for the address: in 16 bytes the address, in 128 the family as two bytes and then the address.',
      port: 'Room for the port, a u32.',
    },
    results: {},
    when: { EINVAL: 'The room for the address has the wrong size.' },
  },
  sock_getpeeraddr: {
    text: 'Returns the address at the other end of a connection.',
    posix: 'getpeername(2)',
    params: {
      fd: 'The socket.',
      addr: 'Room for the address: in 16 bytes the address, in 128 the family as two bytes and then the address.',
      addr_type: 'Room for a u32: 4 for IPv4, 6 for IPv6.',
      port: 'Room for the port, a u32.',
    },
    results: {},
    when: { EINVAL: 'The room for the address has the wrong size.' },
  },
  sock_getpeeraddr_v2: {
    text: 'Returns the address at the other end of a connection.',
    posix: 'getpeername(2)',
    params: {
      fd: 'The socket.',
      addr: 'Room for the address: in 16 bytes the address, in 128 the family as two bytes and then the address.',
      port: 'Room for the port, a u32.',
    },
    results: {},
    when: { EINVAL: 'The room for the address has the wrong size.' },
  },
  sock_recv_from: {
    text: 'Receives a message, and returns the address of its sender.',
    posix: 'recvfrom(2)',
    params: {
      fd: 'The socket.',
      ri_data: 'The buffers to fill, one after the other.',
      addr: 'Room for the address of the sender.',
      ri_flags: 'How to receive.',
    },
    results: { ro_datalen: 'How many bytes were received.', ro_flags: 'What happened to the message.' },
    when: { EBADF: '`fd` is not open.', ENOTCAPABLE: '`fd` lacks FD_READ.' },
  },
  sock_recv_from_v2: {
    text: 'Receives a message, and returns the address and port of its sender.',
    posix: 'recvfrom(2)',
    params: {
      fd: 'The socket.',
      ri_data: 'The buffers to fill, one after the other.',
      addr: 'Room for the address of the sender.',
      ri_flags: 'How to receive.',
      port: 'Room for the port of the sender, a u32.',
    },
    results: { ro_datalen: 'How many bytes were received.', ro_flags: 'What happened to the message.' },
    when: { EBADF: '`fd` is not open.', ENOTCAPABLE: '`fd` lacks FD_READ.' },
  },
  sock_send_to: {
    text: 'Sends a message to an address.',
    posix: 'sendto(2)',
    params: {
      fd: 'The socket.',
      si_data: 'The buffers to send, as one message.',
      addr: 'The address: 4 bytes of IPv4, 16 of IPv6; or 128, of which the first two are the family and the address follows.',
      port: 'The port.',
      si_flags: 'Must be 0: no flags are defined.',
    },
    results: { so_datalen: 'How many bytes were sent.' },
    when: {
      EBADF: '`fd` is not open.',
      ENOTCAPABLE: '`fd` lacks FD_WRITE.',
      EACCES: 'The program may not use this address: `--allow-net` or the option `network` does not name it.',
    },
  },
  sock_getsockopt: {
    text: 'Reads an option of a socket.',
    posix: 'getsockopt(2)',
    params: {
      fd: 'The socket.',
      level: 'The level; there is one.',
      name: 'The option.',
      flag: 'Room for the value: an int, or two u64 of seconds and microseconds for a time. `flag_len` points to the number of bytes, and is set to the size of the value.',
    },
    results: {},
    when: { EINVAL: 'There is no such option, or too little room.' },
  },
  sock_setsockopt: {
    text: 'Sets an option of a socket.',
    posix: 'setsockopt(2)',
    params: {
      fd: 'The socket.',
      level: 'The level; there is one.',
      name: 'The option.',
      flag: 'The value: an int, or two u64 of seconds and microseconds for a time.',
    },
    results: {},
    when: {
      EDOM: 'The value is not a time: it is negative, has a million microseconds or more, or is too long.',
      EINVAL: 'There is no such option, or the value is invalid.',
    },
  },
  sock_getaddrinfo: {
    text: 'Finds the addresses of a host.',
    posix: 'getaddrinfo(3)',
    params: {
      node: 'The name or the address of the host; empty for this machine. A NUL byte may end it.',
      service: 'The port as a number, or the name of a service; may be empty.',
      hints: 'An addrinfo: which family and type are wanted, and flags.',
      res: 'Points to the first of a list of addrinfo that the program has made, with an address each; `res_len` is how many there are.',
    },
    results: { res_count: 'How many of them are filled.' },
    when: {
      EACCES: 'The program may not look up this name: `--allow-net` or the option `network` does not name it.',
      ENOENT: 'There is no such host or service.',
      EAGAIN: 'The name cannot be resolved at the moment.',
      EINVAL: 'Node and service are both empty, there is no room for an address, or the hints are invalid.',
    },
  },
  'thread-spawn': {
    text: 'Starts a thread: the host instantiates the program again, over the same memory, and calls its export `wasi_thread_start` there.',
    posix: 'pthread_create(3)',
    params: {
      start_arg: 'What the thread gets besides its number: a pointer to the program’s data for it.',
    },
    results: { tid: 'The number of the thread, from 2 on: 1 is the first thread.' },
    when: { EAGAIN: 'The limit of threads is reached, or the host cannot start another.' },
    notes:
      'It is imported from the module `wasi`. It returns the number of the thread, or an errno as a negative number. The program ends when its first thread returns, and when any thread calls proc_exit or traps.',
  },
};

/**
 * A hostcall in words, with its general type.
 * @param name a name of the table
 */
export function hostcallText(name: HostcallName): HostcallText {
  return hostcallTexts[name];
}

/** What the hostcalls of each family are for. */
export const familyTexts: Readonly<Record<Family, string>> = {
  args: 'The program’s arguments.',
  environ: 'The program’s environment.',
  clock: 'Clocks: their time and resolution.',
  'fd-io': 'Reading, writing and seeking through a descriptor.',
  'fd-stat': 'What a descriptor is, what it may do, and the file behind it.',
  directory: 'Preopened directories and listings.',
  path: 'Files and directories by name, below a directory descriptor.',
  poll: 'Waiting for clocks and descriptors.',
  proc: 'Ending the program, and signals.',
  random: 'Random bytes.',
  sched: 'Giving up the processor.',
  sock: 'Sockets that the host has opened.',
  network: 'Sockets that the program opens: WasmEdge’s extension, for a program that is given a network.',
  threads: 'Threads over one memory: wasi-threads, for a program that was built for it.',
};
