import type { Engine, HostcallName } from '../../domain/index.js';
import { typeOfHostcall } from './signatures.js';

/**
 * Hostcalls with their types, which the engine compares with those in a module that imports them. Each gets its type when it is first read: a guest
 * imports some of them, and every type that occurs costs the engine time when a program starts.
 * @param hostcalls by name, as functions of JavaScript
 * @returns the same names, in an object that inherits nothing
 */
export function typedHostcalls(
  engine: Pick<Engine, 'typed'>,
  hostcalls: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const typed: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(hostcalls)) {
    defineWhenRead(typed, name, () => {
      const functions = { [name]: hostcalls[name] };
      return engine.typed(functions, { [name]: typeOfHostcall(name as HostcallName) })[name];
    });
  }
  return typed;
}

/** Defines a property whose value is made when it is first read. It can be replaced like any other. */
export function defineWhenRead<Value>(object: Record<string, Value>, name: string, make: () => Value): void {
  const define = (value: Value) => {
    Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
    return value;
  };
  Object.defineProperty(object, name, { configurable: true, enumerable: true, get: () => define(make()), set: define });
}
