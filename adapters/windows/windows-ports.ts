import type { Ports } from '../../domain/index.js';
import { NodeStdio, nodePorts } from '../node/index.js';
import { WindowsFileSystem } from './file-system.js';
import { windowsHostCalls } from './host-calls.js';

/** Every port on Windows: Node's, where they rest on host primitives over those of Windows. */
export function windowsPorts(): Ports {
  return { ...nodePorts(), fileSystem: new WindowsFileSystem(), stdio: new NodeStdio(windowsHostCalls()) };
}
