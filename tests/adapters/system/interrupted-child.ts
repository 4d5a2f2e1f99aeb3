/** A process that waits for half a second, while another one sends it signals that it handles; it prints their number, and how long it has waited. */
import { spawn } from 'node:child_process';
import { DescriptorPoll } from '../../../adapters/system/descriptor-poll.js';
import { SharedCalls } from '../../../adapters/system/shared-calls.js';

let signals = 0;
process.on('SIGUSR2', () => signals++);
const { calls } = new SharedCalls();
if (calls === undefined) throw new Error('there is no FFI');
const poll = new DescriptorPoll(calls);
const sender = spawn('sh', ['-c', `for i in 1 2 3 4 5; do sleep 0.05; kill -USR2 ${process.pid}; done; sleep 60`], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
// Of a socket that nothing comes from.
const fd = (sender.stdout as unknown as { readonly _handle: { readonly fd: number } })._handle.fd;
poll.add(fd, 'read');
const began = performance.now();
poll.wait(500e6);
const waited = performance.now() - began;
// Handlers run when the event loop has looked for signals: between two rounds of it, at the latest.
setImmediate(() =>
  setImmediate(() => {
    console.log(JSON.stringify([signals, waited]));
    sender.kill();
    process.exit(0);
  }),
);
