/**
 * The outside world as Node has it: one file a port, and `nodeHost()` that binds them all. What differs between platforms is in
 * `HostCalls`; everything else is the same algorithm everywhere.
 */
export { NodeClocks } from './clocks.js';
export { type DescriptorCalls, NO_DESCRIPTOR_CALLS, Readiness } from './descriptor-calls.js';
export { NodeEngine } from './engine.js';
export { type FileSystemOptions, NodeFileSystem, type Reach } from './file-system.js';
export { type HostCalls, nodeHostCalls } from './host-calls.js';
export { errnoOf } from './host-errors.js';
export { nodeHost } from './node.module.js';
export type { NodeParts } from './node-parts.js';
export { nodePorts } from './node-ports.js';
export { NodeProcess } from './process.js';
export { NodeRandom } from './random.js';
export { NodeStdio, streamFromHost } from './stdio.js';
export type { Direction } from './stream.js';
export { NodeWaiting } from './waiting.js';
