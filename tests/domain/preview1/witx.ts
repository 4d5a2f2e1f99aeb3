/**
 * The types of the interface description, written down a second time from there, not from the tables that are held against it: where each member of a
 * struct lies, and how each kind of parameter and result is passed.
 *
 * Source: https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#types (sizes, alignments and offsets), and for `wasi_unstable`
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview0/docs.md#types.
 */
import type { LayoutName, ParamKind, ResultKind, RightName } from '../../../domain/index.js';

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

/** What a kind of result is, how many bytes it takes behind its pointer, or which struct it is, and whether a meaning returns it. */
export const results: Readonly<Record<ResultKind, string>> = {
  size: 'number 4 returned',
  fd: 'number 4 returned',
  tid: 'number 4 returned',
  filesize: 'integer 8 returned',
  roflags: 'flags 2',
  timestamp: 'time 8',
  fdstat: 'struct fdstat',
  filestat: 'struct filestat',
  prestat: 'struct prestat',
  strings: 'strings 4 table',
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
  tid: 'scalar',
  filesize: 'scalar',
  roflags: 'scalar',
  timestamp: 'scalar',
  fdstat: 'structs',
  filestat: 'structs',
  prestat: 'structs',
  strings: 'number strings',
};

/** What each right means something on, and which rights change something: by what the calls do that need it. */
export const rightsOn: Readonly<Record<string, readonly RightName[]>> = {
  directory: [
    'FD_DATASYNC',
    'FD_FDSTAT_SET_FLAGS',
    'FD_SYNC',
    'FD_ADVISE',
    'PATH_CREATE_DIRECTORY',
    'PATH_CREATE_FILE',
    'PATH_LINK_SOURCE',
    'PATH_LINK_TARGET',
    'PATH_OPEN',
    'FD_READDIR',
    'PATH_READLINK',
    'PATH_RENAME_SOURCE',
    'PATH_RENAME_TARGET',
    'PATH_FILESTAT_GET',
    'PATH_FILESTAT_SET_SIZE',
    'PATH_FILESTAT_SET_TIMES',
    'FD_FILESTAT_GET',
    'FD_FILESTAT_SET_TIMES',
    'PATH_SYMLINK',
    'PATH_REMOVE_DIRECTORY',
    'PATH_UNLINK_FILE',
    'POLL_FD_READWRITE',
  ],
  file: [
    'FD_DATASYNC',
    'FD_READ',
    'FD_SEEK',
    'FD_FDSTAT_SET_FLAGS',
    'FD_SYNC',
    'FD_TELL',
    'FD_WRITE',
    'FD_ADVISE',
    'FD_ALLOCATE',
    'FD_FILESTAT_GET',
    'FD_FILESTAT_SET_SIZE',
    'FD_FILESTAT_SET_TIMES',
    'POLL_FD_READWRITE',
  ],
  stream: [
    'FD_DATASYNC',
    'FD_READ',
    'FD_FDSTAT_SET_FLAGS',
    'FD_SYNC',
    'FD_WRITE',
    'FD_ADVISE',
    'FD_FILESTAT_GET',
    'POLL_FD_READWRITE',
  ],
  socket: [
    'FD_READ',
    'FD_FDSTAT_SET_FLAGS',
    'FD_WRITE',
    'FD_FILESTAT_GET',
    'POLL_FD_READWRITE',
    'SOCK_SHUTDOWN',
    'SOCK_ACCEPT',
  ],
  changes: [
    'FD_WRITE',
    'FD_ALLOCATE',
    'PATH_CREATE_DIRECTORY',
    'PATH_CREATE_FILE',
    'PATH_LINK_SOURCE',
    'PATH_LINK_TARGET',
    'PATH_RENAME_SOURCE',
    'PATH_RENAME_TARGET',
    'PATH_FILESTAT_SET_SIZE',
    'PATH_FILESTAT_SET_TIMES',
    'FD_FILESTAT_SET_SIZE',
    'FD_FILESTAT_SET_TIMES',
    'PATH_SYMLINK',
    'PATH_REMOVE_DIRECTORY',
    'PATH_UNLINK_FILE',
  ],
};
