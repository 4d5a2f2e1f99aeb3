import { nodePorts } from '../../adapters/platform/index.js';
import { ownHost } from './own-host.js';
import { createScratchDirectory } from './scratch-directory.js';

/** The Node adapter, on the file system of the machine. */
export const nodeAdapter = ownHost('the Node adapter', nodePorts(), createScratchDirectory);
