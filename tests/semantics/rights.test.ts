import { describeScenarios } from './describe-scenarios.js';

describeScenarios('rights', [
  { name: 'directory_seek' },
  { name: 'fd_fdstat_set_rights' },
  { name: 'path_open_preopen' },
  { name: 'path_open_read_write' },
  { name: 'truncation_rights' },
  { name: 'rights-creation' },
  { name: 'rights-dropped', restsOn: ['symlinks'] },
]);
