/**
 * Directories, files and streams made of others: each part wraps any `Directory` of any adapter and is itself one, so they stack. Nothing here
 * depends on an adapter or a platform; a host path stays a string until the runtime that runs the program opens it.
 */

export { DirectoryCursor } from './directory-cursor.js';
export type { EntryOptions } from './entry-options.js';
export { type Fault, type FaultableOperation, faulty } from './faulty/faulty.js';
export { mounts } from './mounts/mounts.js';
export { type ChangedEntry, Overlay, type OverlayChanges, overlay } from './overlay/overlay.js';
export { type DirectorySource, type OpenPath, openHostPath, openPlace, type Place, requirePlace } from './places.js';
export { type QuotaLimits, quota } from './quota/quota.js';
export { isReadOnlyView, readOnly } from './read-only.js';
export { InputStream, isProgramInput, type ProgramInput } from './streams/program-input.js';
export { isProgramOutput, OutputStream, type ProgramOutput } from './streams/program-output.js';
export { type Contents, DescribedEntry, directory, entriesOf, file, symlink } from './trees/contents.js';
export { diff, type TreeDifference } from './trees/diff.js';
export { populate } from './trees/populate.js';
export { reasonsOf, type SnapshotOptions, snapshot, type UnreadableEntry } from './trees/snapshot.js';
export { WrappedDirectory } from './wrapped-directory.js';
export { WrappedFile } from './wrapped-file.js';
export { WrappedStream } from './wrapped-stream.js';
