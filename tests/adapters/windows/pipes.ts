import { Worker } from 'node:worker_threads';
import { Block } from '../../../adapters/system/index.js';
import { windowsCalls } from '../../../adapters/windows/index.js';

/** The descriptors of an anonymous pipe. */
export interface Pipe {
  readonly reader: number;
  readonly writer: number;
}

/** Makes a pipe of Windows, whose ends the caller closes. */
export function makePipe(): Pipe {
  const calls = windowsCalls('koffi');
  if (typeof calls === 'string') throw new Error(`koffi ${calls}`);
  const { ffi, kernel } = calls;
  const { address, view } = new Block(ffi, 16);
  if (kernel.CreatePipe(address, address + 8, 0, 0) === 0) throw new Error(`error ${kernel.GetLastError()}`);
  const open = ffi.bind('uv_open_osfhandle', { result: 'int', parameters: ['address'] });
  const [reader, writer] = [0, 8].map(at => open(Number(view.getBigUint64(at, true)))) as [number, number];
  return { reader, writer };
}

/** Has another thread do something with a descriptor in a while. */
export function later(script: string, descriptor: number): Promise<unknown> {
  const worker = new Worker(
    `const { workerData: fd } = require('node:worker_threads');
    const { writeSync, closeSync } = process.getBuiltinModule('node:fs');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    ${script}`,
    { eval: true, workerData: descriptor },
  );
  return new Promise(resolve => worker.once('exit', resolve));
}
