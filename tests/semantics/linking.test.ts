import { describeScenarios } from './describe-scenarios.js';

describeScenarios('linking', [
  { name: 'path_link', needs: 'links-to-links', restsOn: ['symlinks'] },
  { name: 'path_rename' },
  { name: 'rename-oddities', restsOn: ['symlinks'] },
  { name: 'open-files', needs: 'free-names' },
  { name: 'open-files-move', needs: 'moving-open-files' },
]);
