import { describeScenarios } from './describe-scenarios.js';

describeScenarios('paths', [
  { name: 'interesting_paths' },
  { name: 'path_open_create_existing' },
  { name: 'path_open_dirfd_not_dir' },
  { name: 'path_open_missing' },
  { name: 'path_open_nonblock' },
  { name: 'path_rename_dir_trailing_slashes' },
  { name: 'remove_directory_trailing_slashes' },
  { name: 'create_directory_trailing_slashes' },
  { name: 'remove_nonempty_directory' },
  { name: 'unlink_file_trailing_slashes' },
  { name: 'names', needs: 'any-name' },
  { name: 'long-names' },
]);
