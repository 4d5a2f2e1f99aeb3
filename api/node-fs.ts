/**
 * Node's ports on `fs` alone, whatever else there is. It loads no addon: a worker that is ended while an addon makes functions for it takes its process
 * with it.
 */
import { type HostCalls, nodeHostCalls, nodePorts } from '../adapters/node/index.js';
import { windowsHostCalls, windowsPorts } from '../adapters/windows/index.js';
import type { Ports } from '../domain/index.js';

/** Every port, on the host primitives of the platform that this runs on. */
export function fsPorts(): Ports {
  return process.platform === 'win32' ? windowsPorts() : nodePorts();
}

/** The host primitives of the platform that this runs on. */
export function fsHostCalls(): HostCalls {
  return process.platform === 'win32' ? windowsHostCalls() : nodeHostCalls;
}
