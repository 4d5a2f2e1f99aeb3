/** A thread that runs a program over a network in memory that it gets from another thread, and posts its outcome. */
import { parentPort, workerData } from 'node:worker_threads';
import { captureOutput, MemoryNetwork, memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';

const { wasm, memory, argv0, args } = workerData as {
  wasm: Uint8Array;
  memory: ArrayBufferLike;
  argv0: string;
  args: string[];
};
const stdout = captureOutput();
const sockets = { web: new MemoryNetwork(memory).listen('web') };
const { exitCode } = await createRuntime(memoryPorts()).run(wasm, { argv0, args, sockets, stdout });
parentPort?.postMessage({ exitCode, stdout: stdout.text });
