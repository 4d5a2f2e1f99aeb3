/** Arguments that are valid one by one, but not together or not for the call: the rules of the meanings that concern neither descriptors nor paths. */

import {
  Clockid,
  checkAdvisedRange,
  checkAllocatedRange,
  Errno,
  type HostcallName,
  Lookupflag,
  MAX_OFFSET,
  timesConflict,
  Whence,
} from '../../domain/index.js';
import { quoted } from '../text/index.js';
import type { CallRecord, ContradictionDenial } from '../tracing/index.js';
import { decodeArguments } from '../tracing/index.js';
import type { DiagnosisContext } from './diagnosis-context.js';

/** A rule of one call. */
interface Rule {
  readonly errno: number;
  /** Whether the call breaks it. */
  readonly broken: (args: Args, context: DiagnosisContext, call: CallRecord) => boolean;
  /** What to say then. */
  readonly text: (args: Args, context: DiagnosisContext, call: CallRecord) => string;
}

/** A call's arguments by name. */
type Args = Readonly<Record<string, unknown>>;

const number = (value: unknown) => (typeof value === 'bigint' ? Number(value) : Number(value ?? 0));

const oneTimeTwice: Rule = {
  errno: Errno.EINVAL,
  broken: ({ fst_flags }) => timesConflict(number(fst_flags)),
  text: () => 'fst_flags asks for one time twice: for the given one, and for the time that it is now',
};

const beyondTheEnd: Rule = {
  errno: Errno.EFBIG,
  broken: ({ offset, size, len }) => number(size ?? offset) + number(len) > MAX_OFFSET,
  text: () => `it would end past the largest offset that a file can have, ${MAX_OFFSET}`,
};

const offsetTooLarge: Rule = {
  errno: Errno.EINVAL,
  broken: ({ offset }) => number(offset) > MAX_OFFSET,
  text: ({ offset }) => `offset is ${offset}, and the largest that a file can have is ${MAX_OFFSET}`,
};

const rules: { readonly [N in HostcallName]?: readonly Rule[] } = {
  clock_res_get: [
    {
      errno: Errno.ENOTSUP,
      broken: () => true,
      text: ({ id }) => `the host has no clock ${Object.keys(Clockid)[number(id)] ?? number(id)}`,
    },
  ],
  fd_advise: [
    {
      errno: Errno.EINVAL,
      broken: ({ offset, len }) => checkAdvisedRange(number(offset), number(len)) < 0,
      text: () => 'the range ends past 2^63 - 1, the largest number that an offset can be',
    },
  ],
  fd_allocate: [
    { errno: Errno.EINVAL, broken: ({ len }) => len === 0n, text: () => 'len is 0: there is nothing to allocate' },
    {
      errno: Errno.EINVAL,
      broken: ({ offset, len }) => checkAllocatedRange(number(offset), number(len)) === -Errno.EINVAL,
      text: () => 'offset or len is negative as a signed number of 64 bits',
    },
    beyondTheEnd,
  ],
  fd_filestat_set_size: [beyondTheEnd],
  fd_filestat_set_times: [oneTimeTwice],
  fd_pread: [offsetTooLarge],
  fd_prestat_dir_name: [
    {
      errno: Errno.ENAMETOOLONG,
      broken: () => true,
      text: (_, { descriptors }, call) =>
        `the name has ${descriptors.peek(call.u32(0))?.preopenName?.length ?? 0} bytes, and the buffer ${call.u32(2)}`,
    },
  ],
  fd_pwrite: [offsetTooLarge],
  fd_seek: [
    {
      errno: Errno.EINVAL,
      broken: ({ offset }) => number(offset) < 0,
      text: ({ offset, whence }, { descriptors }, call) => {
        const from =
          whence === Whence.SET
            ? 'the start'
            : whence === Whence.END
              ? 'the end'
              : `offset ${descriptors.peek(call.u32(0))?.offset ?? 0}`;
        return `${number(offset)} from ${from} is before the first byte`;
      },
    },
  ],
  path_filestat_set_times: [oneTimeTwice],
  path_link: [
    {
      errno: Errno.EINVAL,
      broken: ({ old_flags }) => (number(old_flags) & Lookupflag.SYMLINK_FOLLOW) !== 0,
      text: () => 'old_flags has SYMLINK_FOLLOW, which path_link does not take',
    },
  ],
  path_rename: [
    {
      errno: Errno.EINVAL,
      // The names are valid: the walks succeeded, and no directory has a rule against them.
      broken: (_, { walks }) => walks.every(({ directory }) => directory.naming === undefined),
      text: () => 'new_path is below old_path: a directory would move into itself',
    },
  ],
  path_symlink: [
    {
      errno: Errno.ENOENT,
      broken: ({ old_path }) => old_path === '',
      text: () => 'old_path is empty, and so would be the target of the link',
    },
    {
      errno: Errno.EINVAL,
      broken: ({ old_path }) => String(old_path).includes('\0'),
      text: () => 'old_path, the target of the link, contains a NUL character',
    },
    {
      errno: Errno.ENOTCAPABLE,
      broken: ({ old_path }) => String(old_path).startsWith('/'),
      text: ({ old_path }) => `old_path, the target of the link, is absolute: ${quoted(String(old_path))}`,
    },
  ],
  poll_oneoff: [
    {
      errno: Errno.EINVAL,
      broken: ({ nsubscriptions }) => nsubscriptions === 0,
      text: () => 'there are no subscriptions, and so nothing to wait for',
    },
  ],
  sock_shutdown: [
    { errno: Errno.EINVAL, broken: ({ how }) => how === 0, text: () => 'how is 0, which shuts nothing down' },
  ],
};

/**
 * Looks for arguments that are not valid together, or not for this call.
 * @returns undefined if there are none that give the call's errno
 */
export function findContradiction(call: CallRecord, context: DiagnosisContext): ContradictionDenial | undefined {
  const { name, errno } = call;
  const found = rules[name]?.filter(rule => rule.errno === errno) ?? [];
  if (found.length === 0) return undefined;
  const args = decodeArguments(call);
  const rule = found.find(({ broken }) => broken(args, context, call));
  return rule && { kind: 'contradiction', errno, problem: rule.text(args, context, call) };
}

export function contradictionText({ problem }: ContradictionDenial): string {
  return problem;
}
