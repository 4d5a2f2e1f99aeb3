/** The thread of a command: loads the command line and runs it. */
import * as module from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { placeOfThread, threadCpuTime } from '../../node/thread-cpu-time.js';
import { commandName } from '../command-name.js';
import { INTERRUPTING_SCRIPT, type ThreadData, type ThreadMessage } from './thread-protocol.js';
import { ThreadSupervisor } from './thread-supervisor.js';

(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

const { words, stack, open, taken, columns } = workerData as ThreadData;
// The streams of a worker do not know the terminal.
for (const name of ['stdout', 'stderr'] as const)
  Object.defineProperty(process[name], 'columns', { value: columns[name] });

const tell = (message: ThreadMessage) => parentPort?.postMessage(message);

const never = new Int32Array(new SharedArrayBuffer(4));
const supervisor = new ThreadSupervisor(open, {
  end(close) {
    tell({ closing: true });
    close();
    tell({ closing: false });
  },
  halt() {
    for (;;) Atomics.wait(never, 0, 0);
  },
  endAt(reason, milliseconds) {
    const computed = threadCpuTime();
    if (reason === 'cpu' && computed === undefined) return false;
    tell({ endAt: { reason, milliseconds, computed: computed ?? 0, place: placeOfThread() } });
    return true;
  },
  restart(bytes) {
    if (bytes === stack) return undefined;
    tell({ stack: bytes });
    return new Promise(() => {});
  },
  pipeTo(command) {
    tell({ pipeTo: command });
    let pieces = 0;
    return {
      write(bytes) {
        // One is under way at most.
        while (Atomics.load(taken, 0) < pieces) Atomics.wait(taken, 0, pieces - 1);
        pieces++;
        tell({ piece: bytes.slice() });
      },
    };
  },
});

Object.defineProperty(globalThis, Symbol.for(INTERRUPTING_SCRIPT), {
  value: (signal: NodeJS.Signals) => supervisor.interrupt(signal),
});

const { commandLine } =
  commandName(words) === 'run' ? await import('../run/run-command-line.js') : await import('../command-line.js');
tell({ status: await commandLine(words, supervisor) });
