/** The thread of a command: loads the command line and runs it. */
import * as module from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { ThreadInterruption } from './thread-interruption.js';
import { INTERRUPTING_SCRIPT, type ThreadData, type ThreadMessage } from './thread-protocol.js';

(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

const { words, stack, open, columns } = workerData as ThreadData;
// The streams of a worker do not know the terminal.
for (const name of ['stdout', 'stderr'] as const)
  Object.defineProperty(process[name], 'columns', { value: columns[name] });

const tell = (message: ThreadMessage) => parentPort?.postMessage(message);

/** The process is about to end, and this thread with it. */
function halt(): never {
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const end = (close: () => void): void => {
  tell({ closing: true });
  close();
  tell({ closing: false });
};
const restart = (bytes: number): Promise<never> | undefined => {
  if (bytes === stack) return undefined;
  tell({ stack: bytes });
  return new Promise(() => {});
};
const interruption = new ThreadInterruption(open, end, halt, tell, restart);

Object.defineProperty(globalThis, Symbol.for(INTERRUPTING_SCRIPT), {
  value: (signal: NodeJS.Signals) => interruption.interrupt(signal),
});

const { commandLine } = await import('../command-line.js');
tell({ status: await commandLine(words, interruption) });
