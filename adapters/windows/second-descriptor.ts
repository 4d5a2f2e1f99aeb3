import { Errno } from '../../domain/index.js';
import type { HostCalls } from '../node/host-calls.js';
import { WRITING } from '../node/open-flags.js';
import { isDenial } from './errors.js';
import { isSame, type OpenFile, type OpenFiles } from './open-files.js';
import { isStillAt } from './real-path.js';

/**
 * What a descriptor of Windows does not allow though one of POSIX does. It is done through a second descriptor, opened at the path of the
 * first, if the same file is still there.
 */
export class SecondDescriptor {
  readonly #raw: HostCalls;
  readonly #open: OpenFiles;

  constructor(raw: HostCalls, open: OpenFiles) {
    this.#raw = raw;
    this.#open = open;
  }

  /**
   * Waits for the storage. [FlushFileBuffers](https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-flushfilebuffers) needs a descriptor that may write (EPERM under Wine 8).
   * For a directory it would mean nothing, and where this process may not write there is nothing to wait for.
   */
  sync(fd: number, call: 'sync' | 'datasync'): number {
    const errno = this.#raw[call](fd);
    if (!isDenial(errno)) return errno;
    const file = this.#open.get(fd);
    if (file === undefined || file.directory) return 0;
    return this.through(file, second => this.#raw[call](second), 0);
  }

  /** Sets times. A descriptor that only reads may not ([SetFileTime](https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-setfiletime) needs
   * FILE_WRITE_ATTRIBUTES; Wine 8 lets it); a path may. */
  futimes(fd: number, accessed: bigint | undefined, modified: bigint | undefined): number {
    const errno = this.#raw.futimes(fd, accessed, modified);
    const file = this.#open.get(fd);
    if (!isDenial(errno) || file === undefined) return errno;
    if (!isStillAt(this.#raw, file.path, file)) return -Errno.EPERM;
    return this.#raw.lutimes(file.path, accessed, modified);
  }

  /**
   * Does something through a second descriptor that may write.
   * @param refused the result if such a descriptor cannot be had
   */
  through(file: OpenFile, action: (fd: number) => number, refused: number): number {
    if (!isStillAt(this.#raw, file.path, file)) return refused;
    const fd = this.#raw.open(file.path, WRITING, 0);
    if (fd < 0) return refused;
    const stats = this.#raw.fstat(fd);
    const result = typeof stats !== 'number' && isSame(stats, file) ? action(fd) : refused;
    this.#raw.close(fd);
    return result;
  }
}
