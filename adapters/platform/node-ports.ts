import type { Ports } from '../../domain/index.js';
import { nodePorts as portsOf } from '../node/node-ports.js';
import { type NodeHostOptions, partsOf } from './platform.js';

/**
 * Every port on Node, for those who assemble without inversify. Each call makes ports that share nothing with any other's.
 * @throws ConfigurationError for a platform that there is not, or a way to reach directories that it does not have
 */
export function nodePorts(options?: NodeHostOptions): Ports {
  return portsOf(partsOf(options));
}
