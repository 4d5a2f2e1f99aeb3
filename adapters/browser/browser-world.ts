import type { ContainerModule } from 'inversify';
import { hostModule } from '../../application/assembly/index.js';
import { type BrowserOptions, type BrowserPorts, browserPorts } from './browser-ports.js';

/** A browser's world: its ports, and a module that binds them. Runtimes that are assembled with the same world share its files and streams. */
export interface BrowserWorld extends BrowserPorts {
  /** For `assemble()`. */
  readonly module: ContainerModule;
}

/**
 * Makes a browser's world. Files are in memory, and can be inspected with `snapshot(world.fileSystem.root)`; their times come from the browser's
 * clock, whatever clocks a later module binds.
 * @throws ConfigurationError for contents that cannot be made
 */
export function browserWorld(options: BrowserOptions = {}): BrowserWorld {
  const ports = browserPorts(options);
  return { ...ports, module: hostModule('browserWorld()', ports) };
}
