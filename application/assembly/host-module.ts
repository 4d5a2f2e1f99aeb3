import 'reflect-metadata';
import { ContainerModule } from 'inversify';
import type { Ports } from '../../domain/index.js';
import { unknownName } from '../options/index.js';
import { describeModule } from './module-names.js';
import { Port, portNames } from './tokens.js';

/**
 * Makes a module for `assemble()` from an adapter's ports, so that an adapter names each port once: in the list that also serves
 * `createRuntime()`.
 *
 * ```ts
 * const bunPorts = () => ({ ...nodePorts(), clocks: new BunClocks() });
 * const bunHost = () => hostModule('bunHost()', bunPorts);
 * ```
 * @param name how an embedder writes the module, for messages, such as `nodeHost()`
 * @param ports the ports by name; those that are missing or undefined are left to other modules. A function is called once per assembly, so
 *   that two runtimes share nothing. A getter is called only if no later module replaces its port
 * @throws ConfigurationError for a name that is not a port's; for the result of a function, `assemble()` throws it
 */
export function hostModule(name: string, ports: Partial<Ports> | (() => Partial<Ports>)): ContainerModule {
  if (typeof ports !== 'function') checkNames(name, ports);
  const module = new ContainerModule(({ bind }) => {
    const list = typeof ports === 'function' ? ports() : ports;
    checkNames(name, list);
    for (const port of portNames) {
      if (!(port in list) || isUndefined(list, port)) continue;
      bind<unknown>(Port[port])
        .toDynamicValue(() => list[port])
        .inSingletonScope();
    }
  });
  return describeModule(module, name);
}

function checkNames(name: string, ports: Partial<Ports>): void {
  const unknown = Object.keys(ports).find(key => !(portNames as readonly string[]).includes(key));
  if (unknown === undefined) return;
  throw unknownName('port', unknown, portNames, ` of ${name}`);
}

/** Whether a port is listed as undefined; a getter is not called to find out. */
function isUndefined(ports: Partial<Ports>, port: keyof Ports): boolean {
  const property = Object.getOwnPropertyDescriptor(ports, port);
  return property !== undefined && property.get === undefined && property.value === undefined;
}
