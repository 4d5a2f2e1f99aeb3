/**
 * The records in which values cross between shells and meanings, in place of pointers. All of them are reused for every call.
 */

/**
 * A window of bytes: `array[offset]` to `array[offset + length - 1]`. One record is reused for every call, so a caller that keeps the bytes copies
 * them. Read `array` when it is used: if the guest's memory grows, which other code that is called can cause, it is replaced.
 */
export interface ByteSpan {
  readonly array: Uint8Array;
  /** Bytes from the beginning of the array. */
  offset: number;
  /** Bytes. */
  length: number;
}

/**
 * The most bytes that one call reads or writes: with more, a program that takes the count as a signed number of 32 bits would read an error. It is what
 * Linux moves at most, https://man7.org/linux/man-pages/man2/read.2.html#NOTES.
 */
export const MAX_TRANSFER = 0x7fff_f000;

/**
 * The buffers of a scattered read or a gathered write: `count` windows into one array. Empty buffers are left out. Reused for every call. Read
 * `array` when it is used, as in {@link ByteSpan}.
 */
export interface Iovecs {
  /** What the windows are in: the guest's memory. */
  readonly array: Uint8Array;
  /** How many windows there are; `offsets` and `lengths` may be longer. */
  count: number;
  /** Where each window begins in the array. */
  readonly offsets: number[];
  /** How many bytes each window has, at least 1. */
  readonly lengths: number[];
  /** Sum of the lengths, at most 0x7ffff000. */
  total: number;
}

/** A point in time, or a duration: nanoseconds in two parts, because a double holds only 53 bits. Reused for every call. */
export interface Timestamp {
  /** Whole seconds, an integer from 0 to 18446744073. */
  seconds: number;
  /** 0 to 999999999. */
  nanoseconds: number;
}

/** What fd_fdstat_get returns. Reused for every call. */
export interface Fdstat {
  filetype: number;
  flags: number;
  rightsBase: number;
  rightsInheriting: number;
}

/** What the filestat calls return. Reused for every call. Times are nanoseconds since 1970. */
export interface Filestat {
  /** The file system that the file is in. */
  device: bigint;
  /** The number of the file in its file system. Two names are of one file if device and inode are the same. */
  inode: bigint;
  /** One of `Filetype`. */
  filetype: number;
  /** How many names the file has. */
  links: bigint;
  /** Bytes. */
  size: bigint;
  /** When it was last read. */
  accessed: bigint;
  /** When its contents were last changed. */
  modified: bigint;
  /** When its contents or its attributes were last changed. */
  changed: bigint;
}

/** What fd_prestat_get answers: the length in bytes of the preopen's name. Reused for every call. */
export interface Prestat {
  nameLength: number;
}

/** Strings as args_get and environ_get lay them out: each ends in a NUL byte. */
export interface EncodedStrings {
  readonly bytes: Uint8Array;
  /** Where each string begins in `bytes`. */
  readonly offsets: readonly number[];
}

/** A place for a result that is not returned. Reused for every call. */
export interface Out<T> {
  value: T;
}

/** An address of the internet that sock_getaddrinfo has found. */
export interface AddressInfo {
  /** One of `Sockettype`. */
  readonly type: number;
  /** 4 bytes of an IPv4 address, or 16 of an IPv6 address. */
  readonly bytes: Uint8Array;
  readonly port: number;
}

/** The addresses that sock_getaddrinfo has found. */
export interface AddressList {
  /** How many the guest has room for. */
  readonly most: number;
  /** To be filled with as many at most. */
  readonly items: AddressInfo[];
}

/** One subscription of poll_oneoff, lifted. Reused for every call. */
export interface Subscription {
  /** The u64 that the event echoes, as two halves. */
  userdataLow: number;
  userdataHigh: number;
  /** One of `Eventtype`; an unknown tag is answered with an EINVAL event. */
  type: number;
  clockId: number;
  /** Nanoseconds as a double: up to 2^64, precise to 2^53. */
  timeout: number;
  /** The same, exact, as two halves; an absolute REALTIME deadline needs them. */
  timeoutLow: number;
  timeoutHigh: number;
  clockFlags: number;
  fd: number;
}

/** The subscriptions of one call: the first `count` of `items`. */
export interface Subscriptions {
  count: number;
  readonly items: Subscription[];
}

/** One event of poll_oneoff. Reused for every call. */
export interface PollEvent {
  userdataLow: number;
  userdataHigh: number;
  errno: number;
  type: number;
  /** Bytes to read or room to write; 0 where unknown. */
  nbytes: number;
  flags: number;
}

/** The events to report: the meaning appends by raising `count`; there is room for one an subscription. */
export interface Events {
  count: number;
  readonly items: PollEvent[];
}
