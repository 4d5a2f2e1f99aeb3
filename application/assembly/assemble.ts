import 'reflect-metadata';
import { Container, type ContainerModule } from 'inversify';
import type { Ports } from '../../domain/index.js';
import { ConfigurationError } from '../runtime/errors.js';
import { Runtime } from '../runtime/runtime.js';
import type { TraceSettings } from '../tracing/index.js';
import { Port, portNames } from './tokens.js';

/**
 * Builds a runtime from modules that bind ports. Each module is loaded in a container of its own above the one before, so that a later
 * module's binding of a port hides an earlier one's. All ports are resolved now; the container is not kept.
 * @param modules such as `nodeHost()`, then what is to be different
 * @throws ConfigurationError naming the ports nobody binds
 */
export function assemble(...modules: ContainerModule[]): Runtime {
  let container = new Container({ defaultScope: 'Singleton' });
  for (const module of modules) {
    container = new Container({ defaultScope: 'Singleton', parent: container });
    container.load(module);
  }
  const missing = portNames.filter(name => !container.isBound(Port[name]));
  if (missing.length > 0) {
    throw new ConfigurationError(
      `nothing is bound for ${missing.map(name => `"${name}"`).join(', ')}; pass a module that provides it, such as nodeHost(), to assemble()`,
    );
  }
  const resolved = portNames.map(name => [name, container.get(Port[name] as symbol)]);
  return createRuntime(Object.fromEntries(resolved) as Ports);
}

/**
 * Builds a runtime from ports, without inversify.
 * @param settings what of each call is kept for traces
 */
export function createRuntime(ports: Ports, settings: TraceSettings = {}): Runtime {
  return new Runtime(ports, settings);
}
