import type { Directory, File } from '../../../domain/index.js';

/** What can be made to fail: every operation of directories and files that can answer an errno. */
export type FaultableOperation = Exclude<
  keyof Directory | keyof File,
  'kind' | 'filetype' | 'stream' | 'naming' | 'parentInode' | 'findData' | 'freeBytes'
>;

const operations: Readonly<Record<FaultableOperation, true>> = {
  descend: true,
  open: true,
  stat: true,
  setTimes: true,
  createDirectory: true,
  removeDirectory: true,
  unlink: true,
  symlink: true,
  readlink: true,
  link: true,
  rename: true,
  list: true,
  sync: true,
  read: true,
  write: true,
  size: true,
  setFlags: true,
  setSize: true,
  allocate: true,
  advise: true,
  datasync: true,
  close: true,
};

export const faultableOperations: readonly string[] = Object.keys(operations);
