import 'reflect-metadata';
import { ContainerModule } from 'inversify';
import { describeModule, Port } from '../../application/assembly/index.js';
import { NodeClocks } from './clocks.js';
import { NodeEngine } from './engine.js';
import { completed, type NodeParts } from './node-parts.js';
import { NodeProcess } from './process.js';
import { NodeRandom } from './random.js';
import { NodeWaiting } from './waiting.js';

/** Binds every port to Node's, for `assemble()`. */
export function nodeHost(parts: NodeParts = {}): ContainerModule {
  const { fileSystem, stdio } = completed(parts);
  const module = new ContainerModule(({ bind }) => {
    bind(Port.clocks)
      .toDynamicValue(() => new NodeClocks())
      .inSingletonScope();
    bind(Port.engine)
      .toDynamicValue(() => new NodeEngine())
      .inSingletonScope();
    bind(Port.fileSystem).toDynamicValue(fileSystem).inSingletonScope();
    bind(Port.process)
      .toDynamicValue(() => new NodeProcess())
      .inSingletonScope();
    bind(Port.random)
      .toDynamicValue(() => new NodeRandom())
      .inSingletonScope();
    bind(Port.stdio).toDynamicValue(stdio).inSingletonScope();
    bind(Port.waiting)
      .toDynamicValue(() => new NodeWaiting())
      .inSingletonScope();
  });
  return describeModule(module, 'nodeHost()');
}
