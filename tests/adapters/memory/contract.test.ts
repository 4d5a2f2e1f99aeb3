import { MemoryFileSystem, memoryDirectory } from '../../../adapters/memory/index.js';
import { ALL_TRAITS, describeFileSystem, describeFiles } from '../../contract/index.js';

describeFiles('memory', () => ({ directory: memoryDirectory(), dispose: () => {} }), ALL_TRAITS);
describeFileSystem('memory', new MemoryFileSystem({ 'dir/file': '' }), () => ({
  directory: '/dir',
  file: '/dir/file',
  missing: '/missing',
}));
