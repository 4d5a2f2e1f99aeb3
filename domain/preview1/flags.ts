/**
 * Flag sets and enumerations of preview1: each name, and what it means, once. They print traces, validate arguments (an undefined bit or value is
 * EINVAL) and document the ABI.
 *
 * Source: the `flags` and `enum` types of the interface description, members in order,
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/witx/typenames.witx.
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

/** The flags of each kind, from bit 0 on, with their meaning. */
const flags = {
  fdflags: {
    APPEND: 'Every write goes to the end of the file.',
    DSYNC: 'Writes wait until the data is on the storage.',
    NONBLOCK: 'Nothing waits: what would wait answers EAGAIN.',
    RSYNC: 'Reads wait for pending synchronised writes.',
    SYNC: 'Writes wait until data and metadata are on the storage.',
  },
  oflags: {
    CREAT: 'Create the file if it does not exist.',
    DIRECTORY: 'Fail if it is not a directory.',
    EXCL: 'With CREAT: fail if it exists.',
    TRUNC: 'Truncate the file to size 0.',
  },
  lookupflags: {
    SYMLINK_FOLLOW: 'As the last component, a symbolic link stands for what it names.',
  },
  fstflags: {
    ATIM: 'Set the access time to the given one.',
    ATIM_NOW: 'Set the access time to the clock.',
    MTIM: 'Set the modification time to the given one.',
    MTIM_NOW: 'Set the modification time to the clock.',
  },
  subclockflags: {
    SUBSCRIPTION_CLOCK_ABSTIME: 'The timeout is a point on the clock, not a duration.',
  },
  eventrwflags: {
    FD_READWRITE_HANGUP: 'The peer has closed or disconnected.',
  },
  riflags: {
    RECV_PEEK: 'Return the message without removing it.',
    RECV_WAITALL: 'Wait until the whole amount is there.',
  },
  roflags: {
    RECV_DATA_TRUNCATED: 'The message was cut to the buffer.',
  },
  siflags: {},
  sdflags: {
    RD: 'No further receiving.',
    WR: 'No further sending.',
  },
} as const;

/** The values of each enumeration, from 0 on, with their meaning. */
const enums = {
  clockid: {
    REALTIME: 'Wall-clock time since 1970-01-01T00:00:00Z.',
    MONOTONIC: 'Time since an arbitrary point, never set back.',
    PROCESS_CPUTIME_ID: 'CPU time of the process.',
    THREAD_CPUTIME_ID: 'CPU time of the thread.',
  },
  whence: {
    SET: 'From the start of the file.',
    CUR: 'From the current offset.',
    END: 'From the end of the file.',
  },
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
    FD_WRITE: 'A descriptor takes data.',
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
    CHLD: 'A child ended, stopped or went on; ignored.',
    CONT: 'Go on, if stopped; ignored otherwise.',
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
} as const;

/** A kind of parameter that is a set of flags. */
export type FlagKind = keyof typeof flags;
/** A kind of parameter that is one of an enumeration. */
export type EnumKind = keyof typeof enums;

type NamesOf<T> = Extract<keyof T, string>;

/** Numbers by name, for the names in order. */
function numbered<T extends object>(names: T, number: (index: number) => number): Readonly<Record<NamesOf<T>, number>> {
  return Object.fromEntries(Object.keys(names).map((name, index) => [name, number(index)])) as Record<
    NamesOf<T>,
    number
  >;
}

const mask = (bit: number) => 1 << bit;
const value = (index: number) => index;

export const Fdflag = numbered(flags.fdflags, mask);
export const Oflag = numbered(flags.oflags, mask);
export const Lookupflag = numbered(flags.lookupflags, mask);
export const Fstflag = numbered(flags.fstflags, mask);
export const Subclockflag = numbered(flags.subclockflags, mask);
export const Eventrwflag = numbered(flags.eventrwflags, mask);
export const Riflag = numbered(flags.riflags, mask);
export const Roflag = numbered(flags.roflags, mask);
export const Sdflag = numbered(flags.sdflags, mask);

export const Filetype = numbered(enums.filetype, value);
/** In the order of `preview1`; `wasi_unstable` has CUR, END, SET (see unstable.ts). */
export const Whence = numbered(enums.whence, value);
export const Clockid = numbered(enums.clockid, value);
export const Eventtype = numbered(enums.eventtype, value);
export const Advice = numbered(enums.advice, value);

/** The flag sets by the name of the parameter kind that carries them. */
export const flagSets = Object.fromEntries(
  Object.entries(flags).map(([kind, set]) => [kind, { bits: Object.keys(set), text: Object.values(set) }]),
) as unknown as { readonly [K in FlagKind]: FlagSet & { readonly bits: readonly NamesOf<(typeof flags)[K]>[] } };

/** The enumerations by the name of the parameter kind that carries them. */
export const enumerations = Object.fromEntries(
  Object.entries(enums).map(([kind, set]) => [kind, { values: Object.keys(set), text: Object.values(set) }]),
) as unknown as { readonly [K in EnumKind]: Enumeration & { readonly values: readonly NamesOf<(typeof enums)[K]>[] } };

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
