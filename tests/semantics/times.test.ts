import { describeScenarios } from './describe-scenarios.js';

describeScenarios('times', [
  { name: 'fd_filestat_set' },
  { name: 'fstflags_validate' },
  { name: 'path_filestat' },
  { name: 'symlink_filestat' },
]);
