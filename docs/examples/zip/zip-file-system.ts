import { type Directory, Errno, type FileSystem } from 'hostcall/ports';
import { zipDirectory } from './zip-directory.js';

/** The file system port over archives. A host path is the name of an archive, and then a path in it: `site.zip/pages`. */
export class ZipFileSystem implements FileSystem {
  readonly #archives: Map<string, Directory>;

  /**
   * @param archives name → bytes
   * @throws Error for bytes that are no archive: better now than in the middle of a program
   */
  constructor(archives: Readonly<Record<string, Uint8Array>>) {
    this.#archives = new Map(Object.entries(archives).map(([name, zip]) => [name, zipDirectory(zip)]));
  }

  openPreopen(path: string): Directory | number {
    const slash = path.indexOf('/');
    const archive = this.#archives.get(slash === -1 ? path : path.substring(0, slash));
    if (archive === undefined) return -Errno.ENOENT;
    if (slash === -1) return archive;
    const into = { directory: archive, steps: 0 };
    const errno = archive.descend(path.substring(slash + 1), into);
    return errno < 0 ? errno : into.directory;
  }
}
