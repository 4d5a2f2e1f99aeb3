/**
 * The types of the interface description, written down a second time from there, not from the tables that are held against it: where each member of a
 * struct lies, and how each kind of parameter and result is passed.
 *
 * Source: https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#types (sizes, alignments and offsets), and for `wasi_unstable`
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview0/docs.md#types.
 */
import type { LayoutName, ParamKind, ResultKind } from '../../../domain/index.js';

/** A struct: its size, its alignment, and each member as `name type offset`. */
export interface WitxStruct {
  readonly size: number;
  readonly align: number;
  readonly members: readonly string[];
}

export const structs: Readonly<Record<LayoutName, WitxStruct>> = {
  iovec: { size: 8, align: 4, members: ['buf u32 0', 'buf_len u32 4'] },
  prestat: { size: 8, align: 4, members: ['tag u8 0', 'pr_name_len u32 4'] },
  fdstat: {
    size: 24,
    align: 8,
    members: ['fs_filetype u8 0', 'fs_flags u16 2', 'fs_rights_base u64 8', 'fs_rights_inheriting u64 16'],
  },
  filestat: {
    size: 64,
    align: 8,
    members: [
      ...['dev u64 0', 'ino u64 8', 'filetype u8 16', 'nlink u64 24', 'size u64 32'],
      ...['atim u64 40', 'mtim u64 48', 'ctim u64 56'],
    ],
  },
  dirent: { size: 24, align: 8, members: ['d_next u64 0', 'd_ino u64 8', 'd_namlen u32 16', 'd_type u8 20'] },
  subscription: {
    size: 48,
    align: 8,
    members: [
      ...['userdata u64 0', 'tag u8 8', 'clock.id u32 16', 'clock.timeout u64 24', 'clock.precision u64 32'],
      ...['clock.flags u16 40', 'fd_readwrite.fd u32 16'],
    ],
  },
  event: {
    size: 32,
    align: 8,
    members: [
      ...['userdata u64 0', 'error u16 8', 'type u8 10', 'fd_readwrite.nbytes u64 16', 'fd_readwrite.flags u16 24'],
    ],
  },
};

export const unstableStructs: Readonly<Partial<Record<LayoutName, WitxStruct>>> = {
  filestat: {
    size: 56,
    align: 8,
    members: [
      ...['dev u64 0', 'ino u64 8', 'filetype u8 16', 'nlink u32 20', 'size u64 24'],
      ...['atim u64 32', 'mtim u64 40', 'ctim u64 48'],
    ],
  },
  subscription: {
    size: 56,
    align: 8,
    members: [
      ...['userdata u64 0', 'tag u8 8', 'clock.identifier u64 16', 'clock.id u32 24', 'clock.timeout u64 32'],
      ...['clock.precision u64 40', 'clock.flags u16 48', 'fd_readwrite.fd u32 16'],
    ],
  },
};

/** How a kind of parameter is passed: its wasm values, whether it is signed, and what it points to. */
export const params: Readonly<Partial<Record<ParamKind, string>>> = {
  fd: 'i32',
  path: 'i32 i32 bytes',
  iovecs: 'i32 i32 iovec',
  ciovecs: 'i32 i32 iovec',
  buffer: 'i32 i32 bytes',
  rights: 'i64',
  filedelta: 'i64 signed',
  filesize: 'i64',
  cookie: 'i64',
  timestamp: 'i64',
  exitcode: 'i32',
  subscriptions: 'i32 subscription',
  events: 'i32 event',
  nsubscriptions: 'i32',
  lookupflags: 'i32',
  oflags: 'i32',
  fdflags: 'i32',
  fstflags: 'i32',
  riflags: 'i32',
  siflags: 'i32',
  sdflags: 'i32',
  clockid: 'i32',
  whence: 'i32',
  advice: 'i32',
  signal: 'i32',
};

/** How many bytes a kind of result takes behind its pointer, or which struct it is; and whether a meaning returns it. */
export const results: Readonly<Record<ResultKind, string>> = {
  size: '4 returned',
  fd: '4 returned',
  filesize: '8 returned',
  roflags: '2',
  timestamp: '8',
  fdstat: 'fdstat',
  filestat: 'filestat',
  prestat: 'prestat',
  strings: '4 table',
};

/**
 * Which bytes a trace keeps: on entry what a call reads from memory, on return what it writes. A path is a `name`; buffers are `filled` or `taken`.
 */
export const capturedParams: Readonly<Partial<Record<ParamKind, readonly [string, string]>>> = {
  path: ['name', ''],
  iovecs: ['structs', 'filled'],
  ciovecs: ['structs taken', ''],
  subscriptions: ['structs', ''],
  events: ['', 'structs'],
};

/** Which bytes a trace keeps of a result. */
export const capturedResults: Readonly<Record<ResultKind, string>> = {
  size: 'scalar',
  fd: 'scalar',
  filesize: 'scalar',
  roflags: 'scalar',
  timestamp: 'scalar',
  fdstat: 'structs',
  filestat: 'structs',
  prestat: 'structs',
  strings: 'number strings',
};
