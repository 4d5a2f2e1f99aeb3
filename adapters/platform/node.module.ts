import type { ContainerModule } from 'inversify';
import { nodeHost as hostOf } from '../node/node.module.js';
import { type NodeHostOptions, partsOf } from './platform.js';

/**
 * Binds every port to Node's, for `assemble()`.
 * @throws ConfigurationError for a platform that there is not, or a way to reach directories that it does not have
 */
export function nodeHost(options?: NodeHostOptions): ContainerModule {
  return hostOf(partsOf(options));
}
