import { describeScenarios } from './describe-scenarios.js';

describeScenarios('unstable', [
  { name: 'unstable-whence' },
  { name: 'unstable-filestat' },
  { name: 'unstable-subscription' },
  { name: 'unstable-rest', stdout: 'old' },
]);
