import type { Ports } from '../../domain/index.js';
import { NodeClocks } from './clocks.js';
import { NodeEngine } from './engine.js';
import { NodeFileSystem, type Reach } from './file-system.js';
import { NodeProcess } from './process.js';
import { NodeRandom } from './random.js';
import { NodeStdio } from './stdio.js';
import { NodeWaiting } from './waiting.js';

/**
 * Every port on Node's own primitives. Each call makes ports that share nothing with any other's.
 * @param reach how directories are reached; see {@link Reach}
 */
export function nodePorts({ reach }: { readonly reach?: Reach | undefined } = {}): Ports {
  return {
    clocks: new NodeClocks(),
    engine: new NodeEngine(),
    fileSystem: new NodeFileSystem({ reach }),
    process: new NodeProcess(),
    random: new NodeRandom(),
    stdio: new NodeStdio(),
    waiting: new NodeWaiting(),
  };
}
