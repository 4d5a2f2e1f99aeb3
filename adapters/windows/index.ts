/**
 * Windows: only the host primitives that differ from those of `adapters/node`, each with what was seen and where. The algorithms are the
 * Node adapter's; which names are refused, `domain/paths` says. `calls/` and `sockets/` are Windows' own calls, through the FFI of `adapters/system`.
 */
export { callsForStreams } from './calls/descriptor-calls.js';
export { SharedCalls as SharedWindowsCalls } from './calls/shared-calls.js';
export { windowsCalls } from './calls/windows-calls.js';
export { WindowsFileSystem } from './file-system.js';
export { windowsHostCalls } from './host-calls.js';
export { windowsSockets } from './sockets/windows-sockets.js';
export { WindowsWaiting } from './waiting.js';
export { windowsPorts } from './windows-ports.js';
export { windowsSystemPorts } from './windows-system-ports.js';
