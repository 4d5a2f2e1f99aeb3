import { Errno, Filetype } from '../../domain/index.js';
import { type FileIdentity, isSameFile } from './file-identity.js';
import { filetypeOf } from './file-stats.js';
import type { HostCalls } from './host-calls.js';
import {
  CREATE,
  DIRECTORY,
  EXCLUSIVE,
  HANDLE,
  NOFOLLOW,
  NONBLOCKING,
  READING,
  READING_AND_WRITING,
  TRUNCATE,
  WRITING,
} from './open-flags.js';

const PRIVATE = 0o700;
const FILE = 0o600;
/** As files are opened, apart from access and creation. */
const ALWAYS = NOFOLLOW | NONBLOCKING;

const LSTAT_FOLLOWS = 'tells what a symbolic link leads to when it is asked for the link (lstat)';
const OPEN_FOLLOWS = 'opens what a symbolic link leads to though it must not follow it (O_NOFOLLOW)';

/** The primitives that are tried. */
export interface ProbedCalls
  extends Pick<
    HostCalls,
    | 'open'
    | 'close'
    | 'mkdir'
    | 'rmdir'
    | 'unlink'
    | 'symlink'
    | 'readlink'
    | 'link'
    | 'linkFollows'
    | 'rename'
    | 'lutimes'
  > {
  lstat(path: string): ProbedStats | number;
  fstat(fd: number): FileIdentity | number;
  roughLstat(path: string): { readonly mode: number } | number;
}

/** The part of a file's attributes that tells whether a primitive looked at the right one. */
export interface ProbedStats extends FileIdentity {
  isSymbolicLink(): boolean;
}

/** What a probe of a host's primitives has shown. */
export interface Findings {
  /** What a primitive does that it must not do, as in "its file system …"; undefined if all do what they should. */
  readonly fault: string | undefined;
  /** Whether symbolic links could be made. Without any, nothing is known about what follows them. */
  readonly links: boolean;
}

/**
 * Tries the primitives that the sandbox rests on, in a directory of its own: those that must not follow a link, create, replace or remove.
 * It takes some 45 calls.
 * @param directory a path where there is nothing yet; afterwards there may be something left if a fault was found
 * @returns undefined if such a directory, and something in it, cannot be made
 */
export function probeHost(host: ProbedCalls, directory: string): Findings | undefined {
  if (host.mkdir(directory, PRIVATE) < 0) return undefined;
  const at = (name: string) => `${directory}/${name}`;
  if (!isFurnished(host, at)) {
    host.unlink(at('file'));
    host.rmdir(directory);
    return undefined;
  }
  const links = host.symlink('new', at('link')) >= 0 && host.symlink('dir', at('entry'), 'dir') >= 0;
  const fault = faultOfNames(host, at) ?? (links ? faultOfLinks(host, at) : undefined);
  return { fault: fault ?? faultOfRemoving(host, directory, links), links };
}

/**
 * Tries what needs nothing to be made.
 * @param link a symbolic link to a directory
 * @returns the fault, if there is one
 */
export function probeLink(host: ProbedCalls, link: string): string | undefined {
  if (!isLink(host, link)) return LSTAT_FOLLOWS;
  return opens(host, link, READING | ALWAYS) || opens(host, link, DIRECTORY) ? OPEN_FOLLOWS : undefined;
}

/** Names in the directory. `file` is a file and `dir` an empty directory; `link` leads to `new`, where there is nothing, `entry` to `dir`. */
type At = (name: string) => string;

/** Makes the file and the directory. What fails later then does not fail for want of permission, or of descriptors. */
function isFurnished(host: ProbedCalls, at: At): boolean {
  const made = opens(host, at('file'), CREATE | READING_AND_WRITING | ALWAYS);
  return made && opens(host, at('file'), READING_AND_WRITING | ALWAYS) && host.mkdir(at('dir'), PRIVATE) >= 0;
}

function faultOfNames(host: ProbedCalls, at: At): string | undefined {
  const file = at('file');
  const dir = at('dir');
  for (const access of [READING, READING_AND_WRITING])
    if (opens(host, file, access | CREATE | EXCLUSIVE | ALWAYS))
      return 'opens a file that is there already as a new one (O_EXCL)';
  if (opens(host, file, DIRECTORY)) return 'opens a file as a directory (O_DIRECTORY)';
  if (!isIdentified(host, file, dir)) return 'tells the identity of another file than the one that is open (fstat)';
  if (host.unlink(dir) >= 0) return 'removes a directory as if it were a file (unlink)';
  if (host.rmdir(file) >= 0) return 'removes a file as if it were a directory (rmdir)';
  if (host.rename(file, dir) >= 0) return 'replaces a directory with a file (rename)';
  if (host.rename(dir, file) >= 0) return 'replaces a file with a directory (rename)';
  return undefined;
}

