/**
 * The outside world as Node has it: one file per port, and `nodePorts()`, the list of them. What differs between platforms is in `HostCalls`;
 * everything else is the same algorithm everywhere. `api/node-platform.ts` chooses between these and Windows'.
 */
export { NodeClocks } from './clocks.js';
export { type DescriptorCalls, NO_DESCRIPTOR_CALLS, Readiness } from './descriptor-calls.js';
export { NodeEngine } from './engine.js';
export { type FileSystemOptions, NodeFileSystem, type Reach, reaches } from './file-system.js';
export { type HostCalls, nodeHostCalls } from './host-calls.js';
export { errnoOf } from './host-errors.js';
export { type LoadOptions, loadDirectory } from './load-directory.js';
export { nodePorts } from './node-ports.js';
export { NodeProcess } from './process.js';
export { NodeRandom } from './random.js';
export {
  createWorkerPool,
  runInWorker,
  type WorkerPool,
  type WorkerPoolOptions,
  type WorkerRun,
} from './run-in-worker.js';
export { NodeStdio, streamFromHost } from './stdio.js';
export { type Direction, directions } from './stream.js';
export { NodeWaiting } from './waiting.js';
