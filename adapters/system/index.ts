/**
 * The kernel's own calls on Linux, made through a foreign function interface, which `adapters/windows` calls Windows through. `libc.ts` is the table of the functions that are called, with their
 * types; `known-answers.ts` has a call of each with an answer that is known. `systemCalls()` gives them where the answers are right, and otherwise
 * the reason why there are none, so that the ports of `adapters/node` are used.
 */
export { Block } from './block.js';
export { type CFunction, type Ffi, type FfiName, ffiNames, type Signature } from './ffi.js';
export { FfiChoice } from './ffi-choice.js';
export { SystemFileSystem, systemFileSystem } from './file-system.js';
export { GuestBuffers } from './guest-buffers.js';
export { systemHostCalls } from './host-calls.js';
export { isArchitecture, type Libc } from './libc.js';
export {
  type DeclinedInterface,
  LinuxFileSystem,
  type SystemInterface,
  systemInterfaces,
} from './linux-file-system.js';
export { throughFfi } from './load-ffi.js';
export { SharedCalls } from './shared-calls.js';
export { linuxSockets } from './sockets/linux-sockets.js';
export { listedAddresses } from './sockets/resolver.js';
export { type HostSocket, SocketHandle } from './sockets/socket.js';
export { addressText, type SocketAddress } from './sockets/socket-address.js';
export type { NameResolver, SocketCalls } from './sockets/socket-calls.js';
export { SocketOpener } from './sockets/socket-opener.js';
export type { ConnectOptions, HostNetworkOptions, ListenOptions, SocketOptions } from './sockets/socket-options.js';
export { type SystemCalls, systemCalls } from './system-calls.js';
export { systemPorts } from './system-ports.js';
export { SystemWaiting } from './waiting.js';
