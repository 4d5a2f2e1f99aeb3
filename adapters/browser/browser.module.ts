import 'reflect-metadata';
import { ContainerModule } from 'inversify';
import { describeModule, Port } from '../../application/assembly/index.js';
import type { Clocks } from '../../domain/index.js';
import { MemoryFileSystem } from '../memory/index.js';
import { type BrowserHostOptions, type BrowserPorts, portsBesideFiles } from './browser-ports.js';

/** A module for `assemble()`, and the files it binds. */
export type BrowserHost = ContainerModule & Pick<BrowserPorts, 'fileSystem'>;

/**
 * Binds every port to a browser's, for `assemble()`; files are in memory, and can be looked into with `snapshot(host.fileSystem.root)`. The
 * file system is made when it is first asked for, so that a later module's clock, if there is one, tells its times.
 */
export function browserHost(options: BrowserHostOptions = {}): BrowserHost {
  const ports = portsBesideFiles(options);
  let fileSystem: MemoryFileSystem | undefined;
  const filesBy = (clocks: Clocks) => {
    fileSystem ??= new MemoryFileSystem(options.contents, { ...options, clocks });
    return fileSystem;
  };
  const module = new ContainerModule(({ bind }) => {
    bind(Port.clocks).toConstantValue(ports.clocks);
    bind(Port.engine).toConstantValue(ports.engine);
    bind(Port.fileSystem)
      .toDynamicValue(context => filesBy(context.get(Port.clocks)))
      .inSingletonScope();
    bind(Port.process).toConstantValue(ports.process);
    bind(Port.random).toConstantValue(ports.random);
    bind(Port.stdio).toConstantValue(ports.stdio);
    bind(Port.waiting).toConstantValue(ports.waiting);
  });
  return Object.defineProperty(describeModule(module, 'browserHost()'), 'fileSystem', {
    get: () => filesBy(ports.clocks),
  }) as BrowserHost;
}
