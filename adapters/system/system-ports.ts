import type { Ports } from '../../domain/index.js';
import { nodePorts, type Reach } from '../node/index.js';
import { LinuxFileSystem, type SystemInterface } from './linux-file-system.js';

/**
 * Every port on Linux: Node's, but for files.
 * @param system the only interface to use; see {@link LinuxFileSystem}
 * @param reach how directories are reached through `fs`
 * @throws ConfigurationError if what is asked for cannot be used
 */
export function systemPorts(system?: SystemInterface, reach?: Reach): Ports {
  return { ...nodePorts(), fileSystem: new LinuxFileSystem(system, reach) };
}
