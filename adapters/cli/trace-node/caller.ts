import { isMainThread, threadId } from 'node:worker_threads';
import type { TraceSetting } from './trace-setting.js';

/** Who makes the calls of this thread. */
export interface Caller {
  /** undefined in the command itself. */
  readonly pid: number | undefined;
  /** undefined in the main thread. */
  readonly worker: number | undefined;
}

/** Who this thread is, in a trace that another process may have begun. */
export function thisCaller({ root, launched }: TraceSetting): Caller {
  const isCommand = launched ? process.ppid === root : process.pid === root;
  return { pid: isCommand ? undefined : process.pid, worker: isMainThread ? undefined : threadId };
}

/** As lines begin with it, in brackets: such as `pid 4711 worker 2`; empty for the main thread of the command. */
export function callerText({ pid, worker }: Caller): string {
  return [pid === undefined ? '' : `pid ${pid}`, worker === undefined ? '' : `worker ${worker}`]
    .filter(part => part !== '')
    .join(' ');
}

/** The name of a file that only this thread writes to: `calls.json`, `calls.pid4711.worker2.json`. */
export function fileOf(caller: Caller, path: string): string {
  const parts = callerText(caller)
    .replaceAll(/ (?=\d)/g, '')
    .replace(' ', '.');
  return parts === '' ? path : path.replace(/((?:\.speedscope)?\.[^./\\]*)?$/, extension => `.${parts}${extension}`);
}
