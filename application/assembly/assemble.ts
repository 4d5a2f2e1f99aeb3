import 'reflect-metadata';
import { Container, ContainerModule, type ContainerModuleLoadOptions, type ServiceIdentifier } from 'inversify';
import type { Ports } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import { Runtime } from '../runtime/index.js';
import { checkTraceSettings, type TraceSettings } from '../tracing/index.js';
import { checkPorts } from './check-ports.js';
import { checkInterceptors } from './check-settings.js';
import { nameOfModule } from './module-names.js';
import { interceptorsIdentifier, Port, portNames, traceSettingsIdentifier } from './tokens.js';

/** A module that has been loaded. */
interface Layer {
  readonly name: string;
  readonly container: Container;
}

/**
 * Builds a runtime from modules that bind ports. Each module is loaded in a container of its own above the one before, so that a later
 * module's binding of a port hides an earlier one's. All ports are resolved now; the container is not kept.
 * @param modules such as `nodeHost()`, then those that override it
 * @throws ConfigurationError that names the port, the module, and what to do: for ports that no module binds, for a port that one module binds twice,
 *   for an adapter that cannot be made or is incomplete
 */
export function assemble(...modules: ContainerModule[]): Runtime {
  const layers: Layer[] = [];
  for (const [index, module] of modules.entries()) layers.push(loadLayer(module, index + 1, layers.at(-1)?.container));
  const missing = portNames.filter(name => ownerOf(name, layers) === undefined);
  if (missing.length > 0) throw missingError(missing, layers);
  const resolved = portNames.map(name => [name, resolve(name, layers)]);
  const ports = Object.fromEntries(resolved) as Ports;
  checkPorts(ports, name => ` from ${ownerOf(name, layers)?.name}`);
  const interceptors = layers.flatMap(layer => allOf(layer, interceptorsIdentifier));
  for (const each of interceptors) checkInterceptors(each);
  const settings = layers.flatMap(layer => allOf(layer, traceSettingsIdentifier));
  for (const each of settings) checkTraceSettings(each);
  return new Runtime(ports, { ...Object.assign({}, ...settings.map(given)), interceptors });
}

function loadLayer(module: ContainerModule, position: number, parent: Container | undefined): Layer {
  // Not by its class: an embedder's modules may come from another copy of inversify.
  if (typeof module !== 'object' || module === null || typeof module.load !== 'function') {
    throw new ConfigurationError(`argument ${position} of assemble() is not a module`, hintFor(module));
  }
  const name = nameOfModule(module, position);
  const container = new Container(
    parent === undefined ? { defaultScope: 'Singleton' } : { defaultScope: 'Singleton', parent },
  );
  container.load(new ContainerModule(options => module.load(refusingClashes(options, name))));
  return { name, container };
}

/** What to pass in place of what is not a module. */
function hintFor(given: unknown): string {
  if (typeof given === 'function') return 'it is a function: call it';
  const { module } = (given ?? {}) as { readonly module?: { readonly load?: unknown } };
  if (typeof module?.load === 'function') return 'pass its property `module`';
  return 'ports without a module go to createRuntime()';
}

/** Options for loading a module that refuse to bind a port twice. */
function refusingClashes(options: ContainerModuleLoadOptions, moduleName: string): ContainerModuleLoadOptions {
  const bound = new Set<unknown>();
  return {
    ...options,
    bind: identifier => {
      const port = portNames.find(name => Port[name] === identifier);
      if (port !== undefined && bound.has(identifier)) {
        throw new ConfigurationError(
          `the port "${port}" is bound twice by ${moduleName}`,
          'keep one of the bindings, or put one in a module of its own: the later module wins',
        );
      }
      bound.add(identifier);
      return options.bind(identifier);
    },
    unbind: identifier => {
      bound.delete(identifier);
      options.unbind(identifier);
    },
  };
}

/** The last layer that binds a port. */
function ownerOf(name: keyof Ports, layers: readonly Layer[]): Layer | undefined {
  return layers.findLast(({ container }) => container.isCurrentBound(Port[name]));
}

function resolve(name: keyof Ports, layers: readonly Layer[]): unknown {
  try {
    const port: unknown = layers.at(-1)?.container.get(Port[name] as symbol);
    if (typeof port === 'object' && port !== null) return port;
    throw new TypeError(`it is bound to ${String(port)}, which is not an object`);
  } catch (cause) {
    const configuration = cause instanceof ConfigurationError ? cause : undefined;
    const reason = configuration?.problem ?? (cause instanceof Error ? cause.message : String(cause));
    throw new ConfigurationError(
      `the port "${name}", bound by ${ownerOf(name, layers)?.name}, cannot be made: ${reason}`,
      configuration?.remedy ?? 'correct the binding, or bind the port in a later module',
      { cause },
    );
  }
}

/** The bindings of a layer itself for something that can be bound many times. */
function allOf<T>({ container }: Layer, identifier: ServiceIdentifier<T>): T[] {
  return container.isCurrentBound(identifier) ? container.getAll(identifier) : [];
}

/** Settings without those that are undefined: these are not set. */
function given(settings: TraceSettings): TraceSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function missingError(missing: readonly (keyof Ports)[], layers: readonly Layer[]): ConfigurationError {
  const which = missing.map(name => `"${name}"`).join(', ');
  const loaded =
    layers.length === 0 ? 'no module was given' : `none of ${layers.map(({ name }) => name).join(', ')} does`;
  const [what, pronoun] = missing.length === 1 ? ['port', 'it'] : ['ports', 'them'];
  return new ConfigurationError(
    `nothing binds the ${what} ${which}: ${loaded}`,
    `pass assemble() a module that provides ${pronoun}, such as nodeHost()`,
  );
}
