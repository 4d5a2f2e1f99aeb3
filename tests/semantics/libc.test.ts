import { describeScenarios } from './describe-scenarios.js';

const files = {
  'fopendir.dir/file-0': '',
  'fopendir.dir/file-1': '',
  'fs-tests.dir/file': '',
  'fs-tests.dir/lseek.txt': 'text-end',
  'fs-tests.dir/pread.txt': 'sound-test',
};

describeScenarios('libc', [
  { name: 'fdopendir-with-access', files },
  { name: 'fopen-with-access', files },
  { name: 'fopen-with-no-access', preopen: false },
  { name: 'lseek', files },
  { name: 'pread-with-access', files },
  { name: 'pwrite-with-access', files },
  { name: 'pwrite-with-append', stdout: 'at the end\n' },
  { name: 'stat-dev-ino', files },
]);
