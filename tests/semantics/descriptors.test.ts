import { describeScenarios } from './describe-scenarios.js';

describeScenarios('descriptors', [
  { name: 'close_preopen' },
  { name: 'dangling_fd' },
  { name: 'dir_fd_op_failures' },
  { name: 'overwrite_preopen' },
  { name: 'renumber' },
]);
