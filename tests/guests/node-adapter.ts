import { nodePorts } from '../../api/node.js';
import { LINUX, WINDOWS } from '../needs.js';
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
  WINDOWS.met ? 'the Windows adapter' : 'the Node adapter',
  nodePorts(LINUX.met ? { system: 'fs' } : {}),
  createScratchDirectory,
  WINDOWS.met ? LACKING_ON_WINDOWS : [],
);
