import type { Ports } from '../../domain/index.js';
import { NodeClocks } from './clocks.js';
import { NodeEngine } from './engine.js';
import { completed, type NodeParts } from './node-parts.js';
import { NodeProcess } from './process.js';
import { NodeRandom } from './random.js';
import { NodeWaiting } from './waiting.js';

/** Every port on Node, for those who assemble without inversify. Each call makes ports that share nothing with any other's. */
export function nodePorts(parts: NodeParts = {}): Ports {
  const { fileSystem, stdio } = completed(parts);
  return {
    clocks: new NodeClocks(),
    engine: new NodeEngine(),
    fileSystem: fileSystem(),
    process: new NodeProcess(),
    random: new NodeRandom(),
    stdio: stdio(),
    waiting: new NodeWaiting(),
  };
}
