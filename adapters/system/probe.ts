import { rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Errno, Filetype } from '../../domain/index.js';
import type { FileIdentity } from '../node/file-identity.js';
import { type ProbedCalls, type ProbedStats, probeHost } from '../node/host-probe.js';
import { HANDLE } from '../node/open-flags.js';
import { probeDirectories } from '../node/probe-directories.js';
import type { FileCalls } from './file-calls.js';
import type { DescentWay } from './tree.js';

const PRIVATE = 0o700;

/** What trying the calls has shown. */
export interface Findings {
  /** A forbidden effect of a call, as in "its file system …"; undefined if there is none. */
  readonly fault: string | undefined;
  /** How paths are to be gone down. */
  readonly descent: DescentWay;
}

/**
 * Tries the calls that the sandbox rests on, those that must not follow a link, create, replace or remove, in a directory of its own. Where there is no
 * place for one, the kernel is trusted, but for openat2().
 */
export function probeCalls(files: FileCalls): Findings {
  for (const path of probeDirectories()) {
    const place = files.openPreopen(dirname(path));
    if (place < 0) continue;
    files.unowned = -1;
    const calls = new ProbedFiles(files, place);
    const findings = probeHost(calls, basename(path));
    const descent =
      findings?.links === true && findings.fault === undefined ? descentWay(calls, basename(path)) : 'components';
    calls.close(place);
    if (findings?.fault !== undefined) rmSync(path, { recursive: true, force: true });
    if (findings !== undefined) return { fault: findings.fault, descent };
  }
  return { fault: undefined, descent: 'components' };
}

/** Whether openat2() is there, and refuses what it has to. A filter may forbid it, and an emulated kernel ignore what it is told. */
function descentWay(calls: ProbedFiles, directory: string): DescentWay {
  const link = `${directory}/link`;
  const inner = `${directory}/inner`;
  const made = calls.mkdir(directory, PRIVATE) || calls.mkdir(inner, PRIVATE) || calls.symlink('inner', link);
  const works =
    made === 0 &&
    calls.descend(directory, 'inner') === 0 &&
    calls.descend(directory, 'link') === -Errno.ENOTDIR &&
    calls.descend(directory, 'link/.') === -Errno.ELOOP &&
    calls.descend(directory, '..') === -Errno.EXDEV &&
    calls.descend(directory, 'inner/../..') === -Errno.EXDEV;
  calls.unlink(link);
  calls.rmdir(inner);
  calls.rmdir(directory);
  return works ? 'openat2' : 'components';
}

/** The calls for files, as `probeHost` asks for them: by paths of one or two names, in a place for the directory to be made in. */
class ProbedFiles implements ProbedCalls {
  readonly linkFollows = false;
  readonly #files: FileCalls;
  readonly #place: number;

  /** @param place descriptor of a directory */
  constructor(files: FileCalls, place: number) {
    this.#files = files;
    this.#place = place;
  }

  open(path: string, flags: number, mode: number): number {
    return this.#at(path, (fd, name) => this.#owned(this.#files.open(fd, name, flags, mode)));
  }

  close(fd: number): number {
    return this.#files.close(fd);
  }

  mkdir(path: string, mode: number): number {
    return this.#at(path, (fd, name) => this.#files.createDirectory(fd, name, mode));
  }

  rmdir(path: string): number {
    return this.#at(path, (fd, name) => this.#files.removeDirectory(fd, name));
  }

  unlink(path: string): number {
    return this.#at(path, (fd, name) => this.#files.unlink(fd, name));
  }

  symlink(target: string, path: string): number {
    return this.#at(path, (fd, name) => this.#files.symlink(target, fd, name));
  }

  readlink(path: string): string | number {
    return this.#at(path, (fd, name) => this.#files.readlink(fd, name));
  }

  link(path: string, newPath: string): number {
    return this.#at(path, (fd, name) => this.#files.link(fd, name, fd, basename(newPath)));
  }

  rename(path: string, newPath: string): number {
    return this.#at(path, (fd, name) => this.#files.rename(fd, name, fd, basename(newPath)));
  }

  lutimes(path: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    return this.#at(path, (fd, name) => this.#files.setTimes(fd, name, accessed, modified));
  }

  lstat(path: string): ProbedStats | number {
    const errno = this.#stat(path);
    if (errno < 0) return errno;
    const { device, inode, filetype } = this.#files.stats;
    return { dev: device, ino: inode, isSymbolicLink: () => filetype === Filetype.SYMBOLIC_LINK };
  }

  roughLstat(path: string): { readonly mode: number } | number {
    return this.#stat(path) || { mode: this.#files.stats.mode };
  }

  fstat(fd: number): FileIdentity | number {
    const errno = this.#files.statOf(fd);
    return errno < 0 ? errno : { dev: this.#files.stats.device, ino: this.#files.stats.inode };
  }

  /** Goes down a path by openat2(). @returns 0 or a negative errno */
  descend(directory: string, path: string): number {
    return this.#at(`${directory}/.`, fd => {
      const reached = this.#owned(this.#files.openBeneath(fd, path, HANDLE, 0));
      return reached < 0 ? reached : this.close(reached);
    });
  }

  #stat(path: string): number {
    return this.#at(path, (fd, name) => this.#files.stat(fd, name));
  }

  /** Does something with a name in the directory that the path has before it. */
  #at<Result>(path: string, work: (fd: number, name: string) => Result): Result | number {
    const slash = path.indexOf('/');
    if (slash === -1) return work(this.#place, path);
    const fd = this.#owned(this.#files.openHandle(this.#place, path.slice(0, slash)));
    if (fd < 0) return fd;
    try {
      return work(fd, path.slice(slash + 1));
    } finally {
      this.close(fd);
    }
  }

  #owned(fd: number): number {
    this.#files.unowned = -1;
    return fd;
  }
}
