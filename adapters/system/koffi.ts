import { createRequire } from 'node:module';
import type { CFunction, CType, Ffi, Signature } from './ffi.js';

/** The part of [koffi](https://koffi.dev) that is used. */
interface Koffi {
  readonly version: string;
  load(path: null): { func(symbol: string, result: string, parameters: readonly string[]): unknown };
  address(array: Uint8Array): bigint;
  view(address: number, length: number): ArrayBuffer;
}

const TYPES: Readonly<Record<CType | Signature['result'], string>> = {
  int: 'int32_t',
  uint: 'uint32_t',
  long: 'int64_t',
  count: 'int64_t',
  size: 'uint64_t',
  address: 'uint64_t',
};

/**
 * Loads koffi, an optional dependency that has binaries for most platforms.
 * @throws Error if it is not installed, or cannot be loaded
 */
export function loadKoffi(): Ffi {
  const koffi = requireKoffi();
  const library = koffi.load(null);
  return {
    name: 'koffi',
    version: koffi.version,
    bind<S extends Signature>(symbol: string, { result, parameters }: S) {
      const types = parameters.map(type => TYPES[type]);
      const call = library.func(symbol, TYPES[result], types) as (...values: number[]) => number | bigint;
      // koffi returns 64 bits as a number, or as a bigint if that is not a safe integer.
      return (result === 'long' ? (...values: number[]) => Number(call(...values)) : call) as CFunction<S>;
    },
    address: array => Number(koffi.address(array)),
    memory: (address, length) => koffi.view(address, length),
  };
}

/**
 * Its binary for glibc is asked for directly: to load koffi's own modules, which look for it, takes six times as long. Where it is not there, or is not for
 * this libc, they find another.
 */
function requireKoffi(): Koffi {
  const ours = createRequire(import.meta.url);
  const theirs = createRequire(ours.resolve('koffi'));
  const platform = `linux-${process.arch}`;
  try {
    return theirs(`@koromix/koffi-${platform}/${platform.replace('-', '_')}/koffi.node`) as Koffi;
  } catch {
    return ours('koffi') as Koffi;
  }
}
