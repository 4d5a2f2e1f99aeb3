import { describeScenarios } from './describe-scenarios.js';

describeScenarios('files', [
  { name: 'fd_advise' },
  { name: 'file_allocate' },
  { name: 'fd_flags_set' },
  { name: 'file_pread_pwrite' },
  { name: 'file_seek_tell' },
  { name: 'file_truncation' },
  { name: 'file_unbuffered_write' },
]);
