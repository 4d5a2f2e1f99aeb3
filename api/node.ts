/**
 * The entry point `hostcall/node`: the ports of Node, on the host primitives of the current platform, or of one given by name.
 * @module hostcall/node
 */
import type { ContainerModule } from 'inversify';
import { hostModule } from '../application/assembly/index.js';
import { type NodeHostOptions, portsMaker } from './node-platform.js';

export {
  createWorkerPool,
  type DescriptorCalls,
  type Direction,
  errnoOf,
  type FileSystemOptions,
  type HostCalls,
  type LoadOptions,
  NO_DESCRIPTOR_CALLS,
  NodeClocks,
  NodeEngine,
  NodeFileSystem,
  NodeProcess,
  NodeRandom,
  NodeStdio,
  NodeWaiting,
  nodeHostCalls,
  type Reach,
  Readiness,
  runInWorker,
  type WorkerPool,
  type WorkerPoolOptions,
  type WorkerRun,
} from '../adapters/node/index.js';
export {
  type ConnectOptions,
  type DeclinedInterface,
  type HostNetworkOptions,
  type HostSocket,
  LinuxFileSystem,
  type ListenOptions,
  type SocketAddress,
  type SocketOptions,
  type SystemInterface,
} from '../adapters/system/index.js';
export { WindowsFileSystem, windowsHostCalls } from '../adapters/windows/index.js';
export type {
  CrashCause,
  Setup,
  SetupResult,
  StdioChoice,
  ThreadPreopen,
  ThreadProgramOptions,
  WorkerOutcome,
  WorkerRunOptions,
} from '../application/supervision/index.js';
export { loadDirectory, type NodeHostOptions, nodePorts, type Platform, streamFromHost } from './node-platform.js';
export { connect, listen, network, socketFromHost } from './node-sockets.js';

/**
 * Binds every port to Node's, for `assemble()`.
 * @throws ConfigurationError for an unknown platform, or for a system interface or a way to reach directories that it does not have
 */
export function nodeHost(options?: NodeHostOptions): ContainerModule {
  return hostModule('nodeHost()', portsMaker(options));
}
