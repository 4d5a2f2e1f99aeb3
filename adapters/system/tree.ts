import type { HostParts } from '../node/host-parts.js';
import type { BorrowedDirectories } from './borrowed-directories.js';
import type { FileCalls } from './file-calls.js';
import type { EntriesBlock } from './listing.js';
import type { FileIdentity } from './stat-record.js';

/** How a path of several directories is gone down: in one call, or one directory after the other. */
export type DescentWay = 'openat2' | 'components';

/** The state that the directories of a file system share. */
export interface SharedFiles {
  readonly files: FileCalls;
  readonly borrowed: BorrowedDirectories;
  readonly descent: DescentWay;
  /** Where entries of listings are read to. */
  readonly entries: EntriesBlock;
  /** For devices and pipes, which are streams. */
  readonly parts: HostParts;
}

/** The state that the directories of one preopen share. */
export interface SystemTree extends SharedFiles {
  /** The preopened directory. */
  readonly root: FileIdentity;
}
