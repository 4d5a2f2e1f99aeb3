import { describeScenarios } from './describe-scenarios.js';

const threeArgs = ['first', 'the "second" arg', '3'];
const preopen = false;

describeScenarios('process', [
  { name: 'args_get-multiple-arguments', args: threeArgs, preopen },
  { name: 'args_sizes_get-multiple-arguments', args: threeArgs, preopen },
  { name: 'args_sizes_get-no-arguments', preopen },
  { name: 'environ_get-multiple-variables', env: { a: 'text', b: 'escap " ing', c: 'new\nline' }, preopen },
  { name: 'environ_sizes_get-multiple-variables', env: { a: 'b', b: 'c', c: 'd' }, preopen },
  { name: 'environ_sizes_get-no-variables', preopen },
  { name: 'environ_get-no-variables', preopen },
  { name: 'proc_exit-failure', exitCode: 33, preopen },
  { name: 'proc_exit-success', preopen },
  ...[0, 1, 126, 127, 255, 256, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1].map(exitCode => ({
    name: 'proc_exit-code',
    title: `proc_exit-code ${exitCode}`,
    args: [`${exitCode}`],
    exitCode,
    preopen,
  })),
  { name: 'random_get-non-zero-length', preopen },
  { name: 'random_get-zero-length', preopen },
  { name: 'big_random_buf', preopen },
  { name: 'random_get-windows', preopen },
  { name: 'clock_getres-monotonic', preopen },
  { name: 'clock_getres-realtime', preopen },
  { name: 'clock_gettime-monotonic', preopen },
  {
    name: 'clock_gettime-realtime',
    // When the test runs: a whole run of all tests takes longer than the clocks may be apart.
    get args() {
      return [`${Math.floor(Date.now() / 1000)}`];
    },
    preopen,
  },
  { name: 'clock_time_get', preopen },
  { name: 'cpu-clocks', needs: 'cpu-clocks', preopen },
  { name: 'unknown-clock', preopen },
  { name: 'sched_yield', preopen },
]);
