import { memoryDirectory, memoryPorts } from '../../adapters/memory/index.js';
import { ownHost } from './own-host.js';

/** The memory adapter with files by the rules of Windows. */
export const memoryWindowsAdapter = ownHost(
  'the memory adapter, by the rules of Windows',
  memoryPorts({ rules: 'windows' }),
  files => ({ preopen: memoryDirectory(files, { rules: 'windows' }), dispose: () => {} }),
  ['cpu-clocks', 'any-name', 'free-names', 'moving-open-files', 'nanoseconds'],
);
