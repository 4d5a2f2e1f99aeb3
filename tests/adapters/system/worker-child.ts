/** A worker that writes files of its own in a directory and reads them again, many times, through the kernel's own calls. Posts how many it has read. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemFileSystem } from '../../../adapters/system/index.js';
import { contents, openFile, put, room } from '../../../application/contract/index.js';
import { Errno, Open } from '../../../domain/index.js';

/** The worker's data. */
export interface WorkerOrder {
  readonly ffi: 'koffi' | 'node:ffi';
  readonly directory: string;
  readonly id: number;
  readonly rounds: number;
}

/** Does the work of a worker, in any thread. @returns how many files had the right contents */
export function work({ ffi, directory, id, rounds }: WorkerOrder): number {
  const files = systemFileSystem(ffi);
  if (typeof files === 'string') throw new Error(files);
  const root = files.openPreopen(directory);
  if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
  let read = 0;
  for (let round = 0; round < rounds; round++) {
    const text = `${id}: ${round}`;
    put(root, `file-${id}`, text);
    const file = openFile(root, `file-${id}`, Open.READ);
    const into = room(text.length);
    // errno is each thread's own.
    const missing = root.open(`none-${id}`, Open.READ) === -Errno.ENOENT;
    if (file.read(into, 0) === text.length && contents(into)[0] === text && missing) read++;
    file.close();
  }
  root.close();
  return read;
}

if (parentPort !== null) parentPort.postMessage(work(workerData as WorkerOrder));
