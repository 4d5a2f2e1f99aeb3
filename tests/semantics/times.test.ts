import { describeScenarios } from './describe-scenarios.js';

describeScenarios('times', [
  { name: 'fd_filestat_set', needs: 'nanoseconds' },
  { name: 'fstflags_validate' },
  { name: 'path_filestat' },
  { name: 'symlink_filestat', restsOn: ['symlinks'] },
]);
