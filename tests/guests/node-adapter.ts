import { nodePorts } from '../../api/node.js';
import type { Capability } from './guest.js';
import { ownHost } from './own-host.js';
import { createScratchDirectory } from './scratch-directory.js';

/** What Windows lacks, and what Wine 8, on which it is run, cannot show. */
const LACKING_ON_WINDOWS: readonly Capability[] = [
  'any-name',
  'links-to-links',
  'far-times',
  'symlinks',
  'access-times',
];

/** The Node adapter, on the file system of the machine. */
export const nodeAdapter = ownHost(
  process.platform === 'win32' ? 'the Windows adapter' : 'the Node adapter',
  nodePorts(process.platform === 'linux' ? { system: 'fs' } : {}),
  createScratchDirectory,
  process.platform === 'win32' ? LACKING_ON_WINDOWS : [],
);
