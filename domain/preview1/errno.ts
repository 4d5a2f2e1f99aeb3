/**
 * The error numbers of preview1. A hostcall answers one of these; inside hostcall they travel as negative numbers (`-ENOENT`),
 * so that a non-negative result and an error share one return value.
 *
 * Source: the `errno` variant of the preview1 interface description, values 0 to 76 in order.
 */

/** One row of the errno table. */
export interface ErrnoEntry {
  /** The name as C programs know it, upper case with a leading `E`; `ESUCCESS` for 0. */
  readonly name: string;
  /** The short text a person expects to read, as in `strerror`. */
  readonly text: string;
}

/** Every errno by value: `errnos[44]` is `ENOENT`. */
export const errnos: readonly ErrnoEntry[] = [
  { name: 'ESUCCESS', text: 'Success' },
  { name: 'E2BIG', text: 'Argument list too long' },
  { name: 'EACCES', text: 'Permission denied' },
  { name: 'EADDRINUSE', text: 'Address in use' },
  { name: 'EADDRNOTAVAIL', text: 'Address not available' },
  { name: 'EAFNOSUPPORT', text: 'Address family not supported' },
  { name: 'EAGAIN', text: 'Resource temporarily unavailable' },
  { name: 'EALREADY', text: 'Connection already in progress' },
  { name: 'EBADF', text: 'Bad file descriptor' },
  { name: 'EBADMSG', text: 'Bad message' },
  { name: 'EBUSY', text: 'Device or resource busy' },
  { name: 'ECANCELED', text: 'Operation canceled' },
  { name: 'ECHILD', text: 'No child processes' },
  { name: 'ECONNABORTED', text: 'Connection aborted' },
  { name: 'ECONNREFUSED', text: 'Connection refused' },
  { name: 'ECONNRESET', text: 'Connection reset' },
  { name: 'EDEADLK', text: 'Resource deadlock would occur' },
  { name: 'EDESTADDRREQ', text: 'Destination address required' },
  { name: 'EDOM', text: 'Argument out of domain' },
  { name: 'EDQUOT', text: 'Disk quota exceeded' },
  { name: 'EEXIST', text: 'File exists' },
  { name: 'EFAULT', text: 'Bad address' },
  { name: 'EFBIG', text: 'File too large' },
  { name: 'EHOSTUNREACH', text: 'Host is unreachable' },
  { name: 'EIDRM', text: 'Identifier removed' },
  { name: 'EILSEQ', text: 'Illegal byte sequence' },
  { name: 'EINPROGRESS', text: 'Operation in progress' },
  { name: 'EINTR', text: 'Interrupted function' },
  { name: 'EINVAL', text: 'Invalid argument' },
  { name: 'EIO', text: 'I/O error' },
  { name: 'EISCONN', text: 'Socket is connected' },
  { name: 'EISDIR', text: 'Is a directory' },
  { name: 'ELOOP', text: 'Too many levels of symbolic links' },
  { name: 'EMFILE', text: 'Too many open files' },
  { name: 'EMLINK', text: 'Too many links' },
  { name: 'EMSGSIZE', text: 'Message too large' },
  { name: 'EMULTIHOP', text: 'Multihop attempted' },
  { name: 'ENAMETOOLONG', text: 'File name too long' },
  { name: 'ENETDOWN', text: 'Network is down' },
  { name: 'ENETRESET', text: 'Connection aborted by network' },
  { name: 'ENETUNREACH', text: 'Network unreachable' },
  { name: 'ENFILE', text: 'Too many files open in system' },
  { name: 'ENOBUFS', text: 'No buffer space available' },
  { name: 'ENODEV', text: 'No such device' },
  { name: 'ENOENT', text: 'No such file or directory' },
  { name: 'ENOEXEC', text: 'Exec format error' },
  { name: 'ENOLCK', text: 'No locks available' },
  { name: 'ENOLINK', text: 'Link has been severed' },
  { name: 'ENOMEM', text: 'Out of memory' },
  { name: 'ENOMSG', text: 'No message of the desired type' },
  { name: 'ENOPROTOOPT', text: 'Protocol not available' },
  { name: 'ENOSPC', text: 'No space left on device' },
  { name: 'ENOSYS', text: 'Function not implemented' },
  { name: 'ENOTCONN', text: 'Socket not connected' },
  { name: 'ENOTDIR', text: 'Not a directory' },
  { name: 'ENOTEMPTY', text: 'Directory not empty' },
  { name: 'ENOTRECOVERABLE', text: 'State not recoverable' },
  { name: 'ENOTSOCK', text: 'Not a socket' },
  { name: 'ENOTSUP', text: 'Not supported' },
  { name: 'ENOTTY', text: 'Not a tty' },
  { name: 'ENXIO', text: 'No such device or address' },
  { name: 'EOVERFLOW', text: 'Value too large for data type' },
  { name: 'EOWNERDEAD', text: 'Previous owner died' },
  { name: 'EPERM', text: 'Operation not permitted' },
  { name: 'EPIPE', text: 'Broken pipe' },
  { name: 'EPROTO', text: 'Protocol error' },
  { name: 'EPROTONOSUPPORT', text: 'Protocol not supported' },
  { name: 'EPROTOTYPE', text: 'Protocol wrong type for socket' },
  { name: 'ERANGE', text: 'Result not representable' },
  { name: 'EROFS', text: 'Read-only file system' },
  { name: 'ESPIPE', text: 'Invalid seek' },
  { name: 'ESRCH', text: 'No such process' },
  { name: 'ESTALE', text: 'Stale file handle' },
  { name: 'ETIMEDOUT', text: 'Operation timed out' },
  { name: 'ETXTBSY', text: 'Text file busy' },
  { name: 'EXDEV', text: 'Cross-device link' },
  { name: 'ENOTCAPABLE', text: 'Capabilities insufficient' },
];

