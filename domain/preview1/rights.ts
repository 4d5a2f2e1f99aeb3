/**
 * Rights: what a descriptor may be used for. The ABI carries them as u64, but only 30 bits are defined, so hostcall keeps them in
 * 32-bit integers, where a check is one `&`.
 *
 * Source: the `rights` flags of the preview1 interface description, bits 0 to 29 in order,
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#rights.
 */

/** The types to which a right applies. A stream is a terminal or a pipe. */
type RightHolder = 'directory' | 'file' | 'stream' | 'socket';

/** The table's entry for a right. */
interface RightRow {
  readonly bit: number;
  readonly on: readonly RightHolder[];
  /** It lets something be changed. */
  readonly changes?: true;
}

// FD_SEEK and FD_TELL are not on streams: libc's `isatty` takes a character device without them for a terminal.
const table = {
  FD_DATASYNC: { bit: 0, on: ['directory', 'file', 'stream'] },
  FD_READ: { bit: 1, on: ['file', 'stream', 'socket'] },
  FD_SEEK: { bit: 2, on: ['file'] },
  FD_FDSTAT_SET_FLAGS: { bit: 3, on: ['directory', 'file', 'stream', 'socket'] },
  FD_SYNC: { bit: 4, on: ['directory', 'file', 'stream'] },
  FD_TELL: { bit: 5, on: ['file'] },
  FD_WRITE: { bit: 6, on: ['file', 'stream', 'socket'], changes: true },
  FD_ADVISE: { bit: 7, on: ['directory', 'file', 'stream'] },
  FD_ALLOCATE: { bit: 8, on: ['file'], changes: true },
  PATH_CREATE_DIRECTORY: { bit: 9, on: ['directory'], changes: true },
  PATH_CREATE_FILE: { bit: 10, on: ['directory'], changes: true },
  PATH_LINK_SOURCE: { bit: 11, on: ['directory'], changes: true },
  PATH_LINK_TARGET: { bit: 12, on: ['directory'], changes: true },
  PATH_OPEN: { bit: 13, on: ['directory'] },
  FD_READDIR: { bit: 14, on: ['directory'] },
  PATH_READLINK: { bit: 15, on: ['directory'] },
  PATH_RENAME_SOURCE: { bit: 16, on: ['directory'], changes: true },
  PATH_RENAME_TARGET: { bit: 17, on: ['directory'], changes: true },
  PATH_FILESTAT_GET: { bit: 18, on: ['directory'] },
  PATH_FILESTAT_SET_SIZE: { bit: 19, on: ['directory'], changes: true },
  PATH_FILESTAT_SET_TIMES: { bit: 20, on: ['directory'], changes: true },
  FD_FILESTAT_GET: { bit: 21, on: ['directory', 'file', 'stream', 'socket'] },
  FD_FILESTAT_SET_SIZE: { bit: 22, on: ['file'], changes: true },
  FD_FILESTAT_SET_TIMES: { bit: 23, on: ['directory', 'file'], changes: true },
  PATH_SYMLINK: { bit: 24, on: ['directory'], changes: true },
  PATH_REMOVE_DIRECTORY: { bit: 25, on: ['directory'], changes: true },
  PATH_UNLINK_FILE: { bit: 26, on: ['directory'], changes: true },
  POLL_FD_READWRITE: { bit: 27, on: ['directory', 'file', 'stream', 'socket'] },
  SOCK_SHUTDOWN: { bit: 28, on: ['socket'] },
  SOCK_ACCEPT: { bit: 29, on: ['socket'] },
} as const satisfies Record<string, RightRow>;

/** A name of the rights table. */
export type RightName = keyof typeof table;

const rows = Object.entries(table) as [RightName, RightRow][];

/** Every right by bit number: `rights[1]` is `FD_READ`, whose mask is `1 << 1`. */
export const rights: readonly RightName[] = rows.toSorted(([, a], [, b]) => a.bit - b.bit).map(([name]) => name);

/** The rights by name, as masks: `Right.FD_READ === 1 << 1`. */
export const Right = Object.fromEntries(rows.map(([name, { bit }]) => [name, 1 << bit])) as Readonly<
  Record<RightName, number>
>;

/** The mask of the rights whose row fulfils a condition. */
function rightsWhere(condition: (row: RightRow) => boolean): number {
  return rows.reduce((mask, [, row]) => (condition(row) ? mask | (1 << row.bit) : mask), 0);
}

/** A mask of all 30 defined rights. */
export const ALL_RIGHTS = rightsWhere(() => true);

/** Rights that apply to a directory itself. */
export const DIRECTORY_RIGHTS = rightsWhere(({ on }) => on.includes('directory'));

/** Rights that apply to a regular file. */
export const FILE_RIGHTS = rightsWhere(({ on }) => on.includes('file'));

/** Rights that apply to a stream (terminal, pipe). */
export const STREAM_RIGHTS = rightsWhere(({ on }) => on.includes('stream'));

/** Rights that apply to a socket. */
export const SOCKET_RIGHTS = rightsWhere(({ on }) => on.includes('socket'));

/** What a directory hands down to what is opened through it: everything a file or a directory can have. */
export const INHERITABLE_RIGHTS = DIRECTORY_RIGHTS | FILE_RIGHTS;

/** Every right that changes something: a read-only directory has, and hands down, none of these. */
export const WRITING_RIGHTS = rightsWhere(({ changes }) => changes === true);

/**
 * The mask of rights by their names.
 */
export function rightsNamed(names: readonly RightName[]): number {
  return names.reduce((mask, name) => mask | Right[name], 0);
}

/**
 * The names in a mask of rights.
 * @param mask rights as a 30-bit integer
 * @returns the names, lowest bit first
 */
export function rightNames(mask: number): RightName[] {
  return rights.filter((_, bit) => mask & (1 << bit));
}
