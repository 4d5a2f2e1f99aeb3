/** The same command line, in a thread whose stack has the size that is asked for: that of the main thread is set before JavaScript runs. */
import { isMainThread, Worker } from 'node:worker_threads';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';

/** The file that runs it. */
const COMMAND = new URL('./hostcall.js', import.meta.url);

/**
 * Runs the command line of this process in a thread.
 * @param bytes of its stack
 * @returns the exit status; undefined in that thread itself, where there is nothing more to do for it
 * @throws CommandLineError if the system does not give it so much
 * @see https://nodejs.org/api/worker_threads.html#new-workerfilename-options
 */
export async function inThreadWithStack(bytes: number): Promise<number | undefined> {
  if (!isMainThread) return undefined;
  let worker: Worker;
  try {
    worker = new Worker(COMMAND, { argv: process.argv.slice(2), resourceLimits: { stackSizeMb: bytes / 2 ** 20 } });
  } catch (error) {
    throw new CommandLineError(
      `the system gives no thread a stack of ${bytes} bytes: ${(error as Error).message}`,
      'give --max-stack a smaller size',
      ExitStatus.failure,
      { cause: error },
    );
  }
  return new Promise((resolve, reject) => {
    worker.once('error', reject).once('exit', resolve);
  });
}
