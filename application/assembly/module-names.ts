import type { ContainerModule } from 'inversify';

/** Names of modules, for messages. Kept beside them, since a module is inversify's. */
const names = new WeakMap<ContainerModule, string>();

/**
 * Gives a module a name that messages about it use.
 * @param name how an embedder writes it, such as `nodeHost()`
 * @returns the module
 */
export function describeModule(module: ContainerModule, name: string): ContainerModule {
  names.set(module, name);
  return module;
}

/**
 * The name of a module.
 * @param position its place among the modules of an assembly, from 1 on, for a module without a name
 */
export function nameOfModule(module: ContainerModule, position: number): string {
  return names.get(module) ?? `module ${position}, which has no name (describeModule() gives it one)`;
}
