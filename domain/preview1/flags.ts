/**
 * Flag sets and enumerations of preview1: the names of their members, in order. They print traces, validate arguments (an undefined bit or value is
 * EINVAL) and document the ABI.
 *
 * Source: the `flags` and `enum` types of the interface description, members in order,
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/witx/typenames.witx.
 */

/** The flag sets by the kind of parameter that carries them: bit number → name. */
export const flagSets = {
  fdflags: ['APPEND', 'DSYNC', 'NONBLOCK', 'RSYNC', 'SYNC'],
  oflags: ['CREAT', 'DIRECTORY', 'EXCL', 'TRUNC'],
  lookupflags: ['SYMLINK_FOLLOW'],
  fstflags: ['ATIM', 'ATIM_NOW', 'MTIM', 'MTIM_NOW'],
  subclockflags: ['SUBSCRIPTION_CLOCK_ABSTIME'],
  eventrwflags: ['FD_READWRITE_HANGUP'],
  riflags: ['RECV_PEEK', 'RECV_WAITALL'],
  roflags: ['RECV_DATA_TRUNCATED'],
  siflags: [],
  sdflags: ['RD', 'WR'],
} as const;

/** The enumerations by the kind of parameter that carries them: value → name. */
export const enumerations = {
  clockid: ['REALTIME', 'MONOTONIC', 'PROCESS_CPUTIME_ID', 'THREAD_CPUTIME_ID'],
  whence: ['SET', 'CUR', 'END'],
  advice: ['NORMAL', 'SEQUENTIAL', 'RANDOM', 'WILLNEED', 'DONTNEED', 'NOREUSE'],
  filetype: [
    'UNKNOWN',
    'BLOCK_DEVICE',
    'CHARACTER_DEVICE',
    'DIRECTORY',
    'REGULAR_FILE',
    'SOCKET_DGRAM',
    'SOCKET_STREAM',
    'SYMBOLIC_LINK',
  ],
  eventtype: ['CLOCK', 'FD_READ', 'FD_WRITE'],
  addressfamily: ['UNSPEC', 'INET4', 'INET6'],
  sockettype: ['ANY', 'DGRAM', 'STREAM'],
  socketlevel: ['SOCKET'],
  socketoption: [
    'REUSEADDR',
    'TYPE',
    'ERROR',
    'DONTROUTE',
    'BROADCAST',
    'SNDBUF',
    'RCVBUF',
    'KEEPALIVE',
    'OOBINLINE',
    'LINGER',
    'RCVLOWAT',
    'RCVTIMEO',
    'SNDTIMEO',
    'ACCEPTCONN',
    'BINDTODEVICE',
  ],
  signal: [
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
} as const;

/** A kind of parameter that is a set of flags. */
export type FlagKind = keyof typeof flagSets;
/** A kind of parameter that is one of an enumeration. */
export type EnumKind = keyof typeof enumerations;

/** Numbers by name, for names in order. */
function numbered<Name extends string>(
  names: readonly Name[],
  number: (index: number) => number,
): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, index) => [name, number(index)])) as Record<Name, number>;
}

const mask = (bit: number) => 1 << bit;
const value = (index: number) => index;

export const Fdflag = numbered(flagSets.fdflags, mask);
export const Oflag = numbered(flagSets.oflags, mask);
export const Lookupflag = numbered(flagSets.lookupflags, mask);
export const Fstflag = numbered(flagSets.fstflags, mask);
export const Subclockflag = numbered(flagSets.subclockflags, mask);
export const Eventrwflag = numbered(flagSets.eventrwflags, mask);
export const Riflag = numbered(flagSets.riflags, mask);
export const Roflag = numbered(flagSets.roflags, mask);
export const Sdflag = numbered(flagSets.sdflags, mask);

export const Filetype = numbered(enumerations.filetype, value);
/** In the order of `preview1`; `wasi_unstable` has CUR, END, SET (see unstable.ts). */
export const Whence = numbered(enumerations.whence, value);
export const Clockid = numbered(enumerations.clockid, value);
export const Eventtype = numbered(enumerations.eventtype, value);
export const Addressfamily = numbered(enumerations.addressfamily, value);
export const Sockettype = numbered(enumerations.sockettype, value);
export const Socketoption = numbered(enumerations.socketoption, value);
export const Advice = numbered(enumerations.advice, value);

/**
 * The names in a set of flags.
 * @param kind which set
 * @param value the bits
 * @returns the names of the bits that are set, lowest first; bits without a name as one hexadecimal number at the end
 */
export function flagNames(kind: FlagKind, value: number): string[] {
  const bits: readonly string[] = flagSets[kind];
  const names = bits.filter((_, bit) => value & (1 << bit));
  const unknown = (value & ~((1 << bits.length) - 1)) >>> 0;
  if (unknown !== 0) names.push(`0x${unknown.toString(16)}`);
  return names;
}
