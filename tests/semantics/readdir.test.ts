import { describeScenarios } from './describe-scenarios.js';

describeScenarios('readdir', [
  { name: 'fd_readdir' },
  { name: 'readdir-types', restsOn: ['symlinks'] },
  { name: 'readdir-while-changing' },
  { name: 'readdir-small-buffers' },
  { name: 'readdir-cookies' },
]);
