import { describeScenarios } from './describe-scenarios.js';

describeScenarios('symlinks', [
  { name: 'dangling_symlink', restsOn: ['symlinks'] },
  { name: 'nofollow_errors', restsOn: ['symlinks'] },
  { name: 'path_exists', restsOn: ['symlinks'] },
  { name: 'path_symlink_trailing_slashes' },
  { name: 'readlink', restsOn: ['symlinks'] },
  { name: 'symlink_create', restsOn: ['symlinks'] },
  { name: 'symlink_loop', restsOn: ['symlinks'] },
  { name: 'symlink-relative', restsOn: ['symlinks'] },
  { name: 'symlink-outside', needs: 'links-to-links', restsOn: ['symlinks'] },
  { name: 'symlink-slashes', restsOn: ['symlinks'] },
]);
