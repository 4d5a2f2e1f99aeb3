import { Errno } from '../../domain/index.js';
import type { FileIdentity } from '../node/file-identity.js';
import type { HostCalls } from '../node/host-calls.js';
import { checkPlainDirectories } from '../node/plain-directories.js';
import { isSame, type OpenFile, type OpenFiles } from './open-files.js';

/** How many names are tried before the answer is that one is taken. */
const ATTEMPTS = 100;

/**
 * Removes what is still open. Windows keeps the name of such a file until the last descriptor is closed, and nothing else can have that name
 * meanwhile ([DeleteFile](https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-deletefilew); under Wine 8 a file made there is lost with the old one). So it gets another name first,
 * which programs do not see, and that is removed.
 *
 * [libuv 1.49 and later](https://github.com/libuv/libuv/blob/v1.x/src/win/fs.c) ask for
 * [POSIX's way of removal](https://learn.microsoft.com/en-us/windows-hardware/drivers/ddi/ntddk/ns-ntddk-_file_disposition_information_ex), which NTFS has since Windows 10 1809; there the second name is gone at once.
 */
export class DeferredUnlinks {
  readonly #raw: HostCalls;
  readonly #open: OpenFiles;
  /** Names that may still exist, and are hidden from programs. */
  readonly #hidden = new Map<string, { readonly path: string; readonly identity: FileIdentity }>();
  #count = 0;

  constructor(raw: HostCalls, open: OpenFiles) {
    this.#raw = raw;
    this.#open = open;
  }

  /** Whether a name is one of these. */
  has(name: string): boolean {
    return this.#hidden.has(name);
  }

  /**
   * Gives a file or directory another name.
   * @returns its path now, to be removed or given back; or a negative errno
   */
  rename(path: string): string | number {
    const directory = path.slice(0, path.lastIndexOf('/') + 1);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const hidden = `${directory}.hostcall-removed-${process.pid}-${this.#count++}`;
      if (typeof this.#raw.lstat(hidden) !== 'number') continue;
      const errno = this.#raw.rename(path, hidden);
      return errno < 0 ? errno : hidden;
    }
    return -Errno.EEXIST;
  }

  /**
   * Removes what was given another name.
   * @param path where it was before, and is again if this fails
   * @param remove `unlink` or `rmdir`
   */
  finish(
    hidden: string,
    path: string,
    identity: FileIdentity & { readonly nlink: bigint },
    remove: 'unlink' | 'rmdir',
  ): number {
    const errno = this.#raw[remove](hidden);
    if (errno < 0) {
      this.#raw.rename(hidden, path);
      return errno;
    }
    const users = this.#open.on(identity);
    if (users.length === 0) return 0;
    this.#hidden.set(hidden.slice(hidden.lastIndexOf('/') + 1), { path: hidden, identity });
    const last = remove === 'rmdir' || identity.nlink <= 1n;
    for (const file of users) if (last && isSame(file, identity)) file.nameless = true;
    return 0;
  }

  /** A descriptor has been closed: the name may be gone, and then need not be kept. */
  forget(file: OpenFile): void {
    for (const [name, hidden] of this.#hidden) {
      if (hidden.identity.ino !== file.ino || this.#open.on(file).length > 0) continue;
      // Behind a link, which may have taken the place of a directory on the way, nothing is looked at.
      if (checkPlainDirectories(this.#raw, hidden.path) === 0 && this.#raw.lstat(hidden.path) !== -Errno.ENOENT)
        continue;
      this.#hidden.delete(name);
    }
  }
}
