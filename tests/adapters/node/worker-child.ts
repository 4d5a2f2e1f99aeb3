/**
 * A process with a worker in which a stream on stdin waits for input that does not come (`read`), or one on stdout for room that does not come
 * (`write`). Once it waits, the process ends the worker (`terminate`) or itself (`exit`), and tells on stderr what has ended.
 */
import { writeSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { NodeStdio, NodeWaiting } from '../../../adapters/node/index.js';
import { attemptWhenReady, moveRest } from '../../../application/hostcalls/index.js';

/** Bytes that no pipe holds. */
const MUCH = 10_000_000;

if (isMainThread) {
  const [what, how] = process.argv.slice(2);
  const worker = new Worker(new URL(import.meta.url), { workerData: { what } });
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
  const { stdin, stdout } = new NodeStdio();
  const { what } = workerData as { what: string };
  parentPort?.postMessage('ready');
  const length = what === 'read' ? 1 : MUCH;
  const iovecs = { array: new Uint8Array(length), count: 1, offsets: [0], lengths: [length], total: length };
  const waiting = new NodeWaiting();
  if (what === 'read') {
    attemptWhenReady(waiting, { source: stdin, event: 'read' }, () => stdin.read(iovecs));
  } else {
    const room = { source: stdout, event: 'write' } as const;
    moveRest(waiting, room, iovecs, stdout.write(iovecs), rest => stdout.write(rest));
  }
}
