import type { CFunction, Ffi, Signature } from './ffi.js';

/** A function of libc, or a system call that not every libc has a function for. */
export interface Row extends Signature {
  /** The number of the system call, made through `syscall(2)`. */
  readonly syscall?: Readonly<Record<Architecture, number>>;
}

/** The processors whose numbers and layouts are known. */
const architectures = ['x64', 'arm64'] as const;

/** One of these. */
export type Architecture = (typeof architectures)[number];

/** Whether a processor is one of these. */
export function isArchitecture(name: string): name is Architecture {
  return (architectures as readonly string[]).includes(name);
}

/**
 * Every function of libc that is called, with its type. A wrong one ends the process: each is called once at start, for an answer that is known
 * (`known-answers.ts`).
 *
 * libc is that of [glibc](https://sourceware.org/glibc/) 2.28, the oldest that Node supports, and [musl](https://musl.libc.org). Numbers of system calls:
 * [x64](https://github.com/torvalds/linux/blob/v6.12/arch/x86/entry/syscalls/syscall_64.tbl),
 * [arm64](https://github.com/torvalds/linux/blob/v6.12/scripts/syscall.tbl). On both processors a function with `...` takes integers like any other.
 */
export const LIBC = {
  __errno_location: { result: 'address', parameters: [] },

  openat: { result: 'int', parameters: ['int', 'address', 'int', 'uint'] },
  openat2: {
    result: 'int',
    parameters: ['int', 'address', 'address', 'size'],
    syscall: { x64: 437, arm64: 437 },
  },
  memfd_create: { result: 'int', parameters: ['address', 'uint'] },
  fcntl: { result: 'int', parameters: ['int', 'int', 'int'] },
  close: { result: 'int', parameters: ['int'] },

  fstat: { result: 'int', parameters: ['int', 'address'], syscall: { x64: 5, arm64: 80 } },
  fstatat: { result: 'int', parameters: ['int', 'address', 'address', 'int'], syscall: { x64: 262, arm64: 79 } },
  fstatfs: { result: 'int', parameters: ['int', 'address'] },
  futimens: { result: 'int', parameters: ['int', 'address'] },
  utimensat: { result: 'int', parameters: ['int', 'address', 'address', 'int'] },
  fchmod: { result: 'int', parameters: ['int', 'uint'] },
  fchown: { result: 'int', parameters: ['int', 'uint', 'uint'] },

  pread: { result: 'count', parameters: ['int', 'address', 'size', 'long'] },
  preadv: { result: 'count', parameters: ['int', 'address', 'int', 'long'] },
  pwrite: { result: 'count', parameters: ['int', 'address', 'size', 'long'] },
  pwritev: { result: 'count', parameters: ['int', 'address', 'int', 'long'] },
  lseek: { result: 'long', parameters: ['int', 'long', 'int'] },
  ftruncate: { result: 'int', parameters: ['int', 'long'] },
  fallocate: { result: 'int', parameters: ['int', 'int', 'long', 'long'] },
  /** Returns the error instead of setting errno. */
  posix_fadvise: { result: 'int', parameters: ['int', 'long', 'long', 'int'] },
  fsync: { result: 'int', parameters: ['int'] },
  fdatasync: { result: 'int', parameters: ['int'] },

  /** Of the parameters after the number of a request, only one is used, an address. */
  ioctl: { result: 'int', parameters: ['int', 'size', 'address'] },
  ppoll: { result: 'int', parameters: ['address', 'size', 'address', 'address'] },

  getdents64: { result: 'count', parameters: ['int', 'address', 'size'], syscall: { x64: 217, arm64: 61 } },
  mkdirat: { result: 'int', parameters: ['int', 'address', 'uint'] },
  unlinkat: { result: 'int', parameters: ['int', 'address', 'int'] },
  renameat: { result: 'int', parameters: ['int', 'address', 'int', 'address'] },
  linkat: { result: 'int', parameters: ['int', 'address', 'int', 'address', 'int'] },
  symlinkat: { result: 'int', parameters: ['address', 'int', 'address'] },
  readlinkat: { result: 'count', parameters: ['int', 'address', 'address', 'size'] },
} as const satisfies Readonly<Record<string, Row>>;

/** A table of functions. */
export type FunctionTable = Readonly<Record<string, Row>>;

/** The functions of a table. */
export type Functions<Table extends FunctionTable> = { readonly [Name in keyof Table]: CFunction<Table[Name]> };

/** The name of a function in {@link LIBC}. */
export type LibcName = keyof typeof LIBC;

/** The functions of {@link LIBC}. */
export type Libc = Functions<typeof LIBC>;

/**
 * Makes the functions of a table callable.
 * @throws Error if one does not exist
 */
export function bindFunctions<Table extends FunctionTable>(
  ffi: Ffi,
  architecture: Architecture,
  table: Table,
): Functions<Table> {
  const bound = Object.entries(table).map(([name, row]) => [
    name,
    row.syscall === undefined ? ffi.bind(name, row) : bindSyscall(ffi, row, row.syscall[architecture]),
  ]);
  return Object.fromEntries(bound) as Functions<Table>;
}

type LibcFunction = (...values: number[]) => number;

/** A system call as a function. The usual numbers of parameters have a form of their own: passing parameters on as an array costs time in each call. */
function bindSyscall(ffi: Ffi, { result, parameters }: Signature, number: number): unknown {
  const call: LibcFunction = ffi.bind('syscall', { result, parameters: ['long', ...parameters] });
  switch (parameters.length) {
    case 2:
      return (a: number, b: number) => call(number, a, b);
    case 3:
      return (a: number, b: number, c: number) => call(number, a, b, c);
    case 4:
      return (a: number, b: number, c: number, d: number) => call(number, a, b, c, d);
    default:
      return (...values: number[]) => call(number, ...values);
  }
}
