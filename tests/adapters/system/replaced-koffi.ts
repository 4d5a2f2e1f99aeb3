import Module from 'node:module';
import { KOFFI_VERSION } from '../../../adapters/system/koffi.js';

/** What `require` calls. */
interface Loading {
  _load(name: string, ...rest: unknown[]): unknown;
}

/** A package of koffi's form, all of whose functions return 0. */
const USELESS = {
  version: KOFFI_VERSION,
  load: () => ({ func: () => () => 0 }),
  address: () => 0n,
  view: (_: number, length: number) => new ArrayBuffer(length),
};

/** Does something while koffi is a package all of whose functions return 0. */
export function withUselessKoffi<T>(act: () => T): T {
  const loading = Module as unknown as Loading;
  const load = loading._load;
  loading._load = (name, ...rest) =>
    name === 'koffi' || name.startsWith('@koromix/') ? USELESS : load.call(Module, name, ...rest);
  try {
    return act();
  } finally {
    loading._load = load;
  }
}
