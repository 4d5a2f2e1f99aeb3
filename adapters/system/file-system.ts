import type { Directory, FileSystem } from '../../domain/index.js';
import { partsOn } from '../node/stdio.js';
import { BorrowedDirectories } from './borrowed-directories.js';
import { SystemDirectory } from './directory.js';
import type { FfiName } from './ffi.js';
import { FileCalls } from './file-calls.js';
import { systemHostCalls } from './host-calls.js';
import { EntriesBlock } from './listing.js';
import { type Findings, probeCalls } from './probe.js';
import { SharedCalls } from './shared-calls.js';
import { type SystemCalls, systemCalls } from './system-calls.js';
import type { DescentWay, SharedFiles } from './tree.js';

const trials = new WeakMap<SystemCalls, Findings>();

/** Directories and files of Linux, by the kernel's own calls. */
export class SystemFileSystem implements FileSystem {
  readonly #shared: SharedFiles;

  /**
   * @param calls that were tried: see {@link systemFileSystem}
   * @param descent how paths are gone down; `openat2` where that can be called
   */
  constructor(calls: SystemCalls, descent: DescentWay) {
    this.#shared = {
      files: new FileCalls(calls),
      borrowed: new BorrowedDirectories(),
      descent,
      entries: new EntriesBlock(calls.ffi),
      parts: partsOn(systemHostCalls(new SharedCalls(calls.ffi.name))),
    };
  }

  openPreopen(path: string): Directory | number {
    const { files } = this.#shared;
    const fd = files.openPreopen(path);
    if (fd < 0) return fd;
    files.unowned = -1;
    const errno = files.statOf(fd);
    if (errno < 0) {
      files.close(fd);
      return errno;
    }
    const { device, inode } = files.stats;
    return new SystemDirectory({ ...this.#shared, root: { device, inode } }, fd, false);
  }
}

/**
 * Directories and files by calls through an FFI. What the sandbox rests on is tried once.
 * @returns why there are none: a clause with the FFI as its subject
 */
export function systemFileSystem(name: FfiName): SystemFileSystem | string {
  const calls = systemCalls(name);
  if (typeof calls === 'string') return calls;
  let findings = trials.get(calls);
  if (findings === undefined) {
    findings = probeCalls(new FileCalls(calls));
    trials.set(calls, findings);
  }
  const { fault, descent } = findings;
  return fault === undefined ? new SystemFileSystem(calls, descent) : `meets a kernel that ${fault}`;
}
