import { syncBuiltinESMExports } from 'node:module';
import { ORIGINAL } from '../node/node-wasi.js';
import { withoutWarning } from '../node/without-warning.js';

type Class = typeof import('node:wasi').WASI;

/**
 * Puts a class in the place of that of `node:wasi`, for whoever has asked for it, or will.
 * @param load gives the class, when something is first done with it
 */
export function replaceNodeWasi(load: () => unknown): void {
  const module = withoutWarning(() => process.getBuiltinModule('node:wasi'));
  if (module === undefined || ORIGINAL in module.WASI) return;
  module.WASI = loadedLater(module.WASI, load as () => Class);
  syncBuiltinESMExports();
}

/** A class that is loaded when something is first done with it. */
function loadedLater(original: Class, load: () => Class): Class {
  let loaded: Class | undefined;
  const get = () => {
    loaded ??= load();
    return loaded;
  };
  const later: Class = new Proxy(function WASI() {} as unknown as Class, {
    construct: (_, args, target) => Reflect.construct(get(), args, target === later ? get() : target),
    get: (_, key) => (key === ORIGINAL ? original : Reflect.get(get(), key)),
    has: (_, key) => key === ORIGINAL || Reflect.has(get(), key),
  });
  return later;
}
