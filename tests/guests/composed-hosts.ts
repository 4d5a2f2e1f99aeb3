import { memoryDirectory } from '../../adapters/memory/index.js';
import { mounts, overlay } from '../../application/composition/index.js';
import type { GuestHost } from './guest.js';
import { nodeAdapter } from './node-adapter.js';
import { ownHost } from './own-host.js';

/** Hosts whose directories are compositions. The guest's files are in the base of an overlay, or under a mount point's parent. */
export const composedHosts: readonly GuestHost[] = [
  ownHost('an overlay, in memory, over the Node adapter', nodeAdapter.ports, files => {
    const { preopen, dispose } = nodeAdapter.createScratch(files);
    return { preopen: overlay(preopen, memoryDirectory()), dispose };
  }),
  ownHost('a directory with mounts, on the Node adapter', nodeAdapter.ports, files => {
    const { preopen, dispose } = nodeAdapter.createScratch(files);
    return { preopen: mounts(preopen, {}), dispose };
  }),
];
