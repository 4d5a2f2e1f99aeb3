import { createRequire } from 'node:module';
import { uninterrupted } from '../node/uninterrupted.js';
import type { CFunction, CType, Ffi, Signature } from './ffi.js';

/** The part of [koffi](https://koffi.dev) that is used. */
interface Koffi {
  readonly version: string;
  load(path: string | null): Library;
  address(array: Uint8Array): bigint;
  view(address: number, length: number): ArrayBuffer;
}

interface Library {
  func(symbol: string, result: string, parameters: readonly string[]): unknown;
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
 *
 * Where a function of koffi itself is called while the thread is being ended, koffi aborts the process; a C function that it has bound only returns.
 * @throws Error if it is not installed, or cannot be loaded
 */
export function loadKoffi(): Ffi {
  const koffi = uninterrupted(requireKoffi);
  const libraries = new Map<string | undefined, Library>();
  const libraryOf = (name: string | undefined) => {
    const known = libraries.get(name) ?? koffi.load(name ?? null);
    libraries.set(name, known);
    return known;
  };
  return {
    name: 'koffi',
    version: koffi.version,
    bind<S extends Signature>(symbol: string, { result, parameters }: S, library?: string) {
      const types = parameters.map(type => TYPES[type]);
      const call = uninterrupted(() => libraryOf(library).func(symbol, TYPES[result], types)) as (
        ...values: number[]
      ) => number | bigint;
      // koffi returns 64 bits as a number, or as a bigint if that is not a safe integer.
      return (result === 'long' ? (...values: number[]) => Number(call(...values)) : call) as CFunction<S>;
    },
    address: array => uninterrupted(() => Number(koffi.address(array))),
    memory: (address, length) => uninterrupted(() => koffi.view(address, length)),
  };
}

/** The version that `package.json` names. */
export const KOFFI_VERSION = '3.3.4';

/**
 * Its binary for this platform, on Linux that for glibc, is asked for directly: to load koffi's own modules, which look for it, takes six times as long.
 * Most package managers put it where it is found from here, in half the time that it takes from koffi; others where only koffi finds it. Where it is not
 * there, or is not for this libc, koffi's own modules find another.
 */
function requireKoffi(): Koffi {
  const ours = createRequire(import.meta.url);
  const { platform, arch } = process;
  const binary = `@koromix/koffi-${platform}-${arch}/${platform}_${arch}/koffi.node`;
  try {
    const found = ours(binary) as Koffi;
    // It may have been put there for another package.
    if (found.version === KOFFI_VERSION) return found;
  } catch {}
  const theirs = createRequire(ours.resolve('koffi'));
  try {
    return theirs(binary) as Koffi;
  } catch {
    return ours('koffi') as Koffi;
  }
}
