/**
 * The entry point `hostcall/node`: the Node adapter, with the host primitives of the platform that this runs on, or of one that is asked for
 * by name. What is exported under the same name by `adapters/node` rests on Node's own primitives, wherever it runs.
 */
export * from '../node/index.js';
export { WindowsFileSystem, windowsHostCalls } from '../windows/index.js';
export { type LoadOptions, loadDirectory } from './load-directory.js';
export { nodeHost } from './node.module.js';
export { nodePorts } from './node-ports.js';
export type { NodeHostOptions, Platform } from './platform.js';
export { streamFromHost } from './stream-from-host.js';
