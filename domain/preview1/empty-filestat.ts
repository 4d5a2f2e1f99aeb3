import type { Filestat } from './records.js';

/** A record of attributes for a port to fill. */
export function emptyFilestat(): Filestat {
  return { device: 0n, inode: 0n, filetype: 0, links: 0n, size: 0n, accessed: 0n, modified: 0n, changed: 0n };
}
