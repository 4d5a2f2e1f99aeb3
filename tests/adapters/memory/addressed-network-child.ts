/** A thread that runs a program which opens its own sockets, in a network in memory that it gets from another thread, and posts its output. */
import { parentPort, workerData } from 'node:worker_threads';
import { captureOutput, MemoryNetwork, memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';

const { wasm, memory, args } = workerData as { wasm: Uint8Array; memory: ArrayBufferLike; args: string[] };
const stdout = captureOutput();
const network = new MemoryNetwork(memory).byAddress();
const { exitCode } = await createRuntime(memoryPorts()).run(wasm, { args, network, stdout });
parentPort?.postMessage({ exitCode, stdout: stdout.text });