/** The errno values by name, as numbers: `Errno.ENOENT === 44`. */
export const Errno = {
  ESUCCESS: 0,
  E2BIG: 1,
  EACCES: 2,
  EADDRINUSE: 3,
  EADDRNOTAVAIL: 4,
  EAFNOSUPPORT: 5,
  EAGAIN: 6,
  EALREADY: 7,
  EBADF: 8,
  EBADMSG: 9,
  EBUSY: 10,
  ECANCELED: 11,
  ECHILD: 12,
  ECONNABORTED: 13,
  ECONNREFUSED: 14,
  ECONNRESET: 15,
  EDEADLK: 16,
  EDESTADDRREQ: 17,
  EDOM: 18,
  EDQUOT: 19,
  EEXIST: 20,
  EFAULT: 21,
  EFBIG: 22,
  EHOSTUNREACH: 23,
  EIDRM: 24,
  EILSEQ: 25,
  EINPROGRESS: 26,
  EINTR: 27,
  EINVAL: 28,
  EIO: 29,
  EISCONN: 30,
  EISDIR: 31,
  ELOOP: 32,
  EMFILE: 33,
  EMLINK: 34,
  EMSGSIZE: 35,
  EMULTIHOP: 36,
  ENAMETOOLONG: 37,
  ENETDOWN: 38,
  ENETRESET: 39,
  ENETUNREACH: 40,
  ENFILE: 41,
  ENOBUFS: 42,
  ENODEV: 43,
  ENOENT: 44,
  ENOEXEC: 45,
  ENOLCK: 46,
  ENOLINK: 47,
  ENOMEM: 48,
  ENOMSG: 49,
  ENOPROTOOPT: 50,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTCONN: 53,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  ENOTRECOVERABLE: 56,
  ENOTSOCK: 57,
  ENOTSUP: 58,
  ENOTTY: 59,
  ENXIO: 60,
  EOVERFLOW: 61,
  EOWNERDEAD: 62,
  EPERM: 63,
  EPIPE: 64,
  EPROTO: 65,
  EPROTONOSUPPORT: 66,
  EPROTOTYPE: 67,
  ERANGE: 68,
  EROFS: 69,
  ESPIPE: 70,
  ESRCH: 71,
  ESTALE: 72,
  ETIMEDOUT: 73,
  ETXTBSY: 74,
  EXDEV: 75,
  ENOTCAPABLE: 76,
} as const;

/** A name of the errno table. */
export type ErrnoName = keyof typeof Errno;

/**
 * The name of an errno.
 * @param errno a value as the guest sees it, 0 or greater
 * @returns the name, such as `ENOENT`; `E<number>` for a value outside the table
 */
export function errnoName(errno: number): string {
  return errnos[errno]?.name ?? `E${errno}`;
}

/**
 * The short text of an errno.
 * @param errno a value as the guest sees it, 0 or greater
 * @returns the text, such as `No such file or directory`; `Unknown error` for a value outside the table
 */
export function errnoText(errno: number): string {
  return errnos[errno]?.text ?? 'Unknown error';
}
