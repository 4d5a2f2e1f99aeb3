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

const table = {
  ESUCCESS: { value: 0, text: 'Success' },
  E2BIG: { value: 1, text: 'Argument list too long' },
  EACCES: { value: 2, text: 'Permission denied' },
  EADDRINUSE: { value: 3, text: 'Address in use' },
  EADDRNOTAVAIL: { value: 4, text: 'Address not available' },
  EAFNOSUPPORT: { value: 5, text: 'Address family not supported' },
  EAGAIN: { value: 6, text: 'Resource temporarily unavailable' },
  EALREADY: { value: 7, text: 'Connection already in progress' },
  EBADF: { value: 8, text: 'Bad file descriptor' },
  EBADMSG: { value: 9, text: 'Bad message' },
  EBUSY: { value: 10, text: 'Device or resource busy' },
  ECANCELED: { value: 11, text: 'Operation canceled' },
  ECHILD: { value: 12, text: 'No child processes' },
  ECONNABORTED: { value: 13, text: 'Connection aborted' },
  ECONNREFUSED: { value: 14, text: 'Connection refused' },
  ECONNRESET: { value: 15, text: 'Connection reset' },
  EDEADLK: { value: 16, text: 'Resource deadlock would occur' },
  EDESTADDRREQ: { value: 17, text: 'Destination address required' },
  EDOM: { value: 18, text: 'Argument out of domain' },
  EDQUOT: { value: 19, text: 'Disk quota exceeded' },
  EEXIST: { value: 20, text: 'File exists' },
  EFAULT: { value: 21, text: 'Bad address' },
  EFBIG: { value: 22, text: 'File too large' },
  EHOSTUNREACH: { value: 23, text: 'Host is unreachable' },
  EIDRM: { value: 24, text: 'Identifier removed' },
  EILSEQ: { value: 25, text: 'Illegal byte sequence' },
  EINPROGRESS: { value: 26, text: 'Operation in progress' },
  EINTR: { value: 27, text: 'Interrupted function' },
  EINVAL: { value: 28, text: 'Invalid argument' },
  EIO: { value: 29, text: 'I/O error' },
  EISCONN: { value: 30, text: 'Socket is connected' },
  EISDIR: { value: 31, text: 'Is a directory' },
  ELOOP: { value: 32, text: 'Too many levels of symbolic links' },
  EMFILE: { value: 33, text: 'Too many open files' },
  EMLINK: { value: 34, text: 'Too many links' },
  EMSGSIZE: { value: 35, text: 'Message too large' },
  EMULTIHOP: { value: 36, text: 'Multihop attempted' },
  ENAMETOOLONG: { value: 37, text: 'File name too long' },
  ENETDOWN: { value: 38, text: 'Network is down' },
  ENETRESET: { value: 39, text: 'Connection aborted by network' },
  ENETUNREACH: { value: 40, text: 'Network unreachable' },
  ENFILE: { value: 41, text: 'Too many files open in system' },
  ENOBUFS: { value: 42, text: 'No buffer space available' },
  ENODEV: { value: 43, text: 'No such device' },
  ENOENT: { value: 44, text: 'No such file or directory' },
  ENOEXEC: { value: 45, text: 'Exec format error' },
  ENOLCK: { value: 46, text: 'No locks available' },
  ENOLINK: { value: 47, text: 'Link has been severed' },
  ENOMEM: { value: 48, text: 'Out of memory' },
  ENOMSG: { value: 49, text: 'No message of the desired type' },
  ENOPROTOOPT: { value: 50, text: 'Protocol not available' },
  ENOSPC: { value: 51, text: 'No space left on device' },
  ENOSYS: { value: 52, text: 'Function not implemented' },
  ENOTCONN: { value: 53, text: 'Socket not connected' },
  ENOTDIR: { value: 54, text: 'Not a directory' },
  ENOTEMPTY: { value: 55, text: 'Directory not empty' },
  ENOTRECOVERABLE: { value: 56, text: 'State not recoverable' },
  ENOTSOCK: { value: 57, text: 'Not a socket' },
  ENOTSUP: { value: 58, text: 'Not supported' },
  ENOTTY: { value: 59, text: 'Not a tty' },
  ENXIO: { value: 60, text: 'No such device or address' },
  EOVERFLOW: { value: 61, text: 'Value too large for data type' },
  EOWNERDEAD: { value: 62, text: 'Previous owner died' },
  EPERM: { value: 63, text: 'Operation not permitted' },
  EPIPE: { value: 64, text: 'Broken pipe' },
  EPROTO: { value: 65, text: 'Protocol error' },
  EPROTONOSUPPORT: { value: 66, text: 'Protocol not supported' },
  EPROTOTYPE: { value: 67, text: 'Protocol wrong type for socket' },
  ERANGE: { value: 68, text: 'Result not representable' },
  EROFS: { value: 69, text: 'Read-only file system' },
  ESPIPE: { value: 70, text: 'Invalid seek' },
  ESRCH: { value: 71, text: 'No such process' },
  ESTALE: { value: 72, text: 'Stale file handle' },
  ETIMEDOUT: { value: 73, text: 'Operation timed out' },
  ETXTBSY: { value: 74, text: 'Text file busy' },
  EXDEV: { value: 75, text: 'Cross-device link' },
  ENOTCAPABLE: { value: 76, text: 'Capabilities insufficient' },
} as const;

/** A name of the errno table. */
export type ErrnoName = keyof typeof table;

const names = Object.keys(table) as ErrnoName[];

/** The errnos by name: `Errno.ENOENT === 44`. */
export const Errno = Object.fromEntries(names.map(name => [name, table[name].value])) as {
  readonly [N in ErrnoName]: (typeof table)[N]['value'];
};

/** Every errno by value: `errnos[44]` is `ENOENT`. */
export const errnos: readonly ErrnoEntry[] = names
  .toSorted((a, b) => table[a].value - table[b].value)
  .map(name => ({ name, text: table[name].text }));

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
