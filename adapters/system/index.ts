/**
 * The kernel's own calls on Linux, made through a foreign function interface. `libc.ts` is the table of the functions that are called, with their
 * types; `known-answers.ts` has a call of each with an answer that is known. `systemCalls()` gives them where the answers are right, and otherwise
 * the reason why there are none, so that the ports of `adapters/node` are used.
 */
export { Block } from './block.js';
export { type FfiName, ffiNames } from './ffi.js';
export { SystemFileSystem, systemFileSystem } from './file-system.js';
export { systemHostCalls } from './host-calls.js';
export type { Libc } from './libc.js';
export {
  type DeclinedInterface,
  LinuxFileSystem,
  type SystemInterface,
  systemInterfaces,
} from './linux-file-system.js';
export { SharedCalls } from './shared-calls.js';
export { type HostNetworkOptions, network } from './sockets/network.js';
export {
  type ConnectOptions,
  connect,
  type ListenOptions,
  listen,
  type SocketOptions,
  socketFromHost,
} from './sockets/open-sockets.js';
export type { HostSocket } from './sockets/socket.js';
export { addressText, type SocketAddress } from './sockets/socket-address.js';
export { type SystemCalls, systemCalls } from './system-calls.js';
export { systemPorts } from './system-ports.js';
export { SystemWaiting } from './waiting.js';
