/**
 * A process with a worker in which a stream on stdin waits for input that does not come (`read`), or one on stdout for room that does not come
 * (`write`). Once it waits, the process ends the worker (`terminate`) or itself (`exit`), and tells on stderr what has ended.
 */
import { writeSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { NodeStdio } from '../../../adapters/node/index.js';
import { attemptWhenReady, moveRest } from '../../../application/hostcalls/index.js';
import { streamHost } from '../stream-hosts.js';

/** Bytes that no pipe holds. */
const MUCH = 10_000_000;

if (isMainThread) {
  const [name, what, how] = process.argv.slice(2);
  const worker = new Worker(new URL(import.meta.url), { workerData: { name, what } });
  worker.once('message', () => {
    // The message is posted just before the call.
    setTimeout(() => {
      if (how === 'exit') {
        writeSync(2, 'exit');
        process.exit(7);
      }
      worker.terminate().then(() => writeSync(2, 'terminated'));
    }, 200);
  });
} else {
  const { parentPort } = await import('node:worker_threads');
  const { name, what } = workerData as { name: string; what: string };
  const streams = streamHost(name);
  const { stdin, stdout } = new NodeStdio(streams.host());
  parentPort?.postMessage('ready');
  const length = what === 'read' ? 1 : MUCH;
  const iovecs = { array: new Uint8Array(length), count: 1, offsets: [0], lengths: [length], total: length };
  const waiting = streams.waiting();
  if (what === 'read') {
    attemptWhenReady(waiting, { source: stdin, event: 'read' }, () => stdin.read(iovecs));
  } else {
    const room = { source: stdout, event: 'write' } as const;
    moveRest(waiting, room, iovecs, stdout.write(iovecs), rest => stdout.write(rest));
  }
}
