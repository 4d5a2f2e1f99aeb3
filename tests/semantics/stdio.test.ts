import { describeScenarios } from './describe-scenarios.js';

describeScenarios('stdio', [
  { name: 'fd_write-to-invalid-fd', preopen: false },
  { name: 'fd_write-to-stdout', stdout: 'hello', preopen: false },
  { name: 'sock_shutdown-invalid_fd', preopen: false },
  { name: 'sock_shutdown-not_sock', preopen: false },
  { name: 'poll_oneoff_stdio', preopen: false },
  { name: 'isatty' },
  { name: 'stdio' },
]);
