/** What flags and the values of enumerations mean. */
import type { EnumKind, enumerations, FlagKind, flagSets } from '../preview1/index.js';

/** What each flag means, by the set that it is in. */
export const flagTexts: { readonly [K in FlagKind]: { readonly [F in (typeof flagSets)[K][number]]: string } } = {
  fdflags: {
    APPEND: 'Every write goes to the end of the file.',
    DSYNC: 'Writes wait until the data is on the storage.',
    NONBLOCK: 'Nothing waits: a call that would wait returns EAGAIN.',
    RSYNC: 'Reads wait for pending synchronised writes.',
    SYNC: 'Writes wait until data and metadata are on the storage.',
  },
  oflags: {
    CREAT: 'Create the file if it does not exist.',
    DIRECTORY: 'Fail if it is not a directory.',
    EXCL: 'With CREAT: fail if it exists.',
    TRUNC: 'Truncate the file to size 0.',
  },
  lookupflags: { SYMLINK_FOLLOW: 'A symbolic link as the last component is followed.' },
  fstflags: {
    ATIM: 'Set the access time to the given one.',
    ATIM_NOW: 'Set the access time to the clock.',
    MTIM: 'Set the modification time to the given one.',
    MTIM_NOW: 'Set the modification time to the clock.',
  },
  subclockflags: { SUBSCRIPTION_CLOCK_ABSTIME: 'The timeout is a point on the clock, not a duration.' },
  eventrwflags: { FD_READWRITE_HANGUP: 'The peer has closed or disconnected.' },
  riflags: {
    RECV_PEEK: 'Return the message without removing it.',
    RECV_WAITALL: 'Wait until the whole amount is there.',
  },
  roflags: { RECV_DATA_TRUNCATED: 'The message was truncated to the buffer.' },
  siflags: {},
  sdflags: { RD: 'No further receiving.', WR: 'No further sending.' },
};

/** What each value means, by the enumeration that it is in. */
export const enumerationTexts: {
  readonly [K in EnumKind]: { readonly [V in (typeof enumerations)[K][number]]: string };
} = {
  clockid: {
    REALTIME: 'Wall-clock time since 1970-01-01T00:00:00Z.',
    MONOTONIC: 'Time since an arbitrary point, never set back.',
    PROCESS_CPUTIME_ID: 'CPU time of the process.',
    THREAD_CPUTIME_ID: 'CPU time of the thread.',
  },
  whence: { SET: 'From the start of the file.', CUR: 'From the current offset.', END: 'From the end of the file.' },
  advice: {
    NORMAL: 'No advice.',
    SEQUENTIAL: 'Reads go from lower to higher offsets.',
    RANDOM: 'Reads come in random order.',
    WILLNEED: 'The range will be read soon.',
    DONTNEED: 'The range will not be read soon.',
    NOREUSE: 'The range will be read once.',
  },
  filetype: {
    UNKNOWN: 'Unknown, or none of the others (a pipe, for instance).',
    BLOCK_DEVICE: 'A block device.',
    CHARACTER_DEVICE: 'A character device, such as a terminal.',
    DIRECTORY: 'A directory.',
    REGULAR_FILE: 'A regular file.',
    SOCKET_DGRAM: 'A datagram socket.',
    SOCKET_STREAM: 'A byte-stream socket.',
    SYMBOLIC_LINK: 'A symbolic link.',
  },
  eventtype: {
    CLOCK: 'A clock has reached a time.',
    FD_READ: 'A descriptor has data to read.',
    FD_WRITE: 'A descriptor can be written to.',
  },
  addressfamily: { UNSPEC: 'Any family; IPv4 where one is needed.', INET4: 'IPv4.', INET6: 'IPv6.' },
  sockettype: {
    ANY: 'Any type; a stream where one is needed.',
    DGRAM: 'Messages: UDP.',
    STREAM: 'A byte stream: TCP.',
  },
  socketlevel: { SOCKET: 'Options of all sockets.' },
  socketoption: {
    REUSEADDR: 'An address may be bound again at once.',
    TYPE: 'The type of the socket, as in sock_open; read-only.',
    ERROR: 'The errno of the last failure, 0 for none; returned once, read-only.',
    DONTROUTE: 'Only hosts of the local network are reached.',
    BROADCAST: 'Messages may go to all hosts.',
    SNDBUF: 'The size of the buffer for sending, in bytes.',
    RCVBUF: 'The size of the buffer for receiving, in bytes.',
    KEEPALIVE: 'The connection is tested from time to time.',
    OOBINLINE: 'Urgent data is received with the rest.',
    LINGER: 'How long closing waits for unsent data.',
    RCVLOWAT: 'How many bytes must arrive before receiving returns.',
    RCVTIMEO: 'How long receiving waits.',
    SNDTIMEO: 'How long sending waits.',
    ACCEPTCONN: 'Whether the socket listens; read-only.',
    BINDTODEVICE: 'The network device that is used; not provided.',
  },
  signal: {
    NONE: 'No signal; reserved, since POSIX gives 0 a meaning of its own.',
    HUP: 'Hangup; ends the program.',
    INT: 'Interrupt from the terminal; ends the program.',
    QUIT: 'Quit from the terminal; ends the program.',
    ILL: 'Illegal instruction; ends the program.',
    TRAP: 'Trace or breakpoint trap; ends the program.',
    ABRT: 'Abort; ends the program.',
    BUS: 'Access to an undefined part of a memory object; ends the program.',
    FPE: 'Erroneous arithmetic; ends the program.',
    KILL: 'Kill; ends the program.',
    USR1: 'User-defined signal 1; ends the program.',
    SEGV: 'Invalid memory reference; ends the program.',
    USR2: 'User-defined signal 2; ends the program.',
    PIPE: 'Write on a pipe without a reader; ignored.',
    ALRM: 'Alarm clock; ends the program.',
    TERM: 'Termination; ends the program.',
    CHLD: 'A child ended, stopped or continued; ignored.',
    CONT: 'Continue, if stopped; ignored otherwise.',
    STOP: 'Stop; stops the program.',
    TSTP: 'Stop from the terminal; stops the program.',
    TTIN: 'Background process reads the terminal; stops the program.',
    TTOU: 'Background process writes to the terminal; stops the program.',
    URG: 'Urgent data at a socket; ignored.',
    XCPU: 'CPU time limit exceeded; ends the program.',
    XFSZ: 'File size limit exceeded; ends the program.',
    VTALRM: 'Virtual timer expired; ends the program.',
    PROF: 'Profiling timer expired; ends the program.',
    WINCH: 'Window changed; ignored.',
    POLL: 'I/O possible; ends the program.',
    PWR: 'Power failure; ends the program.',
    SYS: 'Bad system call; ends the program.',
  },
};

/**
 * What a flag or a value of an enumeration means.
 * @param kind the set or the enumeration
 * @param name a name of it
 */
export function valueText(kind: FlagKind | EnumKind, name: string): string {
  const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...flagTexts, ...enumerationTexts };
  return texts[kind]?.[name] ?? '';
}
