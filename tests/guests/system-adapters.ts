import { nodePorts } from '../../api/node.js';
import type { OwnHost } from './guest.js';
import { systemFileSystems } from './host-file-systems.js';
import { ownHost } from './own-host.js';
import { createScratchDirectory } from './scratch-directory.js';

/** The system adapter through each FFI that this Node has, on the file system of the machine. */
export const systemAdapters: readonly OwnHost[] = systemFileSystems.map(({ name, create }) =>
  ownHost(`the system adapter through ${name}`, { ...nodePorts(), fileSystem: create() }, createScratchDirectory),
);
