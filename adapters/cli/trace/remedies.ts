/** The remedies for a denial that hostcall knows. */
import type { Denial, Loss } from '../../../application/tracing/index.js';
import { Errno, errnoName } from '../../../domain/index.js';

const LIMIT_OPTIONS = {
  descriptors: '--max-descriptors',
  pathBytes: '--max-path',
  iovecs: '--max-iovecs',
  subscriptions: '--max-subscriptions',
} as const;

const CHANGEABLE =
  'if the program may change it, leave :ro out, or give it with --overlay, which keeps the changes apart';

/** By the errno, for what the host answered. */
const byErrno: Readonly<Record<string, string>> = {
  EACCES: 'look at the permissions on the host, of the file and of the directories above it',
  EPERM: 'look at the owner and the attributes on the host',
  EROFS: 'give a directory of a file system that can be written to',
  ENOSPC: 'make room on the host; in memory, raise --max-file-bytes or --max-inodes',
  EDQUOT: 'make room on the host; in memory, raise --max-file-bytes or --max-inodes',
  EMFILE: 'the host is out of descriptors for this process: raise its limit (`ulimit -n`)',
  ENFILE: 'the host is out of descriptors: close some there',
  EXDEV: 'give both places with one --dir that contains them',
};

/** What else is known of a denial. */
export interface Circumstances {
  /** The program was given a directory. */
  readonly hasDirectories: boolean;
  /** Nothing failed before. */
  readonly isFirst: boolean;
}

/**
 * Says what to do.
 * @returns a line without a full stop; undefined where only the program's author knows
 */
export function remedyFor(denial: Denial, circumstances: Circumstances): string | undefined {
  switch (denial.kind) {
    case 'pointer':
    case 'value':
    case 'contradiction':
      return 'the program passes what it should not: look at the code that makes this call (-k shows it)';
    case 'encoding':
      return 'names in WASI are UTF-8: rename the file, or convert the name';
    case 'limit':
      return denial.limit === 'iovecBytes' ? undefined : `raise the limit with ${LIMIT_OPTIONS[denial.limit]}`;
    case 'descriptor':
      return descriptorRemedy(denial, circumstances);
    case 'rights':
      return lossRemedy(denial.losses);
    case 'path':
      return pathRemedy(denial);
    case 'operation':
      if (denial.readOnly) return CHANGEABLE;
      if (denial.finding === 'missing') return MISSING;
      if (denial.finding === 'link') return 'the program asked not to follow links: name what the link leads to';
      return denial.finding === 'refused' ? byErrno[errnoName(denial.errno)] : undefined;
    case 'returned':
      return denial.readOnly ? CHANGEABLE : byErrno[errnoName(denial.errno)];
    case 'events':
      return denial.events.map(({ reason }) => remedyFor(reason, circumstances)).find(each => each !== undefined);
    case 'injected':
      return 'nothing: it was requested';
  }
}

/** -1, as C programs have it where they have no descriptor. */
const NO_DESCRIPTOR = 0xffffffff;
/** The number of the first directory. */
const FIRST_PREOPEN = 3;

const MISSING = 'if it should be there, create it, or give the directory that has it with --dir HOST::GUEST';

function descriptorRemedy(
  { problem, fd, by }: Extract<Denial, { kind: 'descriptor' }>,
  { hasDirectories, isFirst }: Circumstances,
): string | undefined {
  if (problem === 'not-open' && !hasDirectories && (fd === NO_DESCRIPTOR || fd === FIRST_PREOPEN))
    return 'give the program a directory with --dir HOST::GUEST: it has none';
  if (problem === 'not-open' && fd === NO_DESCRIPTOR)
    return isFirst
      ? 'the program did not look whether it could open it: see what it looked for, and in which directory'
      : 'the program did not look whether it could open it: see what failed before';
  if (problem !== 'closed' && problem !== 'moved') return undefined;
  return `the program uses a number that it has given back: look at what it does after call ${by?.sequence}`;
}

function pathRemedy({ rule, errno, links }: Extract<Denial, { kind: 'path' }>): string | undefined {
  switch (rule) {
    case 'above':
      return links.length > 0
        ? 'a link leads out of the directory: give one with --dir that contains both ends'
        : 'give a directory further up with --dir HOST::GUEST';
    case 'absolute':
      return 'the program passes an absolute path on: build it with a current WASI libc, which looks for a --dir that has it';
    case 'absolute-link':
      return 'make the link relative';
    case 'links':
      return 'mend the links: they lead in a circle, or through more than 40';
    case 'host':
      return errno === Errno.ENOENT ? MISSING : byErrno.EACCES;
    default:
      return undefined;
  }
}

function lossRemedy(losses: readonly Loss[]): string | undefined {
  for (const { cause, by, rights, directory } of losses) {
    if (cause === 'read-only') return CHANGEABLE;
    if (directory !== undefined) return lossRemedy(directory.losses);
    if (cause === 'not-asked')
      return `the program opened it without ${rights.join(' and ')}: look at call ${by?.sequence}`;
    if (cause === 'given-up') return `the program gave it up itself: look at call ${by?.sequence}`;
    if (cause === 'opened-for-reading') return byErrno.EACCES;
  }
  return undefined;
}
