import { type HostCalls, NodeWaiting, nodeHostCalls } from '../../adapters/node/index.js';
import { ffiNames, SharedCalls, SystemWaiting, systemCalls, systemHostCalls } from '../../adapters/system/index.js';
import type { Waiting } from '../../domain/index.js';

/** Primitives that streams of the host's rest on, and what waits for them. */
export interface StreamHost {
  readonly name: string;
  host(): HostCalls;
  waiting(): Waiting;
}

const node: StreamHost = { name: 'node', host: () => nodeHostCalls, waiting: () => new NodeWaiting() };

/** Every one that there is here. Without an FFI there is Node's alone. */
export const streamHosts: readonly StreamHost[] = [
  node,
  ...ffiNames
    .filter(name => typeof systemCalls(name) !== 'string')
    .map(name => {
      const shared = new SharedCalls(name);
      return { name, host: () => systemHostCalls(shared), waiting: () => new SystemWaiting(shared) };
    }),
];

/** One by its name. */
export function streamHost(name: string): StreamHost {
  return streamHosts.find(each => each.name === name) ?? node;
}
