import type { Ports } from '../../domain/index.js';
import { NodeClocks } from './clocks.js';
import { NodeEngine } from './engine.js';
import { NodeFileSystem } from './file-system.js';
import { NodeProcess } from './process.js';
import { NodeRandom } from './random.js';
import { NodeStdio } from './stdio.js';
import { NodeWaiting } from './waiting.js';

/** Every port on Node, for those who assemble without inversify. Each call makes ports that share nothing with any other's. */
export function nodePorts(): Ports {
  return {
    clocks: new NodeClocks(),
    engine: new NodeEngine(),
    fileSystem: new NodeFileSystem(),
    process: new NodeProcess(),
    random: new NodeRandom(),
    stdio: new NodeStdio(),
    waiting: new NodeWaiting(),
  };
}
