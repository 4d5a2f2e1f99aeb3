/**
 * Windows: only the host primitives that differ from those of `adapters/node`, each with what was seen and where. The algorithms are the
 * Node adapter's; which names are refused, `domain/paths` says.
 */
export { WindowsFileSystem } from './file-system.js';
export { windowsHostCalls } from './host-calls.js';
export { windowsPorts } from './windows-ports.js';
