import { getSystemErrorMap } from 'node:util';
import { Errno } from '../../domain/index.js';

/** Names of host errors that preview1 has under another name, or that are Node's own. Every other name is the same in both. */
const renamed = {
  EAI_MEMORY: Errno.ENOMEM,
  ECHARSET: Errno.EILSEQ,
  EDEADLOCK: Errno.EDEADLK,
  EDISCON: Errno.ECONNRESET,
  EFTYPE: Errno.EINVAL,
  EHOSTDOWN: Errno.EHOSTUNREACH,
  // A pipe of Windows that the other side has closed. Reading, where it is the end, has dealt with it.
  EOF: Errno.EPIPE,
  EOPNOTSUPP: Errno.ENOTSUP,
  EPFNOSUPPORT: Errno.EAFNOSUPPORT,
  EPROCLIM: Errno.EAGAIN,
  ESHUTDOWN: Errno.EPIPE,
  ESOCKTNOSUPPORT: Errno.EPROTONOSUPPORT,
  EWOULDBLOCK: Errno.EAGAIN,
  ERR_ACCESS_DENIED: Errno.EACCES,
  ERR_FS_EISDIR: Errno.EISDIR,
  ERR_FS_FILE_TOO_LARGE: Errno.EFBIG,
  ERR_INVALID_ARG_TYPE: Errno.EINVAL,
  ERR_INVALID_ARG_VALUE: Errno.EINVAL,
  ERR_MEMORY_ALLOCATION_FAILED: Errno.ENOMEM,
  ERR_OUT_OF_RANGE: Errno.EINVAL,
} as const;

/** Made when the first error is translated: many programs meet none. */
let byName: ReadonlyMap<string, number> | undefined;
let numbers: ReadonlyMap<number, number> | undefined;

/** By the number that Node puts into `error.errno`: the host's own, negated, or on Windows one of libuv's. */
function byNumber(number: number): number | undefined {
  numbers ??= new Map([
    ...Object.entries(process.getBuiltinModule('node:os').constants.errno).map(
      ([name, number]) => [-number, errnoNamed(name) ?? Errno.EIO] as const,
    ),
    ...[...getSystemErrorMap()].map(([number, [name]]) => [number, errnoNamed(name) ?? Errno.EIO] as const),
  ]);
  return numbers.get(number);
}

/** Winsock's names are the others with three letters before them (`WSAEINTR`). */
function errnoNamed(name: string): number | undefined {
  byName ??= new Map(Object.entries({ ...renamed, ...Errno }));
  return byName.get(name) ?? (name.startsWith('WSAE') ? byName.get(name.slice('WSA'.length)) : undefined);
}

/**
 * Translates a number of the host's, as C's errno has it. The map is total.
 * @param number greater than 0
 * @returns a negative errno of preview1; `-EIO` for a number that is not known
 */
export function errnoOfNumber(number: number): number {
  return -(byNumber(-number) ?? Errno.EIO);
}

/**
 * Translates what a host call threw. The map is total.
 * @returns a negative errno of preview1; `-EIO` for anything unknown
 */
export function errnoOf(thrown: unknown): number {
  if (typeof thrown !== 'object' || thrown === null) return -Errno.EIO;
  const { errno, code } = thrown as { errno?: unknown; code?: unknown };
  const known = typeof errno === 'number' ? byNumber(errno) : undefined;
  if (known !== undefined) return -known;
  const named = typeof code === 'string' ? errnoNamed(code) : undefined;
  return -(named ?? Errno.EIO);
}
