import type { Ports } from '../../domain/index.js';
import { NodeStdio, nodePorts, type Reach } from '../node/index.js';
import { systemHostCalls } from './host-calls.js';
import { LinuxFileSystem, type SystemInterface } from './linux-file-system.js';
import { SharedCalls } from './shared-calls.js';
import { SystemWaiting } from './waiting.js';

/**
 * Every port on Linux: Node's, but for files, streams and waiting for them.
 * @param system the only interface to use; see {@link LinuxFileSystem}
 * @param reach how directories are reached through `fs`
 * @throws ConfigurationError if the given interface cannot be used
 */
export function systemPorts(system?: SystemInterface, reach?: Reach): Ports {
  const ports = { ...nodePorts(), fileSystem: new LinuxFileSystem(system, reach) };
  if (system === 'fs') return ports;
  const shared = new SharedCalls(system);
  return { ...ports, stdio: new NodeStdio(systemHostCalls(shared)), waiting: new SystemWaiting(shared) };
}