function faultOfLinks(host: ProbedCalls, at: At): string | undefined {
  const file = at('file');
  const link = at('link');
  const entry = at('entry');
  if (!isLink(host, link) || !isLink(host, entry)) return LSTAT_FOLLOWS;
  const rough = host.roughLstat(link);
  if (typeof rough === 'number' || filetypeOf(rough.mode) !== Filetype.SYMBOLIC_LINK) return LSTAT_FOLLOWS;
  if (host.readlink(link) !== 'new') return 'tells another target of a symbolic link than it has (readlink)';

  // A host that follows the link returns ENOENT.
  for (const flags of [READING, READING_AND_WRITING | TRUNCATE])
    if (host.open(link, flags | ALWAYS, FILE) === -Errno.ENOENT) return OPEN_FOLLOWS;
  if (opens(host, entry, DIRECTORY) || opens(host, entry, HANDLE)) return OPEN_FOLLOWS;
  if (host.lutimes(link, 0n, 0n) === -Errno.ENOENT) return 'sets the times of what a symbolic link leads to (lutimes)';

  for (const flags of [READING, WRITING, READING_AND_WRITING | TRUNCATE, READING | EXCLUSIVE])
    if (opens(host, link, flags | CREATE | ALWAYS) || isThere(host, at('new')))
      return 'creates a file where a symbolic link leads (O_CREAT with O_NOFOLLOW)';
  const made = [host.mkdir(link, PRIVATE), host.symlink('new', link), host.link(file, link)];
  if (made.some(result => result >= 0) || isThere(host, at('new')))
    return 'makes something where a symbolic link is or leads (mkdir, symlink, link)';

  if (!host.linkFollows && (host.link(link, at('twin')) < 0 || !isLink(host, at('twin'))))
    return 'gives what a symbolic link leads to a second name (link)';
  if (host.rmdir(entry) >= 0) return 'removes a symbolic link as if it were a directory (rmdir)';
  if (host.rename(file, link) < 0 || isThere(host, at('new')) || isLink(host, link))
    return 'renames to where a symbolic link leads (rename)';
  if (host.rename(entry, at('moved')) < 0 || !isLink(host, at('moved')))
    return 'renames what a symbolic link leads to (rename)';
  return undefined;
}

/** Removes all there is if nothing else was wrong. */
function faultOfRemoving(host: ProbedCalls, directory: string, links: boolean): string | undefined {
  if (host.rmdir(directory) >= 0) return 'removes a directory that is not empty (rmdir)';
  // `link` is the file by now, and `moved` leads to the directory.
  const names = links ? ['moved', 'link', ...(host.linkFollows ? [] : ['twin'])] : ['file'];
  const removed = names.every(name => host.unlink(`${directory}/${name}`) >= 0);
  return removed && host.rmdir(`${directory}/dir`) >= 0 && host.rmdir(directory) >= 0
    ? undefined
    : 'removes something else than it is told to (unlink, rmdir)';
}

function isThere(host: ProbedCalls, path: string): boolean {
  return host.lstat(path) !== -Errno.ENOENT;
}

function isLink(host: ProbedCalls, path: string): boolean {
  const stats = host.lstat(path);
  return typeof stats !== 'number' && stats.isSymbolicLink();
}

/** Whether a file that is opened by its name has that name's identity, and not another's. */
function isIdentified(host: ProbedCalls, path: string, other: string): boolean {
  const fd = host.open(path, READING | ALWAYS, 0);
  if (fd < 0) return false;
  const opened = host.fstat(fd);
  host.close(fd);
  const another = host.lstat(other);
  return isSameFile(opened, host.lstat(path)) && typeof another !== 'number' && !isSameFile(opened, another);
}

/** Whether something can be opened. */
function opens(host: ProbedCalls, path: string, flags: number): boolean {
  const fd = host.open(path, flags, FILE);
  if (fd < 0) return false;
  host.close(fd);
  return true;
}
