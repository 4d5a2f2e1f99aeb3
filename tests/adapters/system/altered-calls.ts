import { constants as open } from 'node:fs';
import { constants } from 'node:os';
import { O_PATH } from '../../../adapters/system/constants.js';
import type { Ffi } from '../../../adapters/system/ffi.js';
import { ffiNames, type SystemCalls, systemCalls } from '../../../adapters/system/index.js';
import type { Libc, LibcName } from '../../../adapters/system/libc.js';

/** The system calls through each FFI that this Node has. */
export const allCalls: readonly SystemCalls[] = ffiNames.map(systemCalls).filter(calls => typeof calls !== 'string');

/** A function of libc, as tests put it in place of the real one. */
type Altered = { [Name in LibcName]?: (...args: number[]) => number };

/**
 * System calls of which some are made otherwise.
 * @param alter given the real ones, and a function that sets errno to a number of Linux's and gives -1
 */
export function alteredCalls(
  calls: SystemCalls,
  alter: (real: Libc, fail: (error: number) => number) => Altered,
): SystemCalls {
  const errno = new Int32Array(calls.ffi.memory(calls.libc.__errno_location(), 4));
  const fail = (error: number) => {
    errno[0] = error;
    return -1;
  };
  return { ...calls, libc: { ...calls.libc, ...alter(calls.libc, fail) } as Libc };
}

/** The calls of a kernel that denies reading, as for a mode of 0o311 without privileges. */
export function unreadableCalls(calls: SystemCalls): SystemCalls {
  const { EACCES } = constants.errno;
  return alteredCalls(calls, (real, fail) => ({
    openat: (fd = 0, name = 0, flags = 0, mode = 0) =>
      (flags & (O_PATH | open.O_CREAT)) === 0 ? fail(EACCES) : real.openat(fd, name, flags, mode),
    openat2(fd = 0, path = 0, how = 0, size = 0) {
      const [flags = 0] = new Uint32Array(calls.ffi.memory(how, 4));
      return (flags & O_PATH) === 0 ? fail(EACCES) : real.openat2(fd, path, how, size);
    },
  }));
}

/** System calls that note which functions are called, and with what. */
export function notedCalls(calls: SystemCalls): {
  readonly calls: SystemCalls;
  readonly noted: { readonly name: LibcName; readonly args: readonly number[] }[];
} {
  const noted: { name: LibcName; args: readonly number[] }[] = [];
  const names = Object.keys(calls.libc) as LibcName[];
  const libc = Object.fromEntries(
    names.map(name => [
      name,
      (...args: number[]) => {
        noted.push({ name, args });
        return (calls.libc[name] as (...args: number[]) => number)(...args);
      },
    ]),
  ) as unknown as Libc;
  return { calls: { ...calls, libc }, noted };
}

/** The C string at an address. */
export function textAt(ffi: Ffi, address: number): string {
  const bytes = new Uint8Array(ffi.memory(address, 4096));
  return Buffer.from(bytes.subarray(0, bytes.indexOf(0))).toString();
}
