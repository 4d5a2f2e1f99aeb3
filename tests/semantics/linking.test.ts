import { describeScenarios } from './describe-scenarios.js';

describeScenarios('linking', [
  { name: 'path_link' },
  { name: 'path_rename' },
  { name: 'rename-oddities' },
  { name: 'open-files', needs: 'free-names' },
]);
