import { memoryDirectory, memoryPorts } from '../../adapters/memory/index.js';
import { ownHost } from './own-host.js';

/** The memory adapter: every scratch directory is a file system of its own. */
export const memoryAdapter = ownHost(
  'the memory adapter',
  memoryPorts(),
  files => ({ preopen: memoryDirectory(files), dispose: () => {} }),
  ['cpu-clocks'],
);
