/** An adapter for zip archives: a read-only directory, and the file system port over a set of archives. `docs/writing-an-adapter.md` goes through it. */

export { zipFileSystem } from './zip.module.js';
export { zipDirectory } from './zip-directory.js';
export { ZipFileSystem } from './zip-file-system.js';
