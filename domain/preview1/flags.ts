/**
 * Flag sets and enumerations of preview1, each with the names the interface description gives, by bit or by value.
 * They print traces, validate arguments (an undefined bit or value is EINVAL) and document the ABI.
 */

/** A set of flags: bit number → name. */
export interface FlagSet {
  readonly bits: readonly string[];
  readonly text: readonly string[];
}

/** An enumeration: value → name. */
export interface Enumeration {
  readonly values: readonly string[];
  readonly text: readonly string[];
}

export const Fdflag = { APPEND: 1, DSYNC: 2, NONBLOCK: 4, RSYNC: 8, SYNC: 16 } as const;
export const Oflag = { CREAT: 1, DIRECTORY: 2, EXCL: 4, TRUNC: 8 } as const;
export const Lookupflag = { SYMLINK_FOLLOW: 1 } as const;
export const Fstflag = { ATIM: 1, ATIM_NOW: 2, MTIM: 4, MTIM_NOW: 8 } as const;
export const Subclockflag = { ABSTIME: 1 } as const;
export const Eventrwflag = { HANGUP: 1 } as const;
export const Riflag = { RECV_PEEK: 1, RECV_WAITALL: 2 } as const;
export const Roflag = { RECV_DATA_TRUNCATED: 1 } as const;
export const Sdflag = { RD: 1, WR: 2 } as const;

export const Filetype = {
  UNKNOWN: 0,
  BLOCK_DEVICE: 1,
  CHARACTER_DEVICE: 2,
  DIRECTORY: 3,
  REGULAR_FILE: 4,
  SOCKET_DGRAM: 5,
  SOCKET_STREAM: 6,
  SYMBOLIC_LINK: 7,
} as const;
/** `preview1` order; `wasi_unstable` has CUR, END, SET (see unstable.ts). */
export const Whence = { SET: 0, CUR: 1, END: 2 } as const;
export const Clockid = { REALTIME: 0, MONOTONIC: 1, PROCESS_CPUTIME_ID: 2, THREAD_CPUTIME_ID: 3 } as const;
export const Eventtype = { CLOCK: 0, FD_READ: 1, FD_WRITE: 2 } as const;
export const Advice = { NORMAL: 0, SEQUENTIAL: 1, RANDOM: 2, WILLNEED: 3, DONTNEED: 4, NOREUSE: 5 } as const;

/** The flag sets by the name of the parameter kind that carries them. */
export const flagSets = {
  fdflags: {
    bits: ['APPEND', 'DSYNC', 'NONBLOCK', 'RSYNC', 'SYNC'],
    text: [
      'Every write goes to the end of the file.',
      'Writes wait until the data is on the storage.',
      'Nothing waits: what would wait answers EAGAIN.',
      'Reads wait for pending synchronised writes.',
      'Writes wait until data and metadata are on the storage.',
    ],
  },
  oflags: {
    bits: ['CREAT', 'DIRECTORY', 'EXCL', 'TRUNC'],
    text: [
      'Create the file if it does not exist.',
      'Fail if it is not a directory.',
      'With CREAT: fail if it exists.',
      'Truncate the file to size 0.',
    ],
  },
  lookupflags: {
    bits: ['SYMLINK_FOLLOW'],
    text: ['As the last component, a symbolic link stands for what it names.'],
  },
  fstflags: {
    bits: ['ATIM', 'ATIM_NOW', 'MTIM', 'MTIM_NOW'],
    text: [
      'Set the access time to the given one.',
      'Set the access time to the clock.',
      'Set the modification time to the given one.',
      'Set the modification time to the clock.',
    ],
  },
  subclockflags: {
    bits: ['SUBSCRIPTION_CLOCK_ABSTIME'],
    text: ['The timeout is a point on the clock, not a duration.'],
  },
  eventrwflags: { bits: ['FD_READWRITE_HANGUP'], text: ['The peer has closed or disconnected.'] },
  riflags: {
    bits: ['RECV_PEEK', 'RECV_WAITALL'],
    text: ['Return the message without removing it.', 'Wait until the whole amount is there.'],
  },
  roflags: { bits: ['RECV_DATA_TRUNCATED'], text: ['The message was cut to the buffer.'] },
  siflags: { bits: [], text: [] },
  sdflags: { bits: ['RD', 'WR'], text: ['No further receiving.', 'No further sending.'] },
} as const satisfies Record<string, FlagSet>;

