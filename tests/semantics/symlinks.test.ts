import { describeScenarios } from './describe-scenarios.js';

describeScenarios('symlinks', [
  { name: 'dangling_symlink' },
  { name: 'nofollow_errors' },
  { name: 'path_exists' },
  { name: 'path_symlink_trailing_slashes' },
  { name: 'readlink' },
  { name: 'symlink_create' },
  { name: 'symlink_loop' },
  { name: 'symlink-relative' },
  { name: 'symlink-outside' },
  { name: 'symlink-slashes' },
]);
