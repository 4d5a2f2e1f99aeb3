import type { HostcallName } from '../preview1/index.js';

/** Functions of POSIX and of C, and what becomes of a call of them in a program that was built with wasi-libc. */
export interface PosixFunctions {
  readonly names: readonly string[];
  /** The hostcalls that it makes; none where preview1 has nothing of the kind. */
  readonly calls: readonly HostcallName[];
  readonly text: string;
}

const BELOW_PREOPENS =
  'wasi-libc finds the preopened directory whose name is the longest beginning of the path, and passes the rest of the path.';
const NO_PROCESSES = 'Preview1 has no processes: a program cannot start another one.';
const NO_OWNERS = 'Preview1 has no owners and no permissions of files; rights determine what a program may do.';
const WASMEDGE =
  'Preview1 cannot open sockets: a program can only use those that it is given. A program built for WasmEdge calls this function of its extension, which hostcall provides with `--allow-net`.';
const ADDRESSED =
  'In preview1 without the address. A program built for WasmEdge calls the second function, of its extension, which hostcall provides with `--allow-net`.';

/**
 * The functions that a C programmer looks for, by what they do.
 *
 * Source: wasi-libc, https://github.com/WebAssembly/wasi-libc.
 */
export const posixFunctions: readonly PosixFunctions[] = [
  { names: ['open', 'openat', 'creat', 'fopen'], calls: ['path_open'], text: BELOW_PREOPENS },
  { names: ['opendir', 'fdopendir'], calls: ['path_open'], text: `${BELOW_PREOPENS} The entries come with readdir.` },
  { names: ['close', 'fclose', 'closedir'], calls: ['fd_close'], text: 'It closes the descriptor.' },
  {
    names: ['read', 'readv', 'fread', 'fgets', 'getchar', 'scanf'],
    calls: ['fd_read'],
    text: 'It reads at the descriptor’s offset.',
  },
  { names: ['pread', 'preadv'], calls: ['fd_pread'], text: 'It reads at an offset.' },
  {
    names: ['write', 'writev', 'fwrite', 'printf', 'fprintf', 'puts', 'putchar'],
    calls: ['fd_write'],
    text: 'It writes at the descriptor’s offset. The functions of stdio.h buffer what they write, and make one call for it.',
  },
  { names: ['pwrite', 'pwritev'], calls: ['fd_pwrite'], text: 'It writes at an offset.' },
  {
    names: ['lseek', 'fseek', 'ftell', 'rewind'],
    calls: ['fd_seek', 'fd_tell'],
    text: 'It moves the offset of a descriptor, or returns it.',
  },
  {
    names: ['stat', 'lstat', 'fstatat', 'access', 'faccessat'],
    calls: ['path_filestat_get'],
    text: `${BELOW_PREOPENS} A filestat has no owner and no permissions.`,
  },
  { names: ['fstat'], calls: ['fd_filestat_get'], text: 'A filestat has no owner and no permissions.' },
  {
    names: ['isatty', 'ttyname'],
    calls: ['fd_fdstat_get'],
    text: 'To wasi-libc, a terminal is a character device without the rights FD_SEEK and FD_TELL.',
  },
  {
    names: ['fcntl', 'ioctl'],
    calls: ['fd_fdstat_get', 'fd_fdstat_set_flags'],
    text: 'Only the flags of a descriptor can be read and set (F_GETFL, F_SETFL, FIONBIO): there are no locks.',
  },
  {
    names: ['truncate', 'ftruncate'],
    calls: ['fd_filestat_set_size'],
    text: 'A path is opened first.',
  },
  {
    names: ['fsync', 'fdatasync', 'sync'],
    calls: ['fd_sync', 'fd_datasync'],
    text: 'They sync one file only: there is no sync of all files.',
  },
  { names: ['posix_fadvise'], calls: ['fd_advise'], text: 'It passes the advice on.' },
  { names: ['posix_fallocate'], calls: ['fd_allocate'], text: 'It reserves space on the disk.' },
  { names: ['mkdir', 'mkdirat'], calls: ['path_create_directory'], text: BELOW_PREOPENS },
  { names: ['rmdir'], calls: ['path_remove_directory'], text: BELOW_PREOPENS },
  {
    names: ['unlink', 'unlinkat'],
    calls: ['path_unlink_file', 'path_remove_directory'],
    text: 'unlinkat with AT_REMOVEDIR removes a directory.',
  },
  {
    names: ['remove'],
    calls: ['path_unlink_file', 'path_remove_directory'],
    text: 'It tries the first, and for a directory the second.',
  },
  { names: ['rename', 'renameat'], calls: ['path_rename'], text: BELOW_PREOPENS },
  { names: ['link', 'linkat'], calls: ['path_link'], text: BELOW_PREOPENS },
  { names: ['symlink', 'symlinkat'], calls: ['path_symlink'], text: BELOW_PREOPENS },
  { names: ['readlink', 'readlinkat'], calls: ['path_readlink'], text: BELOW_PREOPENS },
  {
    names: ['readdir', 'scandir', 'seekdir', 'telldir'],
    calls: ['fd_readdir'],
    text: 'It reads entries into a buffer, and returns them one by one.',
  },
  { names: ['utimensat', 'utimes', 'utime'], calls: ['path_filestat_set_times'], text: BELOW_PREOPENS },
  { names: ['futimens', 'futimes'], calls: ['fd_filestat_set_times'], text: 'It sets the times of an open file.' },
  {
    names: ['dup', 'dup2', 'dup3'],
    calls: ['fd_renumber'],
    text: 'A descriptor cannot be duplicated. It can be moved to another number, and the descriptor that had that number is closed.',
  },
  {
    names: ['poll', 'ppoll', 'select', 'pselect', 'epoll_wait'],
    calls: ['poll_oneoff'],
    text: 'Each descriptor is a subscription, and so is the timeout. There is no epoll.',
  },
  {
    names: ['sleep', 'usleep', 'nanosleep', 'clock_nanosleep'],
    calls: ['poll_oneoff'],
    text: 'It waits for one subscription, a clock.',
  },
  {
    names: ['clock_gettime', 'gettimeofday', 'time', 'clock', 'times'],
    calls: ['clock_time_get'],
    text: 'It reads a clock.',
  },
  { names: ['clock_getres'], calls: ['clock_res_get'], text: 'It returns the resolution of a clock.' },
  { names: ['getrandom', 'getentropy', 'arc4random'], calls: ['random_get'], text: 'It fills a buffer.' },
  {
    names: ['main', 'argv', 'argc'],
    calls: ['args_sizes_get', 'args_get'],
    text: 'wasi-libc reads the arguments before it calls main.',
  },
  {
    names: ['getenv', 'setenv', 'putenv'],
    calls: ['environ_sizes_get', 'environ_get'],
    text: 'wasi-libc reads the environment once. Changes to it stay in the program.',
  },
  { names: ['exit', '_exit', '_Exit'], calls: ['proc_exit'], text: 'A program that returns 0 from main just returns.' },
  {
    names: ['abort', 'assert'],
    calls: [],
    text: 'wasi-libc traps: it executes the instruction `unreachable`. The exit status is 134.',
  },
  {
    names: ['raise', 'kill', 'signal', 'sigaction'],
    calls: ['proc_raise'],
    text: 'No signal reaches a program from outside. With -lwasi-emulated-signal, wasi-libc calls the program’s own handlers, and makes no hostcall.',
  },
  {
    names: ['accept', 'accept4'],
    calls: ['sock_accept'],
    text: 'The listening socket has to be given to the program.',
  },
  { names: ['recv', 'recvmsg'], calls: ['sock_recv'], text: 'It receives from a socket.' },
  { names: ['recvfrom'], calls: ['sock_recv', 'sock_recv_from'], text: ADDRESSED },
  { names: ['send', 'sendmsg'], calls: ['sock_send'], text: 'It sends to a socket.' },
  { names: ['sendto'], calls: ['sock_send', 'sock_send_to'], text: ADDRESSED },
  { names: ['shutdown'], calls: ['sock_shutdown'], text: 'It closes a direction of a socket.' },
  { names: ['socket'], calls: ['sock_open'], text: WASMEDGE },
  { names: ['bind'], calls: ['sock_bind'], text: WASMEDGE },
  { names: ['listen'], calls: ['sock_listen'], text: WASMEDGE },
  { names: ['connect'], calls: ['sock_connect'], text: WASMEDGE },
  { names: ['getsockname'], calls: ['sock_getlocaladdr'], text: WASMEDGE },
  { names: ['getpeername'], calls: ['sock_getpeeraddr'], text: WASMEDGE },
  { names: ['getsockopt'], calls: ['sock_getsockopt'], text: WASMEDGE },
  { names: ['setsockopt'], calls: ['sock_setsockopt'], text: WASMEDGE },
  { names: ['getaddrinfo'], calls: ['sock_getaddrinfo'], text: WASMEDGE },
  {
    names: ['chdir', 'getcwd'],
    calls: [],
    text: 'Preview1 has no working directory. wasi-libc keeps one inside the program, and puts it before relative paths.',
  },
  {
    names: ['fork', 'vfork', 'execve', 'execvp', 'posix_spawn', 'system', 'popen', 'wait', 'waitpid'],
    calls: [],
    text: NO_PROCESSES,
  },
  {
    names: ['getpid', 'getppid', 'getuid', 'geteuid', 'getgid'],
    calls: [],
    text: `${NO_PROCESSES} It has no users either.`,
  },
  {
    names: ['pipe', 'pipe2', 'socketpair', 'mkfifo', 'mknod', 'eventfd'],
    calls: [],
    text: 'Preview1 cannot make pipes or devices.',
  },
  {
    names: ['mmap', 'munmap', 'mprotect'],
    calls: ['fd_pread'],
    text: 'Preview1 cannot map files. With -lwasi-emulated-mman, wasi-libc allocates memory and reads the file into it.',
  },
  {
    names: ['malloc', 'brk', 'sbrk'],
    calls: [],
    text: 'Memory grows by the instruction `memory.grow`. No hostcall is needed.',
  },
  { names: ['chmod', 'fchmod', 'fchmodat', 'chown', 'fchown', 'lchown', 'umask'], calls: [], text: NO_OWNERS },
  { names: ['flock', 'lockf'], calls: [], text: 'Preview1 has no locks on files.' },
  { names: ['statfs', 'statvfs'], calls: [], text: 'Preview1 reports nothing about file systems.' },
  {
    names: ['pthread_create', 'thrd_create'],
    calls: ['thread-spawn'],
    text: 'Preview1 has no threads. Only a program built for wasm32-wasip1-threads can start one.',
  },
  { names: ['dlopen', 'dlsym'], calls: [], text: 'Preview1 cannot load code.' },
  { names: ['uname', 'gethostname', 'sysconf'], calls: [], text: 'Preview1 reports nothing about the host.' },
];