/** The enumerations by the name of the parameter kind that carries them. */
export const enumerations = {
  clockid: {
    values: ['REALTIME', 'MONOTONIC', 'PROCESS_CPUTIME_ID', 'THREAD_CPUTIME_ID'],
    text: [
      'Wall-clock time since 1970-01-01T00:00:00Z.',
      'Time since an arbitrary point, never set back.',
      'CPU time of the process.',
      'CPU time of the thread.',
    ],
  },
  whence: {
    values: ['SET', 'CUR', 'END'],
    text: ['From the start of the file.', 'From the current offset.', 'From the end of the file.'],
  },
  advice: {
    values: ['NORMAL', 'SEQUENTIAL', 'RANDOM', 'WILLNEED', 'DONTNEED', 'NOREUSE'],
    text: [
      'No advice.',
      'Reads go from lower to higher offsets.',
      'Reads come in random order.',
      'The range will be read soon.',
      'The range will not be read soon.',
      'The range will be read once.',
    ],
  },
  filetype: {
    values: [
      'UNKNOWN',
      'BLOCK_DEVICE',
      'CHARACTER_DEVICE',
      'DIRECTORY',
      'REGULAR_FILE',
      'SOCKET_DGRAM',
      'SOCKET_STREAM',
      'SYMBOLIC_LINK',
    ],
    text: [
      'Unknown, or none of the others (a pipe, for instance).',
      'A block device.',
      'A character device, such as a terminal.',
      'A directory.',
      'A regular file.',
      'A datagram socket.',
      'A byte-stream socket.',
      'A symbolic link.',
    ],
  },
  eventtype: {
    values: ['CLOCK', 'FD_READ', 'FD_WRITE'],
    text: ['A clock has reached a time.', 'A descriptor has data to read.', 'A descriptor takes data.'],
  },
  signal: {
    values: [
      'NONE',
      'HUP',
      'INT',
      'QUIT',
      'ILL',
      'TRAP',
      'ABRT',
      'BUS',
      'FPE',
      'KILL',
      'USR1',
      'SEGV',
      'USR2',
      'PIPE',
      'ALRM',
      'TERM',
      'CHLD',
      'CONT',
      'STOP',
      'TSTP',
      'TTIN',
      'TTOU',
      'URG',
      'XCPU',
      'XFSZ',
      'VTALRM',
      'PROF',
      'WINCH',
      'POLL',
      'PWR',
      'SYS',
    ],
    text: [
      'No signal; reserved, since POSIX gives 0 a meaning of its own.',
      'Hangup; ends the program.',
      'Interrupt from the terminal; ends the program.',
      'Quit from the terminal; ends the program.',
      'Illegal instruction; ends the program.',
      'Trace or breakpoint trap; ends the program.',
      'Abort; ends the program.',
      'Access to an undefined part of a memory object; ends the program.',
      'Erroneous arithmetic; ends the program.',
      'Kill; ends the program.',
      'User-defined signal 1; ends the program.',
      'Invalid memory reference; ends the program.',
      'User-defined signal 2; ends the program.',
      'Write on a pipe that nobody reads; ignored.',
      'Alarm clock; ends the program.',
      'Termination; ends the program.',
      'A child ended, stopped or went on; ignored.',
      'Go on, if stopped; ignored otherwise.',
      'Stop; stops the program.',
      'Stop from the terminal; stops the program.',
      'Background process reads the terminal; stops the program.',
      'Background process writes to the terminal; stops the program.',
      'Urgent data at a socket; ignored.',
      'CPU time limit exceeded; ends the program.',
      'File size limit exceeded; ends the program.',
      'Virtual timer expired; ends the program.',
      'Profiling timer expired; ends the program.',
      'Window changed; ignored.',
      'I/O possible; ends the program.',
      'Power failure; ends the program.',
      'Bad system call; ends the program.',
    ],
  },
} as const satisfies Record<string, Enumeration>;

/** A kind of parameter that is a set of flags. */
export type FlagKind = keyof typeof flagSets;
/** A kind of parameter that is one of an enumeration. */
export type EnumKind = keyof typeof enumerations;

/**
 * The names in a set of flags.
 * @param kind which set
 * @param value the bits
 * @returns the names of the bits that are set, lowest first; bits without a name as one hexadecimal number at the end
 */
export function flagNames(kind: FlagKind, value: number): string[] {
  const bits: readonly string[] = flagSets[kind].bits;
  const names = bits.filter((_, bit) => value & (1 << bit));
  const unknown = (value & ~((1 << bits.length) - 1)) >>> 0;
  if (unknown !== 0) names.push(`0x${unknown.toString(16)}`);
  return names;
}
